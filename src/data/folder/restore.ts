import { ByteSource } from '../../bytes/source.js';
import { type Contents, elementBytes, itemSize, type Piece } from '../dataset.js';
import { restore } from '../formats.js';
import { splitParts } from '../parts.js';
import { toRecords } from '../records.js';
import { FOLDER, isFolderFormat } from './folder.js';
import { checkGroups } from './groups.js';
import type { Manifest, Placed } from './manifest.js';
import {
  AT_ONCE,
  checkHeld,
  corrupt,
  finish,
  makeFolders,
  one,
  piecesOf,
  readManifest,
} from './rebuild.js';
import type { FolderTarget } from './target.js';

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
  checkGroups(state.manifest.formats, group);
  finish(target, state.manifest);
}

/** Makes the folders and the files that are in no group. */
async function restoreSolid(target: FolderTarget, dataset: RestoredDataset) {
  if (!isFolderFormat(dataset.dataFormat)) {
    throw corrupt(`expected data of format ${FOLDER}, got ${dataset.dataFormat}`);
  }
  const source = new ByteSource(bytesOf(dataset));
  const manifest = await readManifest(source, dataset);
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
      pieces: piecesOf(take(source, entry.items * (itemBytes + sideBytes)), sideBytes, itemBytes),
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

/** The next bytes of a source. @throws CrayError TRUNCATED where there are fewer. */
async function* take(source: ByteSource, bytes: number): AsyncGenerator<Uint8Array> {
  for (let left = bytes; left > 0; left -= Math.min(left, AT_ONCE)) {
    yield await source.read(Math.min(left, AT_ONCE), 'a file of the folder');
  }
}
