import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { systemTime } from '../data/times.js';
import { CrayError } from '../errors.js';
import { describeErrors } from './ioError.js';
import { onInterrupt } from './signals.js';
import { temporaryBeside } from './temporary.js';
import { exists, type Stamp } from './write.js';

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
  if (isInTheWay(path) && !force) throw exists(path);
  const [temporary, old] = [temporaryBeside(path), temporaryBeside(path)];
  const clean = () => {
    removeTree(temporary);
    // Unless the old one has not been replaced after all.
    if (lstatSync(path, { throwIfNoEntry: false })) removeTree(old);
  };
  const forget = onInterrupt(clean);
  try {
    // Nobody else may read what is half there, and may turn out to be private.
    await describeErrors(path, async () => mkdirSync(temporary, 0o700));
    await make(temporary);
    await describeErrors(path, async () => {
      chmodSync(temporary, mode ?? 0o777 & ~process.umask());
      if (mtime !== undefined) utimesSync(temporary, systemTime(mtime), systemTime(mtime));
      // In one go, so that an interrupt comes before or after.
      giveName(temporary, path, force ? old : undefined);
    });
  } finally {
    clean();
    forget();
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
      throw exists(path);
    }
    throw error;
  }
}

/** Whether there is anything but an empty folder. @throws CrayError IO for what is no folder. */
function isInTheWay(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return false;
  if (stats.isDirectory()) return readdirSync(path).length > 0;
  throw new CrayError('IO', `${path}: already exists, and is no folder`);
}

/** Deletes a folder, also where there are folders in it that may not be changed. */
function removeTree(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    makeWritable(path);
    rmSync(path, { recursive: true, force: true });
  }
}

function makeWritable(path: string): void {
  chmodSync(path, 0o700);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) makeWritable(join(path, entry.name));
  }
}
