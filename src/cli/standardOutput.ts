/** All that goes to standard output, data and text, and whether it got there. */
import { fstatSync } from 'node:fs';
import { isatty } from 'node:tty';
import { ioError } from './ioError.js';
import { writeAll } from './write.js';

const DESCRIPTOR = 1;
const NAME = 'standard output';

/**
 * Whether it is written by its descriptor. Node's stream lets go without a word what a file that is nearly full
 * has not taken, and all of what goes to a block device.
 */
function isDirect(): boolean {
  const stats = fstatSync(DESCRIPTOR);
  return (
    stats.isFile() || stats.isBlockDevice() || (stats.isCharacterDevice() && !isatty(DESCRIPTOR))
  );
}

/** Writes to stdout, waiting where the reader is slow. @throws CrayError IO */
export async function writeStandard(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const put = isDirect() ? direct : streamed;
  for await (const piece of pieces) await put(piece);
}

function direct(piece: Uint8Array): Promise<void> {
  return writeAll(DESCRIPTOR, NAME, piece);
}

function streamed(piece: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(piece, (error) => (error ? reject(ioError(NAME, error)) : resolve()));
  });
}

/** What has been printed so far; rejected from the first text on that could not be written. */
let printing: Promise<void> = Promise.resolve();

/** Prints a text for people or programs, after all that was printed before. */
export function print(text: string): void {
  printing = printing.then(() => writeStandard(oneText(text)));
  // Whoever ends the program asks for it.
  printing.catch(() => {});
}

/** Waits until all that was printed is written. @throws CrayError IO where it could not be. */
export function printed(): Promise<void> {
  return printing;
}

async function* oneText(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

/** Lets a reader go that closes its end: it has read what it wanted. */
export function letReadersGo(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
  });
}
