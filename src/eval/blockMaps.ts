import { type BlockPicture, blocksOf, unitBlocks } from '../codecs/learning/blocks.js';

/** What the blocks of a picture cost, row by row: of its finest components one is a cell. */
export interface BlockMap {
  readonly height: number;
  readonly width: number;
  readonly bits: Float64Array;
}

/**
 * A map of each picture of which blocks have costs, in the order of items. A block that is larger than a cell is shared
 * among those that it lies over.
 */
export function blockMaps(itemBits: Float64Array, pictures: readonly BlockPicture[]): BlockMap[] {
  const maps: BlockMap[] = [];
  let first = 0;
  for (const picture of pictures) {
    if (first >= itemBits.length) break;
    maps.push(mapOf(itemBits.subarray(first), picture));
    first += blocksOf(picture);
  }
  return maps;
}

function mapOf(itemBits: Float64Array, picture: BlockPicture): BlockMap {
  const { components, high } = picture;
  const [across, down] = [
    Math.max(...components.map((one) => one.across)),
    Math.max(...components.map((one) => one.down)),
  ];
  const units = Math.max(...components.map((one) => Math.ceil(one.wide / one.across)));
  const [width, height, row] = [units * across, high * down, unitBlocks(picture)];
  const bits = new Float64Array(width * height);
  let before = 0;
  for (const own of components) {
    const share = (own.across * own.down) / (across * down);
    for (let y = 0; y < height; y++) {
      const unit = Math.floor(y / down);
      const inUnit = Math.floor(((y - unit * down) * own.down) / down);
      const start = unit * row + before + inUnit * own.wide;
      for (let x = 0; x < width; x++) {
        const block = start + Math.floor((x * own.across) / across);
        const to = y * width + x;
        bits[to] = (bits[to] as number) + share * (itemBits[block] ?? 0);
      }
    }
    before += own.wide * own.down;
  }
  return { height, width, bits };
}

/** The bits of a map at the upper left of a larger one. */
export function padded(map: BlockMap, height: number, width: number): Float64Array {
  const bits = new Float64Array(height * width);
  for (let y = 0; y < map.height; y++) {
    bits.set(map.bits.subarray(y * map.width, (y + 1) * map.width), y * width);
  }
  return bits;
}
