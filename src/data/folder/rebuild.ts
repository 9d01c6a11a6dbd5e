import { ByteSource } from '../../bytes/source.js';
import { CrayError } from '../../errors.js';
import type { Piece } from '../dataset.js';
import { fromRecords } from '../records.js';
import { type Counts, MAX_RESIDUES, readCounts } from './folder.js';
import { decodeManifest, type Manifest } from './manifest.js';
import type { FolderTarget } from './target.js';

/** Bytes that are read and written at once. */
export const AT_ONCE = 1 << 20;

/** The manifest at the start of the first data set. @throws CrayError CORRUPT, TRUNCATED, TOO_LARGE */
export async function readManifest(
  source: ByteSource,
  { dataFormat, head }: { readonly dataFormat: string; readonly head: Uint8Array },
): Promise<Manifest> {
  const length = await readLength(source);
  checkHeld(length, 'a manifest');
  const manifest = decodeManifest(await source.read(length, 'its manifest'), dataFormat);
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
export function checkHeld(bytes: number, what: string): void {
  if (bytes <= MAX_RESIDUES) return;
  const message = `folder: expected ${what} of at most ${MAX_RESIDUES} bytes, got ${bytes}`;
  throw new CrayError('TOO_LARGE', message);
}

/** Links of both kinds, and then modes and times, of folders after what is in them. */
export function finish(target: FolderTarget, { entries }: Manifest): void {
  for (const entry of entries) {
    if (entry.kind === 'link') target.link(entry.path, entry.target);
    if (entry.kind === 'hardLink') target.hardLink(entry.path, entry.target);
  }
  for (const entry of [...entries].sort((a, b) => b.path.length - a.path.length)) {
    target.stamp(entry);
  }
}

function checkCounts({ entries }: Manifest, { files, folders, links }: Counts): void {
  const count = (...wanted: string[]) => entries.filter(({ kind }) => wanted.includes(kind)).length;
  for (const [kind, expected, got] of [
    ['file', files, count('file', 'hardLink')],
    ['folder', folders, count('folder')],
    ['link', links, count('link')],
  ] as const) {
    if (got !== expected) throw corrupt(`expected ${expected} of kind ${kind}, got ${got}`);
  }
}

/** Pieces out of records. */
export async function* piecesOf(
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

/** Of what does not make a folder. */
export function corrupt(message: string): CrayError {
  return new CrayError('CORRUPT', `folder: ${message}`);
}
