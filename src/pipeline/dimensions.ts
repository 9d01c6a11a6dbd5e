import { bytesOf, NUMBER_TYPES } from '../codecs/numbers/field.js';
import type { Front } from '../container/front.js';
import { isBytes } from '../data/bytes.js';
import { dimensionsIn } from '../data/formats.js';

/** What decides which dimensions items have. */
type Counted = Pick<Front, 'header' | 'provenance'>;

/**
 * Counts dimensions as items go by, from the first of a part on: of an array that is kept as the bytes of its file, where
 * the file says so, its numbers, and neither its bytes nor its head; of all else the numbers of the items.
 */
export function countingDimensions({ header, provenance }: Counted): (items: number) => number {
  const array = isBytes({ format: header.dataFormat }) ? arrayOf(provenance?.numbers) : undefined;
  if (!array) {
    const each = dimensionsIn(header);
    return (items) => items * each;
  }
  let [bytes, counted] = [0, 0];
  return (items) => {
    bytes += items;
    const before = counted;
    counted = Math.max(0, Math.floor((bytes - array.head) / array.width));
    return counted - before;
  };
}

/** Dimensions of so many items of a part that begin with its first. */
export function dimensionsOfItems(front: Counted, items: number): number {
  return countingDimensions(front)(items);
}

/** What provenance says of the numbers of an array: bytes of each, and bytes before the first. */
function arrayOf(said: string | undefined): { width: number; head: number } | undefined {
  const [name, head] = said?.split(' ') ?? [];
  const type = NUMBER_TYPES.find((known) => known === name);
  return type && { width: bytesOf(type), head: Number(head) };
}
