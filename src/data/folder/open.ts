import { ByteSource } from '../../bytes/source.js';
import { typeError } from '../../errors.js';
import { openArray } from '../array.js';
import { BYTE, isBytes } from '../bytes.js';
import type { Dataset } from '../dataset.js';
import { joinNumbers } from '../parts.js';
import { recordBytes } from '../records.js';
import { type Entry, inside, pathText, walk } from '../walk.js';
import { contentsOf } from './contents.js';
import { type Counts, FOLDER, joinCounts, MAX_RESIDUES } from './folder.js';
import { type Candidate, examine, type Group, groupDataset, MAX_RESIDUE } from './group.js';
import { encodeManifest, type Placed } from './manifest.js';

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
  /** Paths of what is neither file nor folder nor link, and left out; in one line for people. */
  readonly leftOut: readonly string[];
  /** What is to be said of files that are not read as what they look like. */
  readonly notes: readonly EntryNote[];
  /** How much is in it. */
  readonly counts: Counts;
}

/** Options of {@link openDirectory}. */
export interface DirectoryOptions {
  /** Whether all files must come back byte for byte. */
  readonly exact?: boolean | undefined;
  /** Path of an entry, from the folder on, that is left out: what the folder is compressed to. */
  readonly without?: Buffer | undefined;
}

/** Least bytes of elements for a group of its own: below, a data set costs more than it saves. */
const MIN_GROUP = 1 << 16;

/**
 * Reads a folder as data sets: files of one format, dtype, shape and levels are the items of one, and
 * all others are one run of bytes, those with the same ending together, after a manifest that says how
 * all is rebuilt. Files in groups are read twice: once to see what they are, and once for their items.
 *
 * @param root path of the folder.
 * @throws CrayError IO for what cannot be read, or changes meanwhile.
 */
export async function openDirectory(
  root: string,
  { exact = false, without }: DirectoryOptions = {},
): Promise<Directory> {
  if (typeof root !== 'string') throw typeError('root', 'the path of a folder', root);
  const base = Buffer.from(root);
  const nameOf = (path: Buffer) => pathText(inside(base, path));
  const leftOut: string[] = [];
  const notes: EntryNote[] = [];
  const entries = [...walk(base, (path) => leftOut.push(nameOf(path)))]
    .filter(({ path }) => !without?.equals(path))
    .sort(byEnding);
  const groups = new Map<string, Group>();
  let residues = 0;
  for (const entry of entries) {
    if (entry.kind !== 'file' || entry.size === 0) continue;
    const candidate = await examine(base, entry, exact);
    const { note } = candidate.dataset;
    if (note !== undefined) notes.push({ path: nameOf(entry.path), note });
    const { length } = candidate.residue;
    if (isBytes(candidate.dataset) || length > MAX_RESIDUE) continue;
    if (residues + length > MAX_RESIDUES) continue;
    residues += length;
    const { format, dtype, shape, levels, sideBytes } = candidate.dataset;
    const key = JSON.stringify([format, dtype, shape, levels, sideBytes]);
    const group = groups.get(key) ?? { files: [], bytes: 0 };
    groups.set(key, group);
    group.files.push(candidate);
    group.bytes += candidate.items * recordBytes(candidate.dataset);
  }
  const kept = [...groups.values()].filter(({ bytes }) => bytes >= MIN_GROUP);
  const source = new ByteSource(solid(base, entries, kept));
  const array = { type: BYTE, shape: [], items: undefined };
  const counts = countsOf(entries);
  const sizes = kept.map(({ files }) => files.reduce((sum, { entry }) => sum + entry.size, 0));
  return {
    sizes: [sizes.reduce((left, size) => left - size, counts.bytes), ...sizes],
    datasets: [
      openArray(source, FOLDER, joinCounts(counts), array),
      ...kept.map((group) => groupDataset(base, group, exact)),
    ],
    leftOut,
    notes,
    counts,
  };
}

function countsOf(entries: readonly Entry[]): Counts {
  const count = (wanted: Entry['kind']) => entries.filter(({ kind }) => kind === wanted).length;
  return {
    files: count('file'),
    folders: count('folder'),
    links: count('link'),
    bytes: entries.reduce((sum, { size }) => sum + size, 0),
  };
}

/** The manifest with its length before it, and the bytes of each file, or its residue. */
async function* solid(
  base: Buffer,
  entries: readonly Entry[],
  groups: readonly Group[],
): AsyncGenerator<Uint8Array> {
  const grouped = new Map<Entry, { group: number; candidate: Candidate }>();
  groups.forEach(({ files }, i) => {
    for (const candidate of files) grouped.set(candidate.entry, { group: i + 1, candidate });
  });
  const placed = entries.map((entry): Placed => {
    const found = grouped.get(entry);
    if (!found) return { ...entry, group: 0, items: 0, bytes: entry.size };
    const { items, residue } = found.candidate;
    return { ...entry, group: found.group, items, bytes: residue.length };
  });
  const formats = groups.map(({ files }) => (files[0] as Candidate).dataset.format);
  const manifest = encodeManifest({ entries: placed, formats });
  yield joinNumbers([manifest.length]);
  yield manifest;
  for (const entry of entries) {
    if (entry.kind !== 'file') continue;
    const found = grouped.get(entry);
    if (found) yield found.candidate.residue;
    else yield* contentsOf(base, entry);
  }
}

/** Files by their endings, and then all in the order of the walk. */
function byEnding(a: Entry, b: Entry): number {
  return Buffer.compare(endingOf(a), endingOf(b));
}

function endingOf({ kind, path }: Entry): Buffer {
  const name = path.subarray(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return kind === 'file' && dot > 0 ? name.subarray(dot) : Buffer.alloc(0);
}
