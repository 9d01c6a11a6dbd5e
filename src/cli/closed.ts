import { fstatSync, readFileSync, statSync } from 'node:fs';
import { CrayError } from '../errors.js';

/** How a file was opened: for reading alone, writing alone, or both. */
const ACCESS = 3;
const BOTH = 2;

/** Stdin and stdout, how they are called, and what to do in their place. */
const STREAMS = [
  ['standard input', 'nothing can be read from it: name a FILE or pipe data in'],
  [
    'standard output',
    'nothing of that would be kept: name a file with -o FILE; test checks a .cray file, and > /dev/null throws away',
  ],
] as const;

/**
 * Checks that stdin (0) or stdout (1) was not closed when the program began. Node opens the null device, for reading and
 * writing, in the place of what is closed, before anything of ours runs, so `>&-` can be told from `> /dev/null` of a
 * shell, but not from subprocess.DEVNULL of Python or 'ignore' of Node. Only Linux tells so much.
 *
 * @throws CrayError IO
 */
export function checkOpen(descriptor: 0 | 1): void {
  if (!isClosed(descriptor)) return;
  const [name, help] = STREAMS[descriptor];
  throw new CrayError('IO', `${name}: is closed, or the null device in its place, and ${help}`);
}

function isClosed(descriptor: number): boolean {
  try {
    const isNull = fstatSync(descriptor).rdev === statSync('/dev/null').rdev;
    const [, flags = '0'] =
      /^flags:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1')) ?? [];
    return isNull && (Number.parseInt(flags, 8) & ACCESS) === BOTH;
  } catch {
    return false;
  }
}
