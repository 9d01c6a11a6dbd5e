import { ByteSource } from '../../bytes/source.js';
import { typeError } from '../../errors.js';
import { checkOptions, type OptionNames } from '../../options.js';
import { openArray } from '../array.js';
import { BYTE, isBytes } from '../bytes.js';
import type { Dataset } from '../dataset.js';
import { recordBytes } from '../records.js';
import { type Entry, inside, isRefused, pathText, reasonOf } from '../walk.js';
import { entriesOf, type NotKept, notKept } from './entries.js';
import { exactly } from './exactly.js';
import { type Counts, folderFormat, joinCounts, MAX_RESIDUES } from './folder.js';
import {
  bytesOfFiles,
  type Candidate,
  examine,
  type Group,
  groupDataset,
  inBytes,
  kindOf,
  MAX_RESIDUE,
} from './group.js';
import { solid } from './solid.js';
import { worthwhile } from './worthwhile.js';

/** Something to be said of an entry of a folder. */
export interface EntryNote {
  /** Its path, that of the folder included, in one line for people. */
  readonly path: string;
  /** What there is to say. */
  readonly note: string;
}

/** A folder as data sets, to be coded one after the other. */
export interface Directory {
  /** The solid data set, of the format 'folder', and then the groups. */
  readonly datasets: readonly Dataset[];
  /** Bytes of the files of each data set. */
  readonly sizes: readonly number[];
  /** What is left out, and why: it cannot be read, or is neither file nor folder nor link. */
  readonly leftOut: readonly EntryNote[];
  /** What is to be said of files that are not read as what they look like. */
  readonly notes: readonly EntryNote[];
  /** What else of its entries does not come back. */
  readonly notKept: NotKept;
  /** How much is in it. */
  readonly counts: Counts;
  /**
   * The same folder, to be read once more, with groups of arrays as the bytes of their files, by their numbers among
   * the data sets: groups whose data sets say how they lie in their files.
   */
  inBytes(groups: readonly number[]): Directory;
}

/** What is said of a folder, however its data sets are read. */
type Said = Pick<Directory, 'leftOut' | 'notes' | 'notKept' | 'counts'>;

/** Options of {@link openDirectory}. */
export interface DirectoryOptions {
  /** Whether all files must come back byte for byte. */
  readonly exact?: boolean | undefined;
  /** Path of an entry, from the folder on, that is left out: what the folder is compressed to. */
  readonly without?: Buffer | undefined;
}

const OPTIONS: OptionNames<DirectoryOptions> = { exact: true, without: true };

/**
 * Reads a folder as data sets: files of one format, dtype, shape and levels are the items of one, and
 * all others are one run of bytes, those with the same ending together, after a manifest that says how
 * all is rebuilt. Files in groups are read twice: once to see what they are, and once for their items.
 *
 * @param root path of the folder.
 * @throws CrayError IO where the folder cannot be read, and for what changes meanwhile.
 */
export async function openDirectory(
  root: string,
  options: DirectoryOptions = {},
): Promise<Directory> {
  checkOptions('openDirectory', options, OPTIONS);
  const { exact = false, without } = options;
  if (typeof root !== 'string') throw typeError('root', 'the path of a folder', root);
  const base = Buffer.from(root);
  const leftOut: EntryNote[] = [];
  const leaveOut = (path: Buffer, note: string) => leftOut.push({ path: nameOf(base, path), note });
  const found = entriesOf(base, without, leaveOut);
  const { groups, notes, refused } = await examineAll(base, found, exact);
  const entries = found.filter(({ kind, path, target }) => {
    const reason = refused.get((kind === 'hardLink' ? target : path).toString('latin1'));
    if (reason !== undefined) leaveOut(path, reason);
    return reason === undefined;
  });
  const kept = worthwhile(groups);
  const said = { leftOut, notes, notKept: notKept(entries), counts: countsOf(entries) };
  return directoryOf({ base, entries, exact }, kept, said);
}

/** What the data sets of a folder are read from. */
interface Found {
  readonly base: Buffer;
  readonly entries: readonly Entry[];
  readonly exact: boolean;
}

/** The data sets of a folder, none of which has been read. */
function directoryOf(found: Found, groups: readonly Group[], said: Said): Directory {
  const { base, entries, exact } = found;
  const head = joinCounts(said.counts);
  const source = new ByteSource(solid(base, entries, groups, head));
  const array = { type: BYTE, shape: [], items: undefined };
  const sizes = groups.map(({ files }) => bytesOfFiles(files));
  return {
    ...said,
    sizes: [sizes.reduce((left, size) => left - size, said.counts.bytes), ...sizes],
    datasets: [
      openArray(source, folderFormat(entries), head, array),
      ...groups.map((group) => groupDataset(base, group, exact)),
    ],
    inBytes: (numbers) => {
      const read = groups.map((group, i) => (numbers.includes(i + 1) ? inBytes(group) : group));
      return directoryOf(found, read, said);
    },
  };
}

/** Looks at what all files are, and groups those of one kind. */
async function examineAll(base: Buffer, entries: readonly Entry[], exact: boolean) {
  const notes: EntryNote[] = [];
  const refused = new Map<string, string>();
  const candidates: Candidate[] = [];
  let residues = 0;
  for (const entry of entries) {
    if (entry.kind !== 'file') continue;
    const candidate = await examine(base, entry, exact).catch((error) => {
      if (!isRefused(error)) throw error;
      refused.set(entry.path.toString('latin1'), reasonOf(error.cause));
    });
    if (!candidate) continue;
    const { note } = candidate.dataset;
    if (note !== undefined) notes.push({ path: nameOf(base, entry.path), note });
    const { length } = candidate.residue;
    if (isBytes(candidate.dataset) || length > MAX_RESIDUE) continue;
    // Both forms are in memory until one of them is chosen.
    const held = length + (candidate.exact?.residue.length ?? 0);
    if (residues + held > MAX_RESIDUES) continue;
    residues += held;
    candidates.push(candidate);
  }
  return { groups: grouped(exactly(candidates)), notes, refused };
}

/** Files by the kind of their items. */
function grouped(candidates: readonly Candidate[]): Group[] {
  const groups = new Map<string, Group>();
  for (const candidate of candidates) {
    const kind = kindOf(candidate);
    const group = groups.get(kind) ?? { files: [], bytes: 0 };
    groups.set(kind, group);
    group.files.push(candidate);
    group.bytes += candidate.items * recordBytes(candidate.dataset);
  }
  return [...groups.values()];
}

function nameOf(base: Buffer, path: Buffer): string {
  return pathText(inside(base, path));
}

function countsOf(entries: readonly Entry[]): Counts {
  const count = (wanted: Entry['kind']) => entries.filter(({ kind }) => kind === wanted).length;
  return {
    files: count('file') + count('hardLink'),
    folders: count('folder'),
    links: count('link'),
    bytes: entries.reduce((sum, { size }) => sum + size, 0),
  };
}
