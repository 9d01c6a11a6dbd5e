import type { Header } from '../container/header.js';
import { ownShape, sizesText } from '../data/dataset.js';
import { numbersIn } from '../data/formats.js';
import type { FileInfo } from '../pipeline/info.js';
import { bitsPerDim } from '../pipeline/progress.js';
import { counted } from '../words.js';
import { rate } from './units.js';

/** Items for people: "20 items of 28 x 28, u8", "1 item of 3, f32". */
export function itemsText(items: number, header: ItemHeader): string {
  const numbers = numbersOf(header);
  return `${counted(items, 'item')} of ${sizesText(header.shape, numbers)}, ${numbers}`;
}

type ItemHeader = Pick<Header, 'dataFormat' | 'dtype' | 'shape' | 'head'>;

/** Type of the numbers of the file, or where that is not told of the elements that they have become. */
export function numbersOf({ dataFormat, dtype, head }: ItemHeader): string {
  return numbersIn(dataFormat, head) ?? dtype;
}

/** The numbers of the file and what an item has of them, and what they are coded as, for machines. */
export function itemRecord(header: ItemHeader) {
  const { dtype, shape } = header;
  const numbers = numbersOf(header);
  return { dtype: numbers, shape: ownShape(shape, numbers), coded: { dtype, shape } };
}

/** Bytes of the file that went in and of the one that came out, and what follows from them. */
export function sizeText({ originalBytes, ...info }: FileInfo): string {
  const { bytes } = info;
  const bits = bitsPerDim(info);
  const told = bits === undefined ? '' : `, ${rate(bits, info)}`;
  if (originalBytes !== undefined) {
    return `${originalBytes} -> ${counted(bytes, 'byte')}, ratio ${(originalBytes / bytes).toFixed(2)}${told}`;
  }
  return `${counted(bytes, 'byte')}${told}; those of the file that went in are not said`;
}

/** The same for machines. */
export function sizeRecord({ originalBytes, heldBytes, ...info }: FileInfo) {
  const { bytes } = info;
  const ratio = originalBytes === undefined ? undefined : originalBytes / bytes;
  return { originalBytes, heldBytes, bytes, ratio, bitsPerDim: bitsPerDim(info) };
}
