import { createReadStream, fstatSync, read, type Stats } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { bytesFrom, type Seekable } from '../bytes/seekable.js';
import type { ByteStream } from '../bytes/source.js';
import { CrayError } from '../errors.js';
import { checkOpen } from './closed.js';
import { isStandard } from './files.js';
import { describeErrors, ioError } from './ioError.js';
import { standardInput } from './thread/port.js';

const readAt = promisify(read);

/** A file, or stdin, that is read. */
export interface Input {
  /** Its bytes; seekable where it is a file. */
  readonly stream: ByteStream;
  /** What the file system knows of it; undefined for stdin. */
  readonly stats: Stats | undefined;
  /** Whether it is a file that is no longer what it was when it was opened, so that what was read may be of both. */
  changed(): boolean;
  close(): Promise<void>;
}

/**
 * Opens a file, or stdin.
 *
 * @throws CrayError IO, here or while it is read.
 */
export async function openInput(path: string): Promise<Input> {
  if (isStandard(path, 0)) return openStandard();
  const stats = await statInput(path);
  const handle = await describeErrors(path, () => open(path, 'r'));
  return {
    // Files of /proc are empty until they are read.
    stream:
      stats.isFile() && stats.size > 0
        ? seekable(path, handle.fd, 0, stats.size)
        : reading(path, handle.createReadStream({ autoClose: false })),
    stats,
    changed: () => isChanged(stats, handle.fd),
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
 * @param onChanged told where it has changed while it was read.
 * @throws CrayError IO right away where there is no such file.
 */
export async function madeOf(
  path: string,
  make: (input: Input) => AsyncIterable<Uint8Array>,
  onChanged: () => void,
): Promise<AsyncIterable<Uint8Array>> {
  if (!isStandard(path, 0)) await statInput(path);
  return (async function* () {
    const input = await openInput(path);
    try {
      yield* make(input);
      if (input.changed()) onChanged();
    } finally {
      await input.close();
    }
  })();
}

function isChanged(before: Stats, file: number): boolean {
  if (!before.isFile()) return false;
  const now = fstatSync(file);
  // Files of /proc are never larger, and of any time.
  if (before.size + now.size === 0) return false;
  return now.size !== before.size || now.mtimeMs !== before.mtimeMs;
}

async function statInput(path: string): Promise<Stats> {
  const stats = await describeErrors(path, () => stat(path));
  checkNoFolder(path, stats);
  return stats;
}

function checkNoFolder(path: string, stats: Stats): void {
  if (stats.isDirectory()) throw new CrayError('IO', `${path}: is a directory, expected a file`);
}

/**
 * Stdin from where it is: another program may have read its beginning. Seekable where it is a file and the
 * system says where in it that is.
 */
async function openStandard(): Promise<Input> {
  checkOpen(0);
  const name = 'standard input';
  const stats = fstatSync(0);
  checkNoFolder(name, stats);
  const start = stats.isFile() ? await positionOf(0) : undefined;
  const left = start === undefined ? 0 : stats.size - start;
  return {
    stream: left > 0 ? seekable(name, 0, start as number, left) : reading(name, streamOf(stats)),
    stats: undefined,
    changed: () => isChanged(stats, 0),
    close: async () => {},
  };
}

/** Stdin as it comes; to Node a block device is nothing. */
function streamOf(stats: Stats): AsyncIterable<Uint8Array> {
  return stats.isBlockDevice()
    ? createReadStream('', { fd: 0, autoClose: false })
    : standardInput();
}

/** Where in its file a descriptor is, as Linux tells; Node itself has no call for that. */
async function positionOf(file: number): Promise<number | undefined> {
  const text = await readFile(`/proc/self/fdinfo/${file}`, 'utf8').catch(() => '');
  const [, position] = /^pos:\s*(\d+)$/m.exec(text) ?? [];
  return position === undefined ? undefined : Number(position);
}

async function* reading(path: string, stream: AsyncIterable<Uint8Array>) {
  try {
    yield* stream;
  } catch (error) {
    throw ioError(path, error);
  }
}

/** So many bytes of a file from a position on. */
function seekable(path: string, file: number, start: number, size: number): Seekable & ByteStream {
  const input: Seekable = {
    size,
    async read(position, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - position)));
      let at = 0;
      await describeErrors(path, async () => {
        while (at < bytes.length) {
          const from = start + position + at;
          const { bytesRead } = await readAt(file, bytes, at, bytes.length - at, from);
          if (bytesRead === 0) break;
          at += bytesRead;
        }
      });
      return bytes.subarray(0, at);
    },
  };
  return { ...input, [Symbol.asyncIterator]: () => bytesFrom(input, 0) };
}
