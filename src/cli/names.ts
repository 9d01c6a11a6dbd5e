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
