import { crc32, createDeflate, createInflate } from 'node:zlib';
import { ByteSource, type ByteStream } from '../../bytes/source.js';
import { through } from '../../bytes/through.js';
import { unsuitable } from '../format.js';
import type { PngHeader } from './pixels.js';

export const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Most bytes of data in an IDAT that this program writes. */
const IDAT_BYTES = 1 << 16;

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
const PALETTE = 3;

/** A PNG file taken apart. */
export interface PngFile {
  readonly header: PngHeader;
  /** All before the first IDAT. */
  readonly before: Uint8Array;
  /** The data of each IDAT: together a zlib stream. */
  readonly idats: readonly Uint8Array[];
  /** All after the last IDAT, also what follows IEND. */
  readonly after: Uint8Array;
}

/** @throws CrayError DATA_INVALID for chunks that are damaged or out of place. */
export function readPng(file: Uint8Array): PngFile {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const idats: Uint8Array[] = [];
  let [first, last] = [0, 0];
  let header: PngHeader | undefined;
  for (let at = SIGNATURE.length; ; ) {
    if (at + 12 > file.length) throw bad('the file ends within its chunks');
    const length = view.getUint32(at);
    const type = Buffer.from(file.subarray(at + 4, at + 8)).toString('latin1');
    const end = at + 12 + length;
    if (end > file.length) throw bad(`the file ends within chunk ${type}`);
    if (view.getUint32(end - 4) !== crc32(file.subarray(at + 4, end - 4))) {
      throw bad(`chunk ${type} at byte ${at} is damaged`);
    }
    if (!header !== (type === 'IHDR')) throw bad('expected one IHDR, at the start');
    if (type === 'IHDR') header = readHeader(file.subarray(at + 8, end - 4));
    if (type === 'acTL') throw bad('it is animated');
    if (type === 'IDAT') {
      if (idats.length > 0 && at !== last) throw bad('there are chunks between its IDAT');
      if (idats.length === 0) first = at;
      idats.push(file.subarray(at + 8, end - 4));
      last = end;
    }
    at = end;
    if (type === 'IEND') break;
  }
  if (!header || idats.length === 0) throw bad('there is no IDAT');
  return {
    header,
    before: file.subarray(0, first),
    idats,
    after: file.subarray(last),
  };
}

/** @param ihdr the data of the chunk. */
function readHeader(ihdr: Uint8Array): PngHeader {
  if (ihdr.length !== 13) throw bad(`expected an IHDR of 13 bytes, got ${ihdr.length}`);
  const view = new DataView(ihdr.buffer, ihdr.byteOffset, ihdr.length);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth = 0, colour = 0, compression, filtering, interlace = 0] = ihdr.subarray(8);
  const channels = CHANNELS[colour];
  const known = DEPTHS[colour]?.includes(depth) && compression === 0 && filtering === 0;
  if (!channels || !known || interlace > 1 || width < 1 || height < 1) {
    throw bad(`an IHDR that is not known: ${Buffer.from(ihdr).toString('hex')}`);
  }
  const palette = colour === PALETTE;
  return { width, height, depth, channels, palette, interlaced: interlace === 1 };
}

/** The header of a file of which these bytes are the beginning. @throws CrayError DATA_INVALID */
export function headerOf(before: Uint8Array): PngHeader {
  return readHeader(before.subarray(16, 29));
}

/** @param idats bytes of data of each IDAT. */
export function writeIdats(deflated: Uint8Array, idats: readonly number[]): Uint8Array {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (const bytes of idats) {
    chunks.push(idat(deflated.subarray(at, at + bytes)));
    at += bytes;
  }
  return Buffer.concat(chunks);
}

/**
 * Filtered rows out of the data of IDATs, as they come.
 *
 * @param expected how many bytes they should be.
 * @throws CrayError DATA_INVALID when they do not inflate, or to other than so many.
 */
export async function* inflatedIdats(
  idats: readonly Uint8Array[],
  expected: number,
): AsyncGenerator<Uint8Array> {
  let got = 0;
  try {
    for await (const rows of through(idats, createInflate())) {
      got += rows.length;
      if (got > expected) break;
      yield rows;
    }
  } catch (cause) {
    throw bad(`its pixels do not inflate: ${(cause as Error).message}`);
  }
  if (got === expected) return;
  throw bad(`expected ${expected} bytes of rows, got ${got > expected ? 'more' : got}`);
}

/** Filtered rows as IDATs of this program's choice. */
export async function* deflatedIdats(filtered: ByteStream): AsyncGenerator<Uint8Array> {
  const deflated = new ByteSource(through(filtered, createDeflate({ level: 9 })));
  for await (const data of deflated.pieces(IDAT_BYTES)) yield idat(data);
}

function idat(data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(12 + data.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  chunk.set(Buffer.from('IDAT'), 4);
  chunk.set(data, 8);
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)));
  return chunk;
}

function bad(message: string) {
  return unsuitable('png', message);
}
