/** Pixels of pictures that sharp decodes, and for sharp to encode. */
import type { Sharp } from 'sharp';
import { unsuitable } from './format.js';
import { openSharp } from './openSharp.js';

/** Pixels as sharp has them. */
export interface SharpPixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** Bits of a sample. */
  readonly depth: 8 | 16;
  /** Row after row, little-endian. */
  readonly elements: Uint8Array;
}

/**
 * Colour spaces in which samples come back as they are, by depth and channels: without one gray becomes
 * colour of 8 bits, and in 'b-w' an alpha gets lost.
 */
const SPACES = {
  8: { 1: 'b-w', 2: 'srgb', 3: 'srgb' },
  16: { 1: 'grey16', 2: 'grey16', 3: 'rgb16' },
} as const;

/**
 * Decodes a picture, its colours as they are, whatever its profile.
 *
 * @param depth bits of a sample in the file.
 * @throws CrayError DATA_INVALID where sharp refuses it.
 */
export async function decodeWithSharp(
  file: Uint8Array,
  format: string,
  depth: 8 | 16,
): Promise<SharpPixels> {
  const sharp = await openSharp();
  try {
    const image = sharp(file, { failOn: 'warning', ignoreIcc: true });
    const { channels } = await image.metadata();
    const space = SPACES[depth][channels === 1 || channels === 2 ? channels : 3];
    const { data, info } = await image
      .toColourspace(space)
      .raw({ depth: depth === 16 ? 'ushort' : 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    // Gray becomes three colours here, all the same.
    if (depth === 8 && channels === 2 && info.channels === 4) {
      const elements = data.filter((_, i) => i % 4 === 0 || i % 4 === 3);
      return { width, height, channels, depth, elements };
    }
    return { width, height, channels: info.channels, depth, elements: new Uint8Array(data) };
  } catch (cause) {
    throw unsuitable(format, `sharp: ${(cause as Error).message.trim().split('\n').join('; ')}`);
  }
}

/** Pixels of 3 or 4 channels for sharp to encode. */
export async function sharpOf(
  elements: Uint8Array,
  {
    width,
    height,
    channels,
    depth,
  }: Pick<SharpPixels, 'width' | 'height' | 'depth'> & { channels: 3 | 4 },
): Promise<Sharp> {
  const sharp = await openSharp();
  const raw = { width, height, channels };
  if (depth === 8) return sharp(elements, { raw });
  const samples = new Uint16Array(new Uint8Array(elements).buffer);
  return sharp(samples, { raw }).toColourspace(SPACES[16][3]);
}
