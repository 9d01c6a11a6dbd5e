import { ByteSource } from '../../bytes/source.js';
import { CrayError } from '../../errors.js';
import { type Contents, elementBytes, itemSize, type Piece } from '../dataset.js';
import { restore } from '../formats.js';
import { splitParts } from '../parts.js';
import { fromRecords, toRecords } from '../records.js';
import { type Counts, FOLDER, MAX_RESIDUES, readCounts } from './folder.js';
import { decodeManifest, type Manifest, type Placed } from './manifest.js';
import type { FolderTarget } from './target.js';

/** Bytes that are read and written at once. */
const AT_ONCE = 1 << 20;

/** The data sets of a folder on their way back, each with its format and its bytes beside an item. */
export interface RestoredDataset extends Contents {
  /** Name of the format, as in the header of a container. */
  readonly dataFormat: string;
  /** Bytes of each item that are no elements. */
  readonly sideBytes: number;
}

/**
 * Restores a folder from its data sets, in their order. Paths are of plain names, and links are made
 * when all else is there. Modes and times are set in the end, once all data sets have been read to
 * their ends.
 *
 * @throws CrayError CORRUPT where the data sets do not fit their manifest; what the target throws.
 */
export async function restoreDirectory(
  target: FolderTarget,
  datasets: AsyncIterable<RestoredDataset>,
): Promise<void> {
  let state: { manifest: Manifest; residues: ReadonlyMap<Placed, Uint8Array> } | undefined;
  let group = 0;
  for await (const dataset of datasets) {
    if (!state) state = await restoreSolid(target, dataset);
    else await restoreGroup(target, ++group, dataset, state);
  }
  if (!state) throw corrupt('expected a manifest, got nothing');
  const groups = state.manifest.formats.length;
  if (groups !== group) throw corrupt(`expected ${groups} groups, got ${group}`);
  finish(target, state.manifest);
}

/** Makes the folders and the files that are in no group. */
async function restoreSolid(target: FolderTarget, dataset: RestoredDataset) {
  if (dataset.dataFormat !== FOLDER) {
    throw corrupt(`expected data of format ${FOLDER}, got ${dataset.dataFormat}`);
  }
  const source = new ByteSource(bytesOf(dataset));
  const manifest = await readManifest(source, dataset.head);
  makeFolders(target, manifest);
  const residues = new Map<Placed, Uint8Array>();
  let held = 0;
  for (const entry of manifest.entries) {
    if (entry.kind !== 'file') continue;
    if (entry.group === 0) {
      await target.file(entry.path, take(source, entry.bytes));
      continue;
    }
    held += entry.bytes;
    checkHeld(held, 'residue');
    residues.set(entry, (await source.read(entry.bytes, 'residue')).slice());
  }
  const rest = await source.readUpTo(1);
  if (rest.length > 0) throw corrupt('there are bytes after the last file');
  return { manifest, residues };
}

/** The manifest at the start of the first data set. @throws CrayError CORRUPT, TRUNCATED, TOO_LARGE */
export async function readManifest(source: ByteSource, head: Uint8Array): Promise<Manifest> {
  const length = await readLength(source);
  checkHeld(length, 'a manifest');
  const manifest = decodeManifest(await source.read(length, 'its manifest'));
  checkCounts(manifest, readCounts(head));
  return manifest;
}

/** Makes the folder and all folders in it. */
export function makeFolders(target: FolderTarget, { entries }: Manifest): void {
  target.begin();
  const folders = entries.filter(({ kind }) => kind === 'folder');
  // The shorter path is the outer folder.
  for (const { path } of folders.sort((a, b) => a.path.length - b.path.length)) {
    target.folder(path);
  }
}

/** @throws CrayError TOO_LARGE for what an encoder does not ask a decoder to hold. */
function checkHeld(bytes: number, what: string): void {
  if (bytes <= MAX_RESIDUES) return;
  const message = `folder: expected ${what} of at most ${MAX_RESIDUES} bytes, got ${bytes}`;
  throw new CrayError('TOO_LARGE', message);
}

