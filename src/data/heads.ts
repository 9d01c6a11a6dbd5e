import { hex } from '../bytes/hex.js';
import { CrayError } from '../errors.js';

/** What can be said of the bytes before the items, format by format. */
interface HeadFormat {
  /** How many items the head says there are. */
  count(head: Uint8Array): number;
  /** The head of a file of so many of these items. */
  recount(head: Uint8Array, items: number): Uint8Array;
}

const IDX_COUNT = 4;

const FORMATS: Readonly<Record<string, HeadFormat>> = {
  idx: {
    count: (head) => idxView(head).getUint32(IDX_COUNT),
    recount(head, items) {
      if (items > 0xffffffff) {
        throw new CrayError('UNSUPPORTED', `idx: ${items} items are more than a file may have`);
      }
      const out = head.slice();
      idxView(out).setUint32(IDX_COUNT, items);
      return out;
    },
  },
};

/**
 * How many items a head says there are.
 *
 * @throws CrayError UNSUPPORTED for a format of which this is not known, CORRUPT for a bad head.
 */
export function countInHead(format: string, head: Uint8Array): number {
  return formatOf(format).count(head);
}

/**
 * The head of a file that has so many of the items of another.
 *
 * @throws CrayError as {@link countInHead}; UNSUPPORTED as well where there can be no such file.
 */
export function recountHead(format: string, head: Uint8Array, items: number): Uint8Array {
  return formatOf(format).recount(head, items);
}

/**
 * The head of a file that has the items of several, so many in all.
 *
 * @throws CrayError as {@link recountHead}; UNSUPPORTED where the heads differ in more than the count.
 */
export function joinHeads(format: string, heads: readonly Uint8Array[], items: number): Uint8Array {
  const [first, ...others] = heads.map((head) => recountHead(format, head, items));
  if (!first) throw new RangeError('expected at least one head, got none');
  for (const other of others) {
    if (Buffer.compare(first, other) !== 0) {
      throw new CrayError(
        'UNSUPPORTED',
        `${format}: cannot be joined: expected the head ${hex(first)}, got ${hex(other)}`,
      );
    }
  }
  return first;
}

function formatOf(format: string): HeadFormat {
  const known = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (known) return known;
  throw new CrayError(
    'UNSUPPORTED',
    `data in format ${format} cannot be joined or taken apart, only restored whole`,
  );
}

function idxView(head: Uint8Array): DataView {
  if (head.length < IDX_COUNT + 4) {
    throw new CrayError('CORRUPT', `idx: expected a head of at least 8 bytes, got ${head.length}`);
  }
  return new DataView(head.buffer, head.byteOffset, head.length);
}
