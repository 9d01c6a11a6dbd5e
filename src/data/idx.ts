import type { ByteSource } from '../bytes/source.js';
import { CrayError } from '../errors.js';
import { type Dataset, itemSize } from './dataset.js';

const TYPES: Readonly<Record<number, string>> = {
  8: 'unsigned bytes',
  9: 'signed bytes',
  11: '16-bit integers',
  12: '32-bit integers',
  13: 'singles',
  14: 'doubles',
};
const UNSIGNED_BYTES = 8;

/**
 * Opens an idx file (LeCun, Cortes and Burges, MNIST): two zero bytes, a type, a rank, the sizes
 * as 32-bit big-endian integers, then the elements. The first dimension counts the items.
 *
 * @throws CrayError DATA_INVALID; also while the pieces are read, when the length does not fit.
 */
export async function openIdx(source: ByteSource): Promise<Dataset> {
  const magic = await source.readUpTo(4);
  const [zero, alsoZero, type, rank] = magic;
  if (
    zero !== 0 ||
    alsoZero !== 0 ||
    type === undefined ||
    !(type in TYPES) ||
    rank === undefined
  ) {
    const got = magic.length === 0 ? 'nothing' : Buffer.from(magic).toString('hex');
    throw invalid(`expected an idx header 0000TTRR, got ${got}`);
  }
  if (type !== UNSIGNED_BYTES) throw invalid(`expected unsigned bytes, got ${TYPES[type]}`);
  if (rank < 1 || rank > 8) throw invalid(`expected 1 to 8 dimensions, got ${rank}`);
  const sizes = await source.readUpTo(4 * rank);
  if (sizes.length < 4 * rank) throw invalid('the file ends within its header');
  const view = new DataView(sizes.buffer, sizes.byteOffset, sizes.length);
  const [items, ...shape] = Array.from({ length: rank }, (_, i) => view.getUint32(4 * i)) as [
    number,
    ...number[],
  ];
  const size = itemSize(shape);
  if (!Number.isSafeInteger(items * size)) throw invalid(`sizes ${items},${shape} are absurd`);
  return {
    format: 'idx',
    dtype: 'u8',
    shape,
    items,
    head: Buffer.concat([magic, sizes]),
    async *pieces(most) {
      for (let done = 0; done < items; ) {
        const n = Math.min(most, items - done);
        const piece = await source.readUpTo(n * size);
        if (piece.length < n * size) {
          const got = done * size + piece.length;
          throw invalid(`expected ${items} items of ${size} bytes, got ${got} bytes`);
        }
        yield piece;
        done += n;
      }
      const after = await source.readUpTo(1);
      if (after.length > 0) throw invalid(`there are bytes after the ${items} items`);
    },
  };
}

function invalid(message: string): CrayError {
  return new CrayError('DATA_INVALID', `idx: ${message}`);
}
