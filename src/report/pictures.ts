import { type Dtype, ELEMENT_BYTES, itemSize } from '../data/dataset.js';
import { encodePng } from '../data/encodePng.js';
import { heatColour } from '../eval/colours.js';
import { type Picture, pictureOf, pixelBits, topOf } from '../eval/picture.js';

/** An item, and what its pixels cost, as PNG files. */
export interface ItemPictures {
  readonly item: number;
  readonly plain: Uint8Array;
  readonly heat: Uint8Array;
}

/** Pictures of some items of a data set. */
export interface Pictures {
  readonly width: number;
  readonly height: number;
  /** Bits a pixel at the end of the scale of colours. */
  readonly top: number;
  readonly items: readonly ItemPictures[];
}

/** Sides of larger pictures are divided, so that pages stay small. */
const MOST_SIDE = 800;

/** A data set whose items are in memory. */
export interface Items {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** As data sets have them: unsigned, little-endian. */
  readonly elements: Uint8Array;
}

/**
 * Paints items and what their pixels cost, all on one scale.
 *
 * @param elementBits of the data set's first items.
 * @param numbers of the items, below as many.
 * @throws CrayError UNSUPPORTED for items that are no pictures.
 */
export async function paintItems(
  items: Items,
  elementBits: Float64Array,
  numbers: readonly number[],
): Promise<Pictures> {
  const picture = pictureOf(items.shape);
  const { width, height } = picture;
  const size = itemSize(items.shape);
  const maps = numbers.map((item) => pixelBits(elementBits, size, item, picture));
  const top = topOf(maps);
  const value = greys(items, numbers);
  const step = Math.ceil(Math.max(width, height) / MOST_SIDE);
  const [across, down] = [Math.ceil(width / step), Math.ceil(height / step)];
  const paint = (colourOf: (pixel: number) => readonly number[]) =>
    encodePng(shrunk(colourOf, picture, step), across, down);
  const painted = numbers.map(async (item, i): Promise<ItemPictures> => {
    const map = maps[i] as Float64Array;
    return {
      item,
      plain: await paint(colourOf(value, item * size, picture)),
      heat: await paint((pixel) => heatColour((map[pixel] as number) / top)),
    };
  });
  return { width: across, height: down, top, items: await Promise.all(painted) };
}

/** How bright an element is, 0 … 255: bytes as they are, others from the least to the most shown. */
function greys(
  { dtype, shape, elements }: Items,
  numbers: readonly number[],
): (element: number) => number {
  const bytes = ELEMENT_BYTES[dtype];
  const size = itemSize(shape);
  const numberAt = (element: number): number => {
    let value = 0;
    for (let part = bytes - 1; part >= 0; part--) {
      value = 256 * value + (elements[element * bytes + part] as number);
    }
    return value;
  };
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const item of numbers) {
    for (let i = 0; i < size; i++) {
      const value = numberAt(item * size + i);
      [least, most] = [Math.min(least, value), Math.max(most, value)];
    }
  }
  // Bits, and what has more than 256 levels, use all there is between black and white.
  if (bytes === 1 && most > 1) return numberAt;
  return (element) => Math.round((255 * (numberAt(element) - least)) / (most - least || 1));
}

/** Red, green and blue of an item's pixels; two channels or one are grey. */
function colourOf(
  value: (element: number) => number,
  first: number,
  { width, height, channels, planes }: Picture,
): (pixel: number) => readonly number[] {
  const pixels = width * height;
  return (pixel) =>
    [0, 1, 2].map((c) => {
      const channel = channels >= 3 ? c : 0;
      return value(first + (planes ? channel * pixels + pixel : pixel * channels + channel));
    });
}

/** Colours of pixels, squares of `step` by `step` of which are averaged. */
function shrunk(
  colour: (pixel: number) => readonly number[],
  { width, height }: Picture,
  step: number,
): Uint8Array {
  const [across, down] = [Math.ceil(width / step), Math.ceil(height / step)];
  const sums = new Float64Array(3 * across * down);
  const counts = new Float64Array(across * down);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = Math.floor(y / step) * across + Math.floor(x / step);
      counts[at] = (counts[at] as number) + 1;
      colour(y * width + x).forEach((part, c) => {
        sums[3 * at + c] = (sums[3 * at + c] as number) + part;
      });
    }
  }
  return Uint8Array.from(sums, (sum, i) => Math.round(sum / (counts[Math.floor(i / 3)] as number)));
}
