import { SIGNATURE, writeIdats } from '../../src/data/png/chunks.js';
import type { PngHeader } from '../../src/data/png/pixels.js';

const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** A chunk of a PNG file. */
function chunk(type: string, data: Uint8Array): Uint8Array {
  const written = Buffer.from(writeIdats(data, [data.length]));
  written.write(type, 4, 'latin1');
  return recheck(written);
}

/** A chunk with a checksum that holds. */
function recheck(written: Buffer): Buffer {
  const data = written.subarray(4, written.length - 4);
  // A checksum by the definition (W3C PNG, annex D), not by what is under test.
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  written.writeUInt32BE(~crc >>> 0, written.length - 4);
  return written;
}

/** What a PNG file should be. */
export interface Made {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: number;
  readonly interlace: number;
}

/** A PNG file of filtered rows, with texts around them. */
export function makePng(
  { width, height, depth, colour, interlace }: Made,
  deflated: Uint8Array,
  idats: readonly number[] = [deflated.length],
): Uint8Array {
  const ihdr = Buffer.alloc(13);
  ihdr.writeUInt32BE(width, 0);
  ihdr.writeUInt32BE(height, 4);
  ihdr.set([depth, colour, 0, 0, interlace], 8);
  const palette = Buffer.alloc(3 << Math.min(depth, 8), 77);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', ihdr),
    ...(colour === 3 ? [chunk('PLTE', palette)] : []),
    chunk('tEXt', Buffer.from('Comment\0before')),
    writeIdats(deflated, idats),
    chunk('tEXt', Buffer.from('Comment\0after')),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** What its header says. */
export function headerOf({ width, height, depth, colour, interlace }: Made): PngHeader {
  return {
    width,
    height,
    depth,
    channels: CHANNELS[colour] as number,
    palette: colour === 3,
    interlaced: interlace === 1,
  };
}
