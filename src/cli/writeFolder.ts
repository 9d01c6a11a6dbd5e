import { chmodSync, lstatSync, mkdirSync, readdirSync, renameSync, utimesSync } from 'node:fs';
import { systemTime } from '../data/times.js';
import { CrayError } from '../errors.js';
import { describeErrors } from './ioError.js';
import { temporaryBeside } from './temporary.js';
import { removeHalfDone } from './thread/halfDone.js';
import { halfDone, uninterrupted } from './thread/port.js';
import type { Stamp } from './write.js';

/**
 * Makes a folder so that it is there whole or not at all: under a temporary name beside it, which is
 * changed at the end.
 *
 * @param make makes what is in the folder of this path.
 * @param force whether to replace a folder that is there, and all in it. An empty one always is.
 * @throws CrayError IO, or what making it throws; the temporary folder is then gone.
 */
export async function writeFolder(
  path: string,
  make: (root: string) => Promise<void>,
  force: boolean,
  { mode, mtime }: Stamp = {},
): Promise<void> {
  if (isInTheWay(path) && !force) throw isThere(path);
  const [temporary, old] = [temporaryBeside(path), temporaryBeside(path)];
  const done = halfDone(temporary);
  let oldDone = () => {};
  try {
    // Nobody else may read what is half there, and may turn out to be private.
    await describeErrors(path, async () => mkdirSync(temporary, 0o700));
    await make(temporary);
    await describeErrors(path, async () => {
      chmodSync(temporary, mode ?? 0o777 & ~process.umask());
      if (mtime !== undefined) utimesSync(temporary, systemTime(mtime), systemTime(mtime));
      uninterrupted(() => {
        giveName(temporary, path, force ? old : undefined);
        oldDone = halfDone(old);
      });
    });
    removeHalfDone(old);
    oldDone();
  } finally {
    removeHalfDone(temporary);
    done();
  }
}

/** Renames a folder; over an empty one, or with another name for the folder that is there. */
function giveName(temporary: string, path: string, old: string | undefined): void {
  const replaced = old !== undefined && isInTheWay(path);
  if (replaced) renameSync(path, old);
  try {
    renameSync(temporary, path);
  } catch (error) {
    if (replaced) renameSync(old, path);
    if (['EEXIST', 'ENOTEMPTY', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      throw isThere(path);
    }
    throw error;
  }
}

/** A folder is there, and would be lost with all in it. */
function isThere(path: string): CrayError {
  return new CrayError('IO', `${path}: already exists; -f replaces the whole folder`);
}

/** Whether there is anything but an empty folder. @throws CrayError IO for what is no folder. */
function isInTheWay(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return false;
  if (stats.isDirectory()) return readdirSync(path).length > 0;
  throw new CrayError('IO', `${path}: already exists, and is no folder`);
}
