import { type ArrayHeader, arrayFormat } from '../arrayFormat.js';
import { type Format, unsuitable } from '../format.js';
import type { SampleType } from '../samples.js';

const TYPES: Readonly<Record<number, SampleType>> = {
  8: { kind: 'unsigned', bytes: 1, bigEndian: true },
  9: { kind: 'signed', bytes: 1, bigEndian: true },
  11: { kind: 'signed', bytes: 2, bigEndian: true },
  12: { kind: 'signed', bytes: 4, bigEndian: true },
  13: { kind: 'float', bytes: 4, bigEndian: true },
  14: { kind: 'float', bytes: 8, bigEndian: true },
};

/** Where the first size is. */
const COUNT = 4;

/**
 * An idx file (LeCun, Cortes and Burges, MNIST): two zero bytes, a type, a rank, the sizes as 32-bit
 * big-endian integers, then the elements. The first dimension counts the items.
 */
export const idx: Format = {
  title: 'idx',
  dataFormats: [
    arrayFormat({
      name: 'idx',
      holds: {
        head: 'the idx header',
        items: 'along the first dimension',
        tail: 'bytes after them, or a part of an item',
      },
      detects: ([zero, alsoZero, type = 0, rank = 0]) =>
        zero === 0 && alsoZero === 0 && type in TYPES && rank >= 1 && rank <= 8,
      readHeader,
      recount,
      rule:
        'the heads are those of section 2.1 with the number of items (bytes 4 to 7, big-endian) put right; ' +
        'they must agree in all other bytes. There are at most 2^32 − 1 items.',
    }),
  ],
};

function recount(head: Uint8Array, items: number): Uint8Array | undefined {
  if (items > 0xffffffff) return undefined;
  const again = Uint8Array.from(head);
  new DataView(again.buffer).setUint32(COUNT, items);
  return again;
}

function readHeader(start: Uint8Array): ArrayHeader {
  const [, , code = 0, rank = 0] = start;
  const type = TYPES[code];
  const bytes = 4 + 4 * rank;
  if (!type || rank < 1 || start.length < bytes) {
    throw unsuitable('idx', 'the file ends within its header');
  }
  const view = new DataView(start.buffer, start.byteOffset, start.length);
  const [items = 0, ...shape] = Array.from({ length: rank }, (_, i) =>
    view.getUint32(COUNT + 4 * i),
  );
  return { bytes, type, items, shape };
}
