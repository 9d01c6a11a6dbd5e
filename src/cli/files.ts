import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { link, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CrayError } from '../errors.js';

/** The name that stands for stdin or stdout. */
export const STANDARD = '-';

/** Temporary files that exist now, for removal on an interrupt. */
const temporaries = new Set<string>();

/** Removes what an interrupted run would leave behind. */
export async function removeTemporaries(): Promise<void> {
  await Promise.all([...temporaries].map((path) => rm(path, { force: true })));
}

/**
 * Checks that a result can take the place that it is to have without harm to what it is made of.
 *
 * @param deletesInput whether the input goes once the result is there.
 * @throws CrayError IO where both are one file, also by links; USAGE where the input would be deleted
 * for a result that goes to a device or a pipe and is not kept.
 */
export async function checkTarget(
  input: string,
  output: string,
  deletesInput: boolean,
): Promise<void> {
  if (input === STANDARD || output === STANDARD) return;
  const [from, to] = [await statIfAny(input), await statIfAny(output)];
  if (!to) return;
  if (from?.dev === to.dev && from.ino === to.ino) {
    throw new CrayError('IO', `${output}: is the input itself`);
  }
  if (deletesInput && !to.isFile()) {
    throw new CrayError('USAGE', `${output}: is no file that keeps the result, as --rm wants`);
  }
}

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
  if (existing && !existing.isFile()) return writeTo(path, 'w', path, pieces, {});

  const temporary = join(
    dirname(path),
    `.${basename(path).slice(0, 200)}.${randomBytes(6).toString('hex')}.tmp`,
  );
  temporaries.add(temporary);
  try {
    await writeTo(temporary, 'wx', path, pieces, stamp);
    await describeErrors(path, () => giveName(temporary, path, force));
  } finally {
    await rm(temporary, { force: true });
    temporaries.delete(temporary);
  }
}

async function writeTo(
  file: string,
  flags: string,
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  { mode, mtime }: Stamp,
): Promise<void> {
  // Nobody else may read what is half there, and may turn out to be private.
  const handle = await describeErrors(path, () => open(file, flags, 0o600));
  try {
    for await (const piece of pieces) {
      await describeErrors(path, async () => {
        for (let at = 0; at < piece.length; ) {
          at += (await handle.write(piece, at)).bytesWritten;
        }
      });
    }
    // Pipes and devices have no times, and cannot be synchronised.
    if (flags === 'wx') {
      await describeErrors(path, async () => {
        await handle.chmod(mode ?? 0o666 & ~process.umask());
        // The time is cut to microseconds on its way, of which it may be just short.
        if (mtime !== undefined) await handle.utimes(mtime + 3e-7, mtime + 3e-7);
        // A full disk may show only now.
        await handle.sync();
      });
    }
  } finally {
    await handle.close();
  }
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

/** Writes to stdout, waiting where the reader is slow. A reader that has gone away is no error. */
export async function writeStandard(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const { stdout } = process;
  for await (const piece of pieces) {
    await new Promise<void>((resolve, reject) => {
      stdout.write(piece, (error) =>
        error ? reject(ioError('standard output', error)) : resolve(),
      );
    });
  }
}

function exists(path: string): CrayError {
  return new CrayError('IO', `${path}: already exists; -f overwrites it`);
}

async function statIfAny(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw ioError(path, error);
  }
}

/** Runs an action on a file, whose errors are then ours. */
export async function describeErrors<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw ioError(path, error);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file grows larger than is allowed',
  EISDIR: 'is a directory',
  ENOENT: 'no such file or directory',
  ENOSPC: 'no space left on the device',
  ENOTDIR: 'not a directory',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
};

/** An error of the file system in words. */
export function ioError(path: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof CrayError || code === undefined) return error;
  return new CrayError('IO', `${path}: ${REASONS[code] ?? message}`, { cause: error });
}
