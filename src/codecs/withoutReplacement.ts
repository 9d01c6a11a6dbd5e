import { popTotals, pushTotals } from '../ans/coder.js';
import type { Message } from '../ans/message.js';
import { type Bag, bagSize, type Compare, insertAt, placeOf, removeAt, valueAt } from './bag.js';

/**
 * Samples a value from a bag by a pop of log2(size / freq) bits from the first lane, and takes it
 * out. This is where a multiset's missing order comes back as bits.
 *
 * Source: Severo et al., "Compressing multisets with large alphabets" (2023), on sampling without
 * replacement.
 *
 * @param bag not empty.
 * @throws CrayError MESSAGE_EXHAUSTED, before anything changes, when the tail runs dry.
 */
export function takeSample<T>(message: Message, bag: Bag<T>): { value: T; rest: Bag<T> } {
  let value: T | undefined;
  let rest: Bag<T>;
  popTotals(message.lanes(0, 1), Uint32Array.of(bagSize(bag)), ([position]) => {
    const found = valueAt(bag, position as number);
    value = found.value;
    rest = removeAt(bag, position as number);
    return { starts: Uint32Array.of(found.start), freqs: Uint32Array.of(found.freq) };
  });
  return { value: value as T, rest };
}

/** The inverse of {@link takeSample}: puts a value into the bag, and pushes which it was. */
export function returnSample<T>(
  message: Message,
  rest: Bag<T>,
  value: T,
  compare: Compare<T>,
): Bag<T> {
  const place = placeOf(rest, value, compare);
  const bag = insertAt(rest, value, place);
  pushTotals(
    message.lanes(0, 1),
    Uint32Array.of(place.start),
    Uint32Array.of(place.freq + 1),
    Uint32Array.of(bagSize(bag)),
  );
  return bag;
}
