import { ByteSource } from '../bytes/source.js';
import { type BlockPicture, partsWithin } from '../codecs/learning/blocks.js';
import { readFront } from '../container/front.js';
import { readChunks } from '../container/partReader.js';
import { itemSize } from '../data/dataset.js';
import { blocksIn, isOfBlocks } from '../data/formats.js';
import { inRevision } from '../kernels/kernels.js';
import type { Model } from '../model/model.js';
import { typeOf } from '../model/types/index.js';
import { decisionCosts } from './decisionCosts.js';

/** What the blocks of pictures cost. */
interface BlockCosts {
  readonly pictures: readonly BlockPicture[];
  /** Bits of each block of a chunk whose first one has this number. */
  bits(symbols: Uint32Array, first: number): Float64Array;
}

/**
 * Tells what each item of a file costs, where these are blocks of pictures, and its model tells them apart. Which pictures
 * these are is in the tail, after them.
 */
export async function blockCosts(
  file: Uint8Array,
  { spec: { codec } }: Model,
  memory: number,
): Promise<BlockCosts | undefined> {
  const { itemDecisions } = typeOf(codec);
  const source = new ByteSource([file]);
  const front = await readFront(source, memory);
  const { dataFormat, shape, revision } = front.header;
  if (!itemDecisions || !isOfBlocks(dataFormat)) return undefined;
  const chunks = readChunks(source, front, memory);
  const tail: Uint8Array[] = [];
  let next = await chunks.next();
  for (; !next.done; next = await chunks.next()) {
    if (next.value.chunk.kind === 'residue') tail.push(next.value.chunk.bytes);
  }
  const pictures = blocksIn(dataFormat, Buffer.concat([...tail, next.value.trailer.tail]));
  return {
    pictures,
    bits: (symbols, first) => {
      const items = symbols.length / itemSize(shape);
      const known = { parts: partsWithin(pictures, first, first + items) };
      const decisions = inRevision(revision, () => itemDecisions(codec, symbols, known));
      return decisionCosts(decisions, items).bits;
    },
  };
}
