import { createReadStream, lstatSync, readFileSync } from 'node:fs';
import { CrayError } from '../../errors.js';
import { toMicrosecond } from '../times.js';
import { type Entry, inside, pathText, refused } from '../walk.js';

/** Bytes of a file that is read at once. */
const SMALL = 1 << 16;

/** What is in a file. @throws CrayError IO, also when it is not what it was when it was found. */
export async function* contentsOf(base: Buffer, entry: Entry): AsyncGenerator<Uint8Array, void> {
  let bytes = 0;
  try {
    // A stream costs more than a tiny file.
    if (entry.size <= SMALL) {
      const whole = readFileSync(inside(base, entry.path));
      bytes = whole.length;
      yield whole;
    } else {
      for await (const some of createReadStream(inside(base, entry.path))) {
        bytes += some.length;
        yield some;
      }
    }
  } catch (cause) {
    throw refused(inside(base, entry.path), cause);
  }
  if (bytes !== entry.size) throw changed(base, entry);
  checkUnchanged(base, entry);
}

/** @throws CrayError IO where a file has been changed since it was found. */
export function checkUnchanged(base: Buffer, entry: Entry): void {
  const now = lstatSync(inside(base, entry.path), { throwIfNoEntry: false });
  if (now?.size !== entry.size || toMicrosecond(now.mtimeMs) !== entry.mtime) {
    throw changed(base, entry);
  }
}

export function changed(base: Buffer, { path }: Entry): CrayError {
  return new CrayError('IO', `${pathText(inside(base, path))}: changed while it was read`);
}
