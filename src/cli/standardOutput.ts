import { fstatSync, readFileSync, statSync, write, writeSync } from 'node:fs';
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

/** How a file was opened: for reading alone, writing alone, or both. */
const ACCESS = 3;
const BOTH = 2;

/**
 * Whether stdout was closed when the program began, or is the null device as other programs give it to those that they
 * start. Node opens that device, for reading and writing, in the place of what is closed, before anything of ours
 * runs, so `>&-` can be told from `> /dev/null` of a shell, but not from subprocess.DEVNULL of Python or 'ignore' of
 * Node, which are no errors. Only Linux tells so much.
 */
export function goesNowhere(): boolean {
  try {
    const isNull = fstatSync(STDOUT).rdev === statSync('/dev/null').rdev;
    const [, flags = '0'] =
      /^flags:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${STDOUT}`, 'latin1')) ?? [];
    return isNull && (Number.parseInt(flags, 8) & ACCESS) === BOTH;
  } catch {
    return false;
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
