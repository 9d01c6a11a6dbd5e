import {
  chmodSync,
  closeSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { ByteSource } from '../bytes/source.js';
import { CrayError } from '../errors.js';
import { type Contents, elementBytes, itemSize, type Piece } from './dataset.js';
import { FOLDER } from './directory.js';
import { restore } from './formats.js';
import { decodeManifest, type Manifest, type Placed } from './manifest.js';
import { splitParts } from './parts.js';
import { fromRecords, toRecords } from './records.js';
import { inside, SLASH } from './walk.js';

/** Bytes written at a time. */
const PIECE = 1 << 20;

/** The data sets of a folder on their way back, each with its format and its bytes beside an item. */
export interface RestoredDataset extends Contents {
  /** Name of the format, as in the header of a container. */
  readonly dataFormat: string;
  /** Bytes of each item that are no elements. */
  readonly sideBytes: number;
}

/**
 * Writes a folder from its data sets, in their order. Nothing is written outside it: paths are of plain
 * names, folders on the way are real ones, no file is written over or through another, and links are
 * made when all else is there. Modes and times are set in the end.
 *
 * @param target path of the folder, which is made if it is not there.
 * @throws CrayError CORRUPT where the data sets do not fit their manifest; IO.
 */
export async function restoreDirectory(
  target: string,
  datasets: AsyncIterable<RestoredDataset>,
): Promise<void> {
  const base = Buffer.from(target);
  let state: { manifest: Manifest; residues: ReadonlyMap<Placed, Uint8Array> } | undefined;
  let group = 0;
  for await (const dataset of datasets) {
    if (!state) state = await restoreSolid(base, dataset);
    else await restoreGroup(base, ++group, dataset, state);
  }
  if (!state || state.manifest.formats.length !== group) {
    throw corrupt(`expected ${state?.manifest.formats.length ?? 'a manifest and its'} groups`);
  }
  finish(base, state.manifest);
}

/** Makes the folders and the files that are in no group. */
async function restoreSolid(base: Buffer, dataset: RestoredDataset) {
  if (dataset.dataFormat !== FOLDER) {
    throw corrupt(`expected data of format ${FOLDER}, got ${dataset.dataFormat}`);
  }
  const source = new ByteSource(bytesOf(dataset));
  const manifest = decodeManifest(await source.read(await readLength(source), 'its manifest'));
  mkdirSync(base, { recursive: true });
  const folders = manifest.entries.filter(({ kind }) => kind === 'folder');
  // The shorter path is the outer folder.
  for (const { path } of folders.sort((a, b) => a.path.length - b.path.length)) {
    checkParents(base, path);
    inPlace(path, () => mkdirSync(inside(base, path)));
  }
  const residues = new Map<Placed, Uint8Array>();
  for (const entry of manifest.entries) {
    if (entry.kind !== 'file') continue;
    if (entry.group > 0) residues.set(entry, (await source.read(entry.bytes, 'residue')).slice());
    else await writeFile(base, entry, take(source, entry.bytes));
  }
  const rest = await source.readUpTo(1);
  if (rest.length > 0) throw corrupt('there are bytes after the last file');
  return { manifest, residues };
}

/** Makes the files of a group. */
async function restoreGroup(
  base: Buffer,
  group: number,
  dataset: RestoredDataset,
  { manifest, residues }: { manifest: Manifest; residues: ReadonlyMap<Placed, Uint8Array> },
): Promise<void> {
  const { dtype, shape, sideBytes, pieces, dataFormat } = dataset;
  if (manifest.formats[group - 1] !== dataFormat) {
    throw corrupt(`group ${group}: expected ${manifest.formats[group - 1]}, got ${dataFormat}`);
  }
  const itemBytes = itemSize(shape) * (elementBytes(dtype) ?? 1);
  const source = new ByteSource(recordsOf(pieces, sideBytes));
  for (const entry of manifest.entries) {
    if (entry.group !== group) continue;
    const [head, tail] = splitParts(residues.get(entry) as Uint8Array, 2, 'residue');
    const contents = {
      dtype,
      shape,
      head: head as Uint8Array,
      pieces: itemsOf(take(source, entry.items * (itemBytes + sideBytes)), sideBytes, itemBytes),
      tail: one(tail as Uint8Array),
    };
    await writeFile(base, entry, restore(dataFormat, contents));
  }
  if ((await source.readUpTo(1)).length > 0) throw corrupt(`group ${group} has items of no file`);
}

/** Links, and then modes and times, of folders after what is in them. */
function finish(base: Buffer, { entries }: Manifest): void {
  for (const { kind, path, target } of entries) {
    if (kind !== 'link') continue;
    checkParents(base, path);
    inPlace(path, () => symlinkSync(target, inside(base, path)));
  }
  for (const entry of [...entries].sort((a, b) => b.path.length - a.path.length)) {
    const place = inside(base, entry.path);
    inPlace(entry.path, () => {
      if (entry.kind !== 'link') chmodSync(place, entry.mode);
      lutimesSync(place, entry.mtime / 1000, entry.mtime / 1000);
    });
  }
}

async function writeFile(
  base: Buffer,
  { path }: Placed,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  checkParents(base, path);
  // Exclusive: not over a file, not through a link.
  const file = inPlace(path, () => openSync(inside(base, path), 'wx', 0o600));
  try {
    for await (const bytes of pieces) {
      for (let at = 0; at < bytes.length; ) {
        const from = at;
        at += inPlace(path, () => writeSync(file, bytes, from));
      }
    }
  } finally {
    closeSync(file);
  }
}

/** @throws CrayError IO unless all folders on the way are there, and no links. */
function checkParents(base: Buffer, path: Buffer): void {
  for (let at = path.indexOf(SLASH); at >= 0; at = path.indexOf(SLASH, at + 1)) {
    const parent = path.subarray(0, at);
    const isFolder = inPlace(parent, () => lstatSync(inside(base, parent)).isDirectory());
    if (!isFolder) throw new CrayError('IO', `${parent}: is no folder`);
  }
}

function inPlace<T>(path: Buffer, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw new CrayError('IO', `${path}: ${(cause as Error).message}`, { cause });
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

async function* itemsOf(
  records: AsyncIterable<Uint8Array>,
  sideBytes: number,
  itemBytes: number,
): AsyncGenerator<Piece> {
  const bytes = itemBytes + sideBytes;
  const source = new ByteSource(records);
  const most = Math.max(1, Math.floor(PIECE / bytes));
  for await (const piece of source.pieces(most * bytes)) {
    yield fromRecords(piece, sideBytes, itemBytes);
  }
}

/** The next bytes of a source. @throws CrayError TRUNCATED where there are fewer. */
async function* take(source: ByteSource, bytes: number): AsyncGenerator<Uint8Array> {
  for (let left = bytes; left > 0; left -= Math.min(left, PIECE)) {
    yield await source.read(Math.min(left, PIECE), 'a file of the folder');
  }
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
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
