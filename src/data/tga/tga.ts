import { type Format, unsuitable } from '../format.js';
import { type Raster, rasterFormat } from '../raster.js';

/** Bytes of the header, and of the foot of newer files, which ends in this. */
const [HEADER, FOOT] = [18, 26];
const SIGNATURE = 'TRUEVISION-XFILE.\0';

/** Kinds of pictures that are not compressed: of places in a palette, of colours, gray. */
const [PALETTE, COLOURS, GRAY] = [1, 2, 3];

/** Bits of the byte that says which corner is first: the right ones, and the upper ones. */
const [RIGHT, UPPER] = [0x10, 0x20];

/**
 * TGA (Truevision) of 8, 24 or 32 bits a pixel that is not compressed. It has no mark at its start, so that it is
 * one only where nothing follows its rows but what newer files have in the end.
 */
export const tga: Format = {
  title: 'TGA',
  dataFormats: [
    rasterFormat({
      name: 'tga',
      detects: (start) => rasterOf(start) !== undefined,
      read(start) {
        const raster = rasterOf(start);
        if (raster) return raster;
        throw unsuitable('tga', 'its header is not one');
      },
      ends: (after) =>
        after.length === 0 ||
        (after.length >= FOOT && Buffer.from(after.subarray(-18)).toString('latin1') === SIGNATURE),
    }),
  ],
};

function rasterOf(start: Uint8Array): Raster | undefined {
  if (start.length < HEADER) return undefined;
  const view = new DataView(start.buffer, start.byteOffset, start.length);
  const [idBytes = 0, hasPalette = 0, kind = 0] = start;
  const [first, count] = [view.getUint16(3, true), view.getUint16(5, true)];
  const [entryBits = 0, width, height] = [
    start[7],
    view.getUint16(12, true),
    view.getUint16(14, true),
  ];
  const [bits = 0, corner = 0] = [start[16], start[17]];
  const palette =
    hasPalette === 1 && kind === PALETTE && bits === 8 && [16, 24, 32].includes(entryBits);
  const none = hasPalette === 0 && first === 0 && count === 0 && entryBits === 0;
  const gray = none && kind === GRAY && bits === 8;
  const colours = none && kind === COLOURS && (bits === 24 || bits === 32);
  const plain = (corner & RIGHT) === 0 && (corner & 0xc0) === 0 && (corner & 15) <= 8;
  if (!(palette || gray || colours) || !plain || width === 0 || height === 0) return undefined;
  const channels = (bits / 8) as 1 | 3 | 4;
  return {
    width,
    height,
    channels,
    from: HEADER + idBytes + Math.ceil((count * entryBits) / 8),
    stride: width * channels,
    upwards: (corner & UPPER) === 0,
  };
}
