import { MAX_ITEM_BYTES, unsuitable } from '../format.js';
import { TAG, type Tag, type TiffTags } from './tags.js';

/** Codes of compression that keep all bits: none, LZW, deflate, its old number, runs. */
const KEPT = [1, 5, 8, 32946, 32773];
const NONE = 1;
export const DEFLATE = 8;
const DIFFERENCES = 2;

/** How the pixels of a file are laid out. */
export interface TiffLayout {
  readonly littleEndian: boolean;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly depth: 8 | 16;
  /** Whether blocks are as they are, and not compressed. */
  readonly bare: boolean;
  /** Whether samples are differences from the left. */
  readonly differences: boolean;
  /** Width and height of strips or tiles; the last strip may be lower, tiles are filled up. */
  readonly block: readonly [width: number, height: number];
  readonly tiled: boolean;
  readonly compression: Tag;
  readonly photometric: Tag;
  readonly offsets: Tag;
  readonly lengths: Tag;
}

/** Reads how a file is laid out. @throws CrayError DATA_INVALID for pixels that cannot be written again. */
export function layoutOf({ littleEndian, tags }: TiffTags): TiffLayout {
  const number = (tag: number, otherwise: number) => tags.get(tag)?.numbers[0] ?? otherwise;
  const [width, height] = [number(TAG.width, 0), number(TAG.height, 0)];
  const channels = number(TAG.channels, 1);
  const depths = tags.get(TAG.bits)?.numbers ?? [1];
  const depth = depths[0] as number;
  const tiled = tags.has(TAG.tileOffsets);
  const block = tiled
    ? ([number(TAG.tileWidth, 0), number(TAG.tileHeight, 0)] as const)
    : ([width, Math.min(height, number(TAG.rowsPerStrip, height))] as const);
  const compression = tags.get(TAG.compression);
  const photometric = tags.get(TAG.photometric);
  const offsets = tags.get(tiled ? TAG.tileOffsets : TAG.stripOffsets);
  const lengths = tags.get(tiled ? TAG.tileBytes : TAG.stripBytes);
  if (!compression || !photometric || !offsets || !lengths) throw bad('tags are missing');
  const code = compression.numbers[0] as number;
  if (!KEPT.includes(code)) throw bad(`compression ${code} is not one without loss`);
  if ((depth !== 8 && depth !== 16) || depths.some((bits) => bits !== depth)) {
    throw bad(`expected 8 or 16 bits a sample, got ${depths}`);
  }
  const colours = photometric.numbers[0] === 2 ? [3, 4] : [1, 2];
  if ((photometric.numbers[0] ?? 9) > 3 || !colours.includes(channels)) {
    throw bad(`${channels} channels of photometric ${photometric.numbers[0]}`);
  }
  if (number(TAG.sampleFormat, 1) !== 1) throw bad('its samples are no unsigned integers');
  if (number(TAG.planar, 1) !== 1 && channels > 1) throw bad('its channels are apart');
  const predictor = number(TAG.predictor, 1);
  if (predictor > 2) throw bad(`predictor ${predictor} is not known`);
  const [across, down] = block.map((size, i) => Math.ceil((i ? height : width) / size));
  const blocks = (across as number) * (down as number);
  if (blocks !== offsets.numbers.length || blocks !== lengths.numbers.length) {
    throw bad(`expected ${blocks} blocks, got ${offsets.numbers.length}`);
  }
  if (blocks * (block[0] * block[1] * channels * (depth / 8)) > MAX_ITEM_BYTES) {
    throw bad(`${blocks} blocks of ${block.join(' x ')} are absurd`);
  }
  const differences = predictor === DIFFERENCES;
  const bare = code === NONE;
  const tagged = { compression, photometric, offsets, lengths };
  return {
    littleEndian,
    width,
    height,
    channels,
    depth,
    bare,
    differences,
    block,
    tiled,
    ...tagged,
  };
}

function bad(message: string) {
  return unsuitable('tiff', message);
}
