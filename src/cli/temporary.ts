import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';

/** Bytes of a name that its temporary one repeats: few enough where names of 143 bytes are the longest. */
const MOST = 100;

/** A name for what is not whole yet, beside the place that it is to have. */
export function temporaryBeside(path: string): string {
  // Cut within a letter, which is then none.
  const start = Buffer.from(basename(path))
    .subarray(0, MOST)
    .toString()
    .replace(/\ufffd$/, '');
  return join(dirname(path), `.${start}.${randomBytes(6).toString('hex')}.tmp`);
}
