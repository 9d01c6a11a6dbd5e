/** Arrays whose items are held as pictures: the data formats of the ways in which they may be read. */
import { CrayError } from '../errors.js';
import { elementBytes, itemSize } from './dataset.js';
import { type DataFormat, unsuitable } from './format.js';
import { peekable } from './peekable.js';
import { channelsFirst, readAs } from './readings.js';

/** What is said of each way; the items of `pixels` are those of the array, so files of it can be joined. */
const ITEMS = {
  rows: 'as many rows, the items of `NAME`, as the first dimension says, together as a picture or a band of one',
  planes:
    'one picture: all channels, the items of `NAME`, with those of a pixel beside each other, as a last dimension',
  pixels: 'those of `NAME`, whose first dimension, the channels, is the last here',
} as const;

/**
 * A data format that holds the items of an array as pictures.
 *
 * @param array the format of the array.
 * @param readHeader what a head says the sizes of its items are.
 */
export function pictureFormat(
  array: DataFormat,
  name: string,
  readHeader: (head: Uint8Array) => { readonly shape: readonly number[] },
): DataFormat {
  const way = name.slice(array.name.length + 1) as keyof typeof ITEMS;
  return {
    name,
    fidelity: 'bytes',
    holds: { ...array.holds, items: ITEMS[way].replace('NAME', array.name) },
    async open(source) {
      const dataset = await array.open(source);
      const reading = dataset.readings?.find(({ format }) => format === name);
      if (reading) return readAs(peekable(dataset), reading);
      throw unsuitable(name, 'its items are not of these');
    },
    async *restore(contents) {
      const { shape, pieces, head, dtype } = contents;
      const bytes = elementBytes(dtype) ?? 1;
      const own = way === 'rows' ? shape.slice(1) : checkedOwn(shape, readHeader(head).shape, name);
      async function* items() {
        for await (const { elements, side } of pieces) {
          yield {
            elements: way === 'rows' ? elements : channelsFirst(elements, shape, bytes),
            side,
          };
        }
      }
      yield* array.restore({ ...contents, shape: own, pieces: items() });
    },
    ...(way === 'pixels' && array.heads ? { heads: array.heads } : {}),
  };
}

/**
 * Sizes of the items of the array, of which its pictures are made.
 *
 * @throws CrayError CORRUPT unless these are of such sizes.
 */
function checkedOwn(shape: readonly number[], own: readonly number[], name: string) {
  const [channels = 0, ...sides] = own.length === 3 ? own : [shape[2], ...own];
  if (sides.length === 2 && `${shape}` === `${[...sides, channels]}` && itemSize(shape) > 0)
    return own;
  const message = `expected pictures of ${own.join(' x ')}, got ${shape.join(' x ')}`;
  throw new CrayError('CORRUPT', `${name}: ${message}`);
}
