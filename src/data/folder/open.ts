import { createReadStream, lstatSync, readFileSync } from 'node:fs';
import { ByteSource } from '../../bytes/source.js';
import { CrayError } from '../../errors.js';
import { openArray } from '../array.js';
import { BYTE } from '../bytes.js';
import type { Dataset } from '../dataset.js';
import { openPlain } from '../open.js';
import { joinNumbers, joinParts } from '../parts.js';
import { fromRecords, recordBytes, toRecords } from '../records.js';
import { type Counts, FOLDER, joinCounts, MAX_RESIDUES } from './counts.js';
import { encodeManifest, type Placed } from './manifest.js';
import { type Entry, inside, pathText, refused, walk } from './walk.js';

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
}

/** Least bytes of elements for a group of its own: below, a data set costs more than it saves. */
const MIN_GROUP = 1 << 16;

/** Longest residue of a file in a group; files that have more are bytes. */
const MAX_RESIDUE = 1 << 20;

/** Bytes of a file that is read at once. */
const SMALL = 1 << 16;

/** A file of a format that may be in a group. */
interface Candidate {
  readonly entry: Entry;
  readonly dataset: Dataset;
  readonly items: number;
  readonly residue: Uint8Array;
}

interface Group {
  readonly files: Candidate[];
  bytes: number;
}

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
  { exact = false }: DirectoryOptions = {},
): Promise<Directory> {
  const base = Buffer.from(root);
  const nameOf = (path: Buffer) => pathText(inside(base, path));
  const leftOut: string[] = [];
  const notes: EntryNote[] = [];
  const entries = [...walk(base, (path) => leftOut.push(nameOf(path)))].sort(byEnding);
  const groups = new Map<string, Group>();
  let residues = 0;
  for (const entry of entries) {
    if (entry.kind !== 'file' || entry.size === 0) continue;
    const candidate = await examine(base, entry, exact);
    const { note } = candidate.dataset;
    if (note !== undefined) notes.push({ path: nameOf(entry.path), note });
    const { length } = candidate.residue;
    if (candidate.dataset.format === 'bytes' || length > MAX_RESIDUE) continue;
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
  return {
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

/** What a file is, and what its items leave out. */
async function examine(base: Buffer, entry: Entry, exact: boolean): Promise<Candidate> {
  const contents = contentsOf(base, entry);
  try {
    return await candidateOf(entry, await openPlain(new ByteSource(contents), exact));
  } finally {
    // A file that is not read to its end would stay open.
    await contents.return(undefined);
  }
}

async function candidateOf(entry: Entry, dataset: Dataset): Promise<Candidate> {
  if (dataset.format === 'bytes') return { entry, dataset, items: 0, residue: new Uint8Array(0) };
  let records = 0;
  for await (const { elements, side } of dataset.pieces(readItems(dataset))) {
    records += elements.length + side.length;
  }
  const tail: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of dataset.tail()) {
    length += bytes.length;
    if (length <= MAX_RESIDUE) tail.push(bytes.slice());
    else tail.length = 0;
  }
  const residue =
    length > MAX_RESIDUE
      ? new Uint8Array(MAX_RESIDUE + 1)
      : joinParts([dataset.head, Buffer.concat(tail)]);
  return { entry, dataset: described(dataset), items: records / recordBytes(dataset), residue };
}

/** A data set that holds on to nothing of its file. */
function described(dataset: Dataset): Dataset {
  return { ...dataset, async *pieces() {}, async *tail() {}, position: () => 0 };
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

/** The items of all files of a group. */
function groupDataset(base: Buffer, { files }: Group, exact: boolean): Dataset {
  const { dataset } = files[0] as Candidate;
  const { sideBytes } = dataset;
  const itemBytes = recordBytes(dataset) - sideBytes;
  async function* records(): AsyncGenerator<Uint8Array> {
    for (const { entry, items } of files) {
      const contents = contentsOf(base, entry);
      const again = await openPlain(new ByteSource(contents), exact);
      let bytes = 0;
      for await (const piece of again.pieces(readItems(dataset))) {
        bytes += piece.elements.length + piece.side.length;
        yield toRecords(piece, sideBytes);
      }
      await contents.return(undefined);
      if (bytes !== items * (itemBytes + sideBytes)) throw changed(base, entry);
      checkUnchanged(base, entry);
    }
  }
  const source = new ByteSource(records());
  return {
    ...dataset,
    head: new Uint8Array(0),
    items: files.reduce((sum, { items }) => sum + items, 0),
    async *pieces(most) {
      for await (const piece of source.pieces(most * (itemBytes + sideBytes))) {
        yield fromRecords(piece, sideBytes, itemBytes);
      }
    },
    position: () => source.position,
  };
}

/** Items of about a mebibyte. */
function readItems(dataset: Dataset): number {
  return Math.max(1, Math.floor((1 << 20) / recordBytes(dataset)));
}

/** @throws CrayError IO, also when the file is not what it was when it was found. */
async function* contentsOf(base: Buffer, entry: Entry): AsyncGenerator<Uint8Array, void> {
  let bytes = 0;
  try {
    // A stream costs more than a tiny file.
    if (entry.size <= SMALL) {
      const whole = readFileSync(inside(base, entry.path));
      bytes = whole.length;
      yield whole;
    } else {
      for await (const piece of createReadStream(inside(base, entry.path))) {
        bytes += piece.length;
        yield piece;
      }
    }
  } catch (cause) {
    throw refused(inside(base, entry.path), cause);
  }
  if (bytes !== entry.size) throw changed(base, entry);
  checkUnchanged(base, entry);
}

/** @throws CrayError IO where a file has been changed since it was found. */
function checkUnchanged(base: Buffer, entry: Entry): void {
  const now = lstatSync(inside(base, entry.path), { throwIfNoEntry: false });
  if (now?.size !== entry.size || Math.round(now.mtimeMs) !== entry.mtime) {
    throw changed(base, entry);
  }
}

function changed(base: Buffer, { path }: Entry): CrayError {
  return new CrayError('IO', `${pathText(inside(base, path))}: changed while it was read`);
}
