import { basename, join, parse } from 'node:path';
import { CrayError } from '../errors.js';

/** The ending of compressed files. */
const EXTENSION = '.cray';
/** The same as others write it: a file system may not tell letters apart. */
const ENDS = /\.cray$/i;

/** Longest name of a file: in bytes, on Windows in units of UTF-16. */
const LONGEST = 255;

/** A name that was made of another, unless it is too long for a file. @throws CrayError IO */
export function checkedName(path: string): string {
  const name = basename(path);
  const length = process.platform === 'win32' ? name.length : Buffer.byteLength(name);
  if (length <= LONGEST) return path;
  throw new CrayError(
    'IO',
    `${path}: the name is too long: name the output with -o FILE, or -c for stdout`,
  );
}

/** FILE.cray. */
export function compressedName(input: string): string {
  return `${input}${EXTENSION}`;
}

/** The name of a part of a file: FILE.part, or before an ending, which says what it is, FILE.part.wav. */
export function partName(whole: string): string {
  const { dir, name, ext } = parse(whole);
  return join(dir, `${name}.part${ext}`);
}

/** Whether a name is that of a file, and .cray in small letters or capitals. */
export function isCompressedName(path: string): boolean {
  return ENDS.test(path) && !/(^|[\\/])$/.test(path.slice(0, -EXTENSION.length));
}

/** FILE.cray without its ending. @throws CrayError USAGE when it has another. */
export function restoredName(input: string): string {
  if (!isCompressedName(input)) {
    throw new CrayError(
      'USAGE',
      `${input}: does not end in ${EXTENSION}, so name the output with -o FILE, or -c for stdout`,
    );
  }
  return input.slice(0, -EXTENSION.length);
}

/**
 * Checks that a file has no name of another kind of file than it will be.
 *
 * @param option says it in errors.
 * @param endings of names of such files, those of a kind that people say first; a name without one will do.
 * @throws CrayError USAGE
 */
export function checkKind(option: string, file: string, endings: readonly string[]): void {
  if (file === '-') throw new CrayError('USAGE', `${option} takes the name of a file`);
  const { name, ext } = parse(file);
  if (ext === '' || endings.includes(ext.toLowerCase())) return;
  const message = `${file}: ${option} writes ${endings[0]} files, as ${name}${endings[0]}`;
  throw new CrayError('USAGE', message);
}
