import type { Stats } from 'node:fs';
import { lstat, realpath, stat, unlink } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { CrayError } from '../errors.js';
import { describeErrors, ioError } from './ioError.js';

/** The name that stands for stdin or stdout. */
export const STANDARD = '-';

/** Names under which systems have the descriptors 0 and 1; opened by these, a file begins anew. */
const DESCRIPTORS = [
  ['/dev/stdin', '/dev/fd/0', '/proc/self/fd/0'],
  ['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'],
];

/** Whether a name is that of stdin (0) or stdout (1), which are read and written from where they are. */
export function isStandard(path: string, descriptor: 0 | 1): boolean {
  return path === STANDARD || DESCRIPTORS[descriptor]?.includes(path) === true;
}

/**
 * Checks that a result can take the place that it is to have without harm to what it is made of.
 *
 * @param deletesInput whether the input goes once the result is there.
 * @throws CrayError IO where both are one file, also by links; USAGE where the input would be deleted
 * though it is no file, or for a result that goes to a device or a pipe and is not kept.
 */
export async function checkTarget(
  input: string,
  output: string,
  deletesInput: boolean,
): Promise<void> {
  if (input === STANDARD || output === STANDARD) return;
  const from = await describeErrors(input, () => stat(input));
  const to = await statIfAny(output);
  if (deletesInput && !from.isFile() && !from.isDirectory()) {
    throw new CrayError('USAGE', `${input}: is no file, so --rm does not delete it`);
  }
  if (!to) return;
  if (from.dev === to.dev && from.ino === to.ino) {
    throw new CrayError('IO', `${output}: is the input itself`);
  }
  if (to.isDirectory()) await checkOutside(input, output);
  if (deletesInput && !to.isFile()) {
    throw new CrayError('USAGE', `${output}: is no file that keeps the result, as --rm wants`);
  }
}

/**
 * Checks that a file goes where its name is deleted: that the name is no link to it, and the only one it has.
 *
 * @throws CrayError USAGE
 */
export async function checkOnlyName(input: string): Promise<void> {
  const stats = await describeErrors(input, () => lstat(input));
  const what =
    (stats.isSymbolicLink() && 'is a symbolic link, and --rm would leave the file itself') ||
    (stats.isFile() &&
      stats.nlink > 1 &&
      `is one of ${stats.nlink} names of a file (hard links), and --rm would leave the others`);
  if (what) throw new CrayError('USAGE', `${input}: ${what}; -f deletes this name alone`);
}

/**
 * Checks that a folder which is going to be replaced, with all that is in it, has neither what it is made of in it nor the
 * folder that the program works in.
 *
 * @throws CrayError IO
 */
async function checkOutside(input: string, folder: string): Promise<void> {
  const within = await describeErrors(folder, () => realpath(folder));
  for (const [path, what] of [
    [input, `${input}, which it is to be made of`],
    ['.', 'the working directory'],
  ] as const) {
    const way = relative(within, await describeErrors(path, () => realpath(path)));
    if (way === '' || (way.split(sep)[0] !== '..' && !isAbsolute(way))) {
      throw new CrayError('IO', `${folder}: has ${what}, in it, and would be replaced as a whole`);
    }
  }
}

/**
 * Checks that there is nothing of a name that nobody has given.
 *
 * @param reason why it is not that of the original.
 * @throws CrayError IO
 */
export async function checkFree(output: string, reason: string): Promise<void> {
  if (!(await statIfAny(output))) return;
  throw new CrayError(
    'IO',
    `${output}: already exists, and ${reason}: name the output with -o FILE`,
  );
}

/** Bytes of a file, or undefined for what has no length that is known. */
export async function sizeOf(path: string): Promise<number | undefined> {
  const stats = path === STANDARD ? undefined : await statIfAny(path);
  return stats?.isFile() ? stats.size : undefined;
}

/**
 * Deletes a file that is no longer needed.
 *
 * @param before what was known of it before it was read.
 * @throws CrayError IO, also where it is not what it was then: what is new in it is nowhere else.
 */
export async function removeInput(path: string, before: Stats | undefined): Promise<void> {
  const now = await describeErrors(path, () => stat(path));
  const same = (['dev', 'ino', 'size', 'mtimeMs'] as const).every((k) => now[k] === before?.[k]);
  if (!same) throw new CrayError('IO', `${path}: changed while it was read, so it is kept`);
  await describeErrors(path, () => unlink(path));
}

/** What is known of a file, or undefined where there is none. @throws CrayError IO */
export async function statIfAny(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw ioError(path, error);
  }
}
