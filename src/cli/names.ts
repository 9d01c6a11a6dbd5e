import { join, parse } from 'node:path';
import { CrayError } from '../errors.js';

/** The ending of compressed files. */
export const EXTENSION = '.cray';

/** FILE.cray. */
export function compressedName(input: string): string {
  return `${input}${EXTENSION}`;
}

/** The name of a part of a file: FILE.part, or before an ending, which says what it is, FILE.part.wav. */
export function partName(whole: string): string {
  const { dir, name, ext } = parse(whole);
  return join(dir, `${name}.part${ext}`);
}

/** FILE.cray without its ending. @throws CrayError USAGE when it has another. */
export function restoredName(input: string): string {
  const name = input.slice(0, -EXTENSION.length);
  if (!input.endsWith(EXTENSION) || /(^|[\\/])$/.test(name)) {
    throw new CrayError(
      'USAGE',
      `${input}: does not end in ${EXTENSION}, so name the output with -o FILE, or -c for stdout`,
    );
  }
  return name;
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
