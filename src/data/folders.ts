/** Folders as data sets and back: all that the rest of the program asks of src/data/folder. */
export type { NotKept } from './folder/entries.js';
export { type Counts, FOLDER, isFolderFormat, readCounts } from './folder/folder.js';
export { checkGroups, groupFault, groupFormats } from './folder/groups.js';
export {
  type Directory,
  type DirectoryOptions,
  type EntryNote,
  openDirectory,
} from './folder/open.js';
export { type RestoredDataset, restoreDirectory } from './folder/restore.js';
export { type LossyDataset, salvageDirectory } from './folder/salvage.js';
export { type FolderTarget, NOWHERE, onDisk } from './folder/target.js';
export type { Owner } from './walk.js';
