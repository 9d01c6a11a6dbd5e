import { existsSync, fstatSync, type Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { bytesFrom, type Seekable } from '../bytes/seekable.js';
import type { ByteStream } from '../bytes/source.js';
import { CrayError } from '../errors.js';
import { STANDARD } from './files.js';
import { describeErrors, ioError } from './ioError.js';

/** Where systems that have it show stdin as a file that can be opened again. */
const STDIN = '/dev/stdin';

/** A file, or stdin, that is read. */
export interface Input {
  /** Its bytes; seekable where it is a file. */
  readonly stream: ByteStream;
  /** What the file system knows of it; undefined for stdin. */
  readonly stats: Stats | undefined;
  close(): Promise<void>;
}

/**
 * Opens a file, or stdin.
 *
 * @throws CrayError IO, here or while it is read.
 */
export async function openInput(path: string): Promise<Input> {
  if (path === STANDARD) return openStandard();
  const stats = await statInput(path);
  const handle = await describeErrors(path, () => open(path, 'r'));
  return {
    // Files of /proc are empty until they are read.
    stream:
      stats.isFile() && stats.size > 0
        ? seekable(path, handle, stats.size)
        : reading(path, handle.createReadStream({ autoClose: false })),
    stats,
    close: () => handle.close(),
  };
}

/** Runs an action on an input, which is closed in the end. */
export async function withInput<T>(path: string, action: (input: Input) => Promise<T>): Promise<T> {
  const input = await openInput(path);
  try {
    return await action(input);
  } finally {
    await input.close();
  }
}

/**
 * What is made of an input, in pieces. The input is opened when the first is asked for, and closed in
 * the end.
 *
 * @throws CrayError IO right away where there is no such file.
 */
export async function madeOf(
  path: string,
  make: (input: Input) => AsyncIterable<Uint8Array>,
): Promise<AsyncIterable<Uint8Array>> {
  if (path !== STANDARD) await statInput(path);
  return (async function* () {
    const input = await openInput(path);
    try {
      yield* make(input);
    } finally {
      await input.close();
    }
  })();
}

async function statInput(path: string): Promise<Stats> {
  const stats = await describeErrors(path, () => stat(path));
  if (stats.isDirectory()) throw new CrayError('IO', `${path}: is a directory, expected a file`);
  return stats;
}

/** Stdin, seekable where it is a file of which nothing has been read. */
async function openStandard(): Promise<Input> {
  const name = 'standard input';
  const standard = {
    stream: reading(name, process.stdin),
    stats: undefined,
    close: async () => {},
  };
  const stats = fstatSync(0);
  if (!stats.isFile() || stats.size === 0 || !existsSync(STDIN)) return standard;
  const handle = await describeErrors(name, () => open(STDIN, 'r'));
  const stream = seekable(name, handle, stats.size);
  return { stream, stats: undefined, close: () => handle.close() };
}

async function* reading(path: string, stream: AsyncIterable<Uint8Array>) {
  try {
    yield* stream;
  } catch (error) {
    throw ioError(path, error);
  }
}

function seekable(path: string, handle: FileHandle, size: number): Seekable & ByteStream {
  const input: Seekable = {
    size,
    async read(position, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - position)));
      let at = 0;
      await describeErrors(path, async () => {
        while (at < bytes.length) {
          const { bytesRead } = await handle.read(bytes, at, bytes.length - at, position + at);
          if (bytesRead === 0) break;
          at += bytesRead;
        }
      });
      return bytes.subarray(0, at);
    },
  };
  return { ...input, [Symbol.asyncIterator]: () => bytesFrom(input, 0) };
}
