import { joinNumbers, splitNumbers } from '../../bytes/numbers.js';
import { CrayError } from '../../errors.js';

/** Name of the first data set of a folder, of all that is in no group. */
export const FOLDER = 'folder';

/** The same where files have several names, which programs of before there was this do not know. */
const LINKED_FOLDER = 'folder-linked';

/** The same, also with times that are no whole milliseconds. */
const TIMED_FOLDER = 'folder-timed';

/** Whether a data set of this format is the first one of a folder. */
export function isFolderFormat(dataFormat: string): boolean {
  return [FOLDER, LINKED_FOLDER, TIMED_FOLDER].includes(dataFormat);
}

/** Whether a folder of this format may have hard links. */
export function hasHardLinks(dataFormat: string): boolean {
  return dataFormat === LINKED_FOLDER || dataFormat === TIMED_FOLDER;
}

/** By how many steps a millisecond of its times is told in a folder of this format. */
export function stepsOf(dataFormat: string): number {
  return dataFormat === TIMED_FOLDER ? 1000 : 1;
}

/** The format of a folder of these entries. */
export function folderFormat(
  entries: readonly { readonly kind: string; readonly mtime: number }[],
): string {
  if (entries.some(({ mtime }) => !Number.isInteger(mtime))) return TIMED_FOLDER;
  return entries.some(({ kind }) => kind === 'hardLink') ? LINKED_FOLDER : FOLDER;
}

/** Most bytes of residue of a folder, and of its manifest: a decoder has them in memory. */
export const MAX_RESIDUES = 1 << 28;

/** How much is in a folder, at any depth. */
export interface Counts {
  /** Regular files, by all of their names. */
  readonly files: number;
  /** Folders, without the one that all is in. */
  readonly folders: number;
  /** Symbolic links. */
  readonly links: number;
  /** Bytes of all files together. */
  readonly bytes: number;
}

/** The head of the first data set of a folder, which says what there is before anything is decoded. */
export function joinCounts({ files, folders, links, bytes }: Counts): Uint8Array {
  return joinNumbers([files, folders, links, bytes]);
}

/** The inverse of {@link joinCounts}. @throws CrayError CORRUPT */
export function readCounts(head: Uint8Array): Counts {
  const numbers = splitNumbers(head, 'folder: head');
  const [files = 0, folders = 0, links = 0, bytes = 0] = numbers;
  if (numbers.length === 4) return { files, folders, links, bytes };
  throw new CrayError('CORRUPT', `folder: head: expected 4 numbers, got ${numbers.length}`);
}
