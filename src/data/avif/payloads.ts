import { joinNumbers, splitNumbers } from '../../bytes/numbers.js';
import { CrayError } from '../../errors.js';
import { MAX_WHOLE, unsuitable } from '../format.js';
import { writeNumber } from './boxes.js';
import type { AvifItems, CodedItem } from './items.js';

/** Bytes of a file that are to be left out. */
export type Hole = readonly [at: number, bytes: number];

export function hole({ from, to }: CodedItem): Hole {
  return [from, to - from];
}

/** Where the holes are, in the order of the file, and the file without them. */
export function withoutHoles(file: Uint8Array, holes: readonly Hole[]): [Uint8Array, Uint8Array] {
  const sorted = [...holes].sort(([a], [b]) => a - b);
  const out: Uint8Array[] = [];
  let from = 0;
  for (const [at, bytes] of sorted) {
    out.push(file.subarray(from, at));
    from = at + bytes;
  }
  return [joinNumbers(sorted.flat()), Buffer.concat([...out, file.subarray(from)])];
}

/** The file again, with zeros in its holes. @throws CrayError CORRUPT */
export function withHoles(rest: Uint8Array, holes: Uint8Array): Uint8Array {
  const numbers = splitNumbers(holes, 'avif');
  const out: Uint8Array[] = [];
  let [from, length] = [0, 0];
  for (let i = 0; i < numbers.length; i += 2) {
    const [at = 0, bytes = 0] = numbers.slice(i, i + 2);
    const before = at - length;
    if (before < 0 || from + before > rest.length || at + bytes > MAX_WHOLE) {
      throw new CrayError('CORRUPT', `avif: did not expect a hole of ${bytes} bytes at ${at}`);
    }
    out.push(rest.subarray(from, from + before), new Uint8Array(bytes));
    from += before;
    length = at + bytes;
  }
  return Buffer.concat([...out, rest.subarray(from)]);
}

/**
 * A file with the coded pictures of another. All that follows them moves, and what says where it is, or
 * how long, is changed.
 *
 * @throws CrayError DATA_INVALID where the two are not alike.
 */
export function replaceItems(
  frame: Uint8Array,
  items: AvifItems,
  other: Uint8Array,
  { coded: others }: AvifItems,
): Uint8Array {
  const { coded, extents, boxes } = items;
  if (coded.length !== others.length) throw bad('sharp leaves the alpha out');
  const file = frame.slice();
  const changes = coded.map(({ from, to, config }, i) => {
    const { from: start, to: end, config: configuration } = others[i] as CodedItem;
    const bytes = other.subarray(configuration.from, configuration.to);
    if (bytes.length !== config.to - config.from)
      throw bad('its decoder is told more than sharp says');
    file.set(bytes, config.from);
    return { from, to, payload: other.subarray(start, end) };
  });
  changes.sort((a, b) => a.from - b.from);
  if (changes.some(({ from }, i) => from < (changes[i - 1]?.to ?? 0)))
    throw bad('its items overlap');
  /** How far a place moves. */
  const shift = (at: number): number =>
    changes.reduce((sum, { from, to, payload }) => {
      return to <= at ? sum + payload.length - (to - from) : sum;
    }, 0);
  for (const { base, offset, length, inFile } of extents) {
    if (!inFile) continue;
    const from = base.value + offset.value;
    const to = from + length.value;
    const own = changes.find((change) => change.from === from && change.to === to);
    if (!own && changes.some((change) => from < change.to && change.from < to)) {
      throw bad('its items overlap');
    }
    if (own) writeNumber(file, length.at, length.bytes, own.payload.length);
    if (shift(from) === 0) continue;
    // Of one extent the base moves, since an offset may be 0, and cannot become less.
    const alone = extents.filter((one) => one.base.at === base.at).length === 1;
    const place = base.bytes > 0 && alone ? base : offset;
    writeNumber(file, place.at, place.bytes, place.value + shift(from));
  }
  for (const { start, from, to } of boxes) {
    const more = shift(to) - shift(from);
    if (more === 0) continue;
    // A length of 0 says that the box is the last.
    if (from - start === 16) writeNumber(file, start + 8, 8, to - start + more);
    else if (file.subarray(start, start + 4).some((byte) => byte > 0)) {
      writeNumber(file, start, 4, to - start + more);
    }
  }
  const out: Uint8Array[] = [];
  let done = 0;
  for (const { from, to, payload } of changes) {
    out.push(file.subarray(done, from), payload);
    done = to;
  }
  return Buffer.concat([...out, file.subarray(done)]);
}

function bad(message: string) {
  return unsuitable('avif', message);
}
