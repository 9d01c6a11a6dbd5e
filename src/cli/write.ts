import {
  closeSync,
  fchmodSync,
  fsync,
  ftruncateSync,
  futimesSync,
  openSync,
  rmSync,
  write,
} from 'node:fs';
import { link, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { filledSpans } from '../bytes/sparse.js';
import { systemTime } from '../data/times.js';
import { CrayError } from '../errors.js';
import { statIfAny } from './files.js';
import { describeErrors } from './ioError.js';
import { temporaryBeside } from './temporary.js';
import { halfDone } from './thread/port.js';

/** What a file is given beside its bytes. */
export interface Stamp {
  /** Permissions; those of any new file where they are left out. */
  readonly mode?: number | undefined;
  /** When it was changed last, in seconds since 1970; now where it is left out. */
  readonly mtime?: number | undefined;
}

/**
 * Writes a file so that it is there whole or not at all: into a temporary file beside it, which
 * gets the name at the end. Devices and pipes are written to directly.
 *
 * @throws CrayError IO, or what the pieces throw; the temporary file is then gone.
 */
export async function writeOutput(
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  force: boolean,
  stamp: Stamp = {},
): Promise<void> {
  const existing = await statIfAny(path);
  if (existing?.isDirectory()) throw new CrayError('IO', `${path}: is a directory`);
  if (existing?.isFile() && !force) throw exists(path);
  if (existing && !existing.isFile()) return writeDevice(path, pieces);

  const folder = dirname(path);
  const temporary = temporaryBeside(path);
  const removeTemporary = () => rmSync(temporary, { force: true });
  const done = halfDone(temporary);
  try {
    // Opened in one go, so that an interrupt comes before or after.
    const file = await describeErrors(path, async () =>
      // Nobody else may read what is half there, and may turn out to be private.
      openSync(temporary, 'wx', 0o600),
    );
    try {
      await writeSparsely(file, path, pieces);
      await describeErrors(path, async () => {
        putStamp(file, stamp);
        // A full disk may show only now.
        await promisify(fsync)(file);
      });
    } finally {
      closeSync(file);
    }
    await describeErrors(path, () => giveName(temporary, path, force));
    await syncFolder(folder);
  } finally {
    removeTemporary();
    done();
  }
}

function putStamp(file: number, { mode, mtime }: Stamp): void {
  fchmodSync(file, mode ?? 0o666 & ~process.umask());
  if (mtime !== undefined) futimesSync(file, systemTime(mtime), systemTime(mtime));
}

async function writeDevice(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await describeErrors(path, () => open(path, 'w'));
  try {
    for await (const piece of pieces) await writeAll(handle.fd, path, piece);
  } finally {
    await handle.close();
  }
}

/** Writes a new file, in which long runs of zeros take no room. */
async function writeSparsely(
  file: number,
  path: string,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  let length = 0;
  for await (const piece of pieces) {
    for (const [from, to] of filledSpans(piece, length)) {
      await writeAll(file, path, piece.subarray(from, to), length + from);
    }
    length += piece.length;
  }
  await describeErrors(path, async () => ftruncateSync(file, length));
}

/**
 * Writes all of a piece, also where the system takes it bit by bit.
 *
 * @param position where in the file; where it is unless told.
 * @throws CrayError IO
 */
export async function writeAll(
  file: number,
  path: string,
  piece: Uint8Array,
  position?: number,
): Promise<void> {
  await describeErrors(path, async () => {
    for (let at = 0; at < piece.length; ) {
      const place = position === undefined ? null : position + at;
      at += (await promisify(write)(file, piece, at, piece.length - at, place)).bytesWritten;
    }
  });
}

/** Renames; without force it fails, atomically, when something of that name has come up. */
async function giveName(temporary: string, path: string, force: boolean): Promise<void> {
  if (force) return rename(temporary, path);
  try {
    await link(temporary, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw exists(path);
    // Some file systems have no hard links.
    await rename(temporary, path);
  }
}

/** Has a new name outlive a loss of power, before what it was made of is deleted. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Not every system lets a folder be opened.
  }
}

export function exists(path: string): CrayError {
  return new CrayError('IO', `${path}: already exists; -f overwrites it`);
}
