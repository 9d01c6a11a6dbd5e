import { CrayError } from '../errors.js';

/** The ending of compressed files. */
export const EXTENSION = '.cray';

/** FILE.cray. */
export function compressedName(input: string): string {
  return `${input}${EXTENSION}`;
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
