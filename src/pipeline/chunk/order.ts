import type { Message } from '../../ans/message.js';
import { type Bag, bagOf, valuesOf } from '../../codecs/bag.js';
import { returnSample, takeSample } from '../../codecs/withoutReplacement.js';

/** The items of a chunk on their way onto a message. */
export interface Outgoing {
  /** The next n items to push, flat; they come back from {@link Incoming} as one array as well. */
  take(message: Message, n: number): Uint8Array;
}

/** The items of a chunk on their way back, in the opposite order of groups. */
export interface Incoming {
  /** Takes in a group as it was given by {@link Outgoing}. */
  put(message: Message, group: Uint8Array): void;
  /** All items, once all are there. */
  all(): Uint8Array;
}

/**
 * Items in the order of the file: the last group is pushed first.
 *
 * @param itemBytes bytes of an item, here and below.
 */
export function orderedOut(elements: Uint8Array, itemBytes: number): Outgoing {
  let end = elements.length;
  return {
    take(_, n) {
      end -= n * itemBytes;
      return elements.subarray(end, end + n * itemBytes);
    },
  };
}

/** @param items in all. */
export function orderedIn(items: number, itemBytes: number): Incoming {
  const bytes = items * itemBytes;
  let elements: Uint8Array | undefined;
  let at = 0;
  return {
    put(_, group) {
      // What learns has all items in one group, which may be large.
      if (group.length === bytes) {
        elements = group;
        return;
      }
      elements ??= new Uint8Array(bytes);
      elements.set(group, at);
      at += group.length;
    },
    all: () => elements ?? new Uint8Array(bytes),
  };
}

/** Items whose order does not matter: each is sampled, by a pop, from those not pushed yet. */
export function unorderedOut(elements: Uint8Array, itemBytes: number): Outgoing {
  let bag = bagOf(split(elements, itemBytes), compare);
  return {
    take(message, n) {
      const group = new Uint8Array(n * itemBytes);
      for (let i = 0; i < n; i++) {
        const { value, rest } = takeSample(message, bag);
        group.set(value, i * itemBytes);
        bag = rest;
      }
      return group;
    },
  };
}

/** They come back sorted. */
export function unorderedIn(items: number, itemBytes: number): Incoming {
  let bag: Bag<Uint8Array>;
  return {
    put(message, group) {
      for (const item of split(group, itemBytes).reverse()) {
        bag = returnSample(message, bag, item, compare);
      }
    },
    all: () => join(valuesOf(bag), items * itemBytes),
  };
}

/** The items in lexicographic order. */
export function sortItems(elements: Uint8Array, itemBytes: number): Uint8Array {
  return join(split(elements, itemBytes).sort(compare), elements.length);
}

const { compare } = Buffer;

function split(elements: Uint8Array, itemBytes: number): Uint8Array[] {
  return Array.from({ length: elements.length / itemBytes }, (_, i) =>
    elements.subarray(i * itemBytes, (i + 1) * itemBytes),
  );
}

function join(items: readonly Uint8Array[], bytes: number): Uint8Array {
  const elements = new Uint8Array(bytes);
  let at = 0;
  for (const item of items) {
    elements.set(item, at);
    at += item.length;
  }
  return elements;
}
