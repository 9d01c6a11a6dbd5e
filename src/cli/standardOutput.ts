import { write, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ioError } from './ioError.js';

const STDOUT = 1;
/** How long to wait for a reader that is slow where the system does not, in ms. */
const PAUSE = 5;

/** Whether something could not be written, which has been said: what would come after it makes no sense. */
let lost = false;

/**
 * Writes text to stdout, all of it, before anything else is done. A reader that has gone away ends the program:
 * it has read what it wanted.
 *
 * @throws CrayError IO
 */
export function print(text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length && !lost; ) {
    try {
      at += writeSync(STDOUT, bytes, at);
    } catch (error) {
      if (!mustWait(error)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
}

/** Writes pieces to stdout, as {@link print} does. */
export async function writeStandard(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      try {
        at += (await promisify(write)(STDOUT, piece, at)).bytesWritten;
      } catch (error) {
        if (!mustWait(error)) throw error;
        await sleep(PAUSE);
      }
    }
  }
}

/** Whether a write is to be tried again. @throws CrayError IO where it is not. */
function mustWait(error: unknown): true {
  const { code } = error as NodeJS.ErrnoException;
  // A pipe that another program has set to return at once.
  if (code === 'EAGAIN') return true;
  if (code === 'EPIPE') process.exit();
  lost = true;
  throw ioError('standard output', error);
}