/** Makes the files of a group. */
async function restoreGroup(
  target: FolderTarget,
  group: number,
  dataset: RestoredDataset,
  { manifest, residues }: { manifest: Manifest; residues: ReadonlyMap<Placed, Uint8Array> },
): Promise<void> {
  const { dtype, shape, sideBytes, head: none, pieces, tail, dataFormat } = dataset;
  if (none.length > 0) throw corrupt(`group ${group}: expected no head`);
  if (manifest.formats[group - 1] !== dataFormat) {
    const expected = manifest.formats[group - 1] ?? `the end after ${group - 1} groups`;
    throw corrupt(`group ${group}: expected ${expected}, got ${dataFormat}`);
  }
  const itemBytes = itemSize(shape) * (elementBytes(dtype) ?? 1);
  const source = new ByteSource(recordsOf(pieces, sideBytes));
  for (const entry of manifest.entries) {
    if (entry.group !== group) continue;
    const [head, rest] = splitParts(residues.get(entry) as Uint8Array, 2, 'residue');
    const contents = {
      dtype,
      shape,
      head: head as Uint8Array,
      pieces: itemsOf(take(source, entry.items * (itemBytes + sideBytes)), sideBytes, itemBytes),
      tail: one(rest as Uint8Array),
    };
    await target.file(entry.path, restore(dataFormat, contents));
    // What the format may not have asked for.
    for await (const _ of contents.pieces);
  }
  if ((await source.readUpTo(1)).length > 0) throw corrupt(`group ${group} has items of no file`);
  for await (const bytes of tail) {
    if (bytes.length > 0) throw corrupt(`group ${group}: expected no tail`);
  }
}

/** Links, and then modes and times, of folders after what is in them. */
export function finish(target: FolderTarget, { entries }: Manifest): void {
  for (const entry of entries) {
    if (entry.kind === 'link') target.link(entry.path, entry.target);
  }
  for (const entry of [...entries].sort((a, b) => b.path.length - a.path.length)) {
    target.stamp(entry);
  }
}

function checkCounts({ entries }: Manifest, { files, folders, links }: Counts): void {
  const count = (wanted: string) => entries.filter(({ kind }) => kind === wanted).length;
  for (const [kind, expected] of [
    ['file', files],
    ['folder', folders],
    ['link', links],
  ] as const) {
    const got = count(kind);
    if (got !== expected) throw corrupt(`expected ${expected} of kind ${kind}, got ${got}`);
  }
}

async function* bytesOf({ pieces, tail }: Contents): AsyncGenerator<Uint8Array> {
  for await (const { elements } of pieces) yield elements;
  yield* tail;
}

async function* recordsOf(
  pieces: AsyncIterable<Piece>,
  sideBytes: number,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield toRecords(piece, sideBytes);
}

/** Items out of records. */
export async function* itemsOf(
  records: AsyncIterable<Uint8Array>,
  sideBytes: number,
  itemBytes: number,
): AsyncGenerator<Piece> {
  const bytes = itemBytes + sideBytes;
  const source = new ByteSource(records);
  const most = Math.max(1, Math.floor(AT_ONCE / bytes));
  for await (const some of source.pieces(most * bytes)) {
    yield fromRecords(some, sideBytes, itemBytes);
  }
}

/** The next bytes of a source. @throws CrayError TRUNCATED where there are fewer. */
async function* take(source: ByteSource, bytes: number): AsyncGenerator<Uint8Array> {
  for (let left = bytes; left > 0; left -= Math.min(left, AT_ONCE)) {
    yield await source.read(Math.min(left, AT_ONCE), 'a file of the folder');
  }
}

/** A stream of these bytes. */
export async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function readLength(source: ByteSource): Promise<number> {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const [byte = 0] = await source.read(1, 'the length of its manifest');
    value += (byte % 128) * scale;
    if (!Number.isSafeInteger(value)) throw corrupt('a manifest of absurd length');
    if (byte < 128) return value;
  }
}

function corrupt(message: string): CrayError {
  return new CrayError('CORRUPT', `folder: ${message}`);
}
