import { atomically } from '../../ans/atomically.js';
import { mostWords, run } from '../../ans/coder.js';
import type { Message } from '../../ans/message.js';
import type { Kernels } from '../../kernels/kernels.js';
import { worked } from '../../work.js';
import { log2 } from '../numbers/log2.js';

const PRECISION = 16;
/** Bits moved by one call, which bounds the words that it may move. */
const BLOCK = 1 << 19;
/** Bytes of a block. */
const BLOCK_BYTES = BLOCK / 8;

/** Bytes that a model has gone through: where they are, with the probability of a 1 of each of their bits. */
export interface MixedBits {
  readonly memory: Kernels;
  readonly bytes: number;
  readonly probabilities: number;
}

/** A kernel over bits [from, from + n) of a value. */
type Step = (heads: number, lanes: number, tail: number, from: number, n: number) => number;

/** Goes through so many bytes, a block at a time. @param note a kernel over n bytes from one on. */
export function noteBytes(size: number, note: (from: number, n: number) => void): void {
  for (let from = 0; from < size; from += BLOCK_BYTES) {
    const n = Math.min(BLOCK_BYTES, size - from);
    note(from, n);
    worked(n);
  }
}

/** Pushes the bits of so many bytes by what was said of each, the last one first. */
export function pushBits(message: Message, size: number, mixed: MixedBits): void {
  const { memory, bytes, probabilities } = mixed;
  atomically(message, () => {
    for (let block = Math.ceil(size / BLOCK_BYTES) - 1; block >= 0; block--) {
      inBlock(message, memory, size, block, (heads, lanes, tail, from, n) =>
        memory.call.contextMixingPush(
          heads,
          lanes,
          tail,
          bytes + from / 8,
          probabilities + 2 * from,
          n,
          from % lanes,
        ),
      );
    }
  });
}

/** Pops the bits of so many bytes. @param step a kernel that pops n of them, which its state then has. */
export function popBits(message: Message, size: number, memory: Kernels, step: Step): void {
  atomically(message, () => {
    for (let block = 0; block < Math.ceil(size / BLOCK_BYTES); block++) {
      inBlock(message, memory, size, block, step);
      worked(BLOCK_BYTES);
    }
  });
}

/** The probability that was given to each bit as it is, of each byte from the highest on. */
export function chancesOf(
  symbols: Uint32Array,
  { memory, probabilities }: MixedBits,
): Float32Array {
  return Float32Array.from(memory.u16(probabilities, 8 * symbols.length), (one, i) => {
    const bit = ((symbols[i >> 3] as number) >> (7 - (i & 7))) & 1;
    return (bit ? one : 0x10000 - one) / 0x10000;
  });
}

/** Least product of probabilities whose logarithm is not taken yet: far from what a double cannot be. */
const LEAST_PRODUCT = 1e-250;

/** Bits that bytes cost up to each of some ends, which are in order. */
export function bitsUpTo(
  symbols: Uint32Array,
  { memory, probabilities }: MixedBits,
  ends: readonly number[],
): number[] {
  const chances = memory.u16(probabilities, 8 * symbols.length);
  let [bits, product, at] = [0, 1, 0];
  return ends.map((end) => {
    for (; at < 8 * end; at++) {
      const one = chances[at] as number;
      const bit = ((symbols[at >> 3] as number) >> (7 - (at & 7))) & 1;
      product *= (bit ? one : 0x10000 - one) / 0x10000;
      if (product > LEAST_PRODUCT) continue;
      bits -= log2(product);
      product = 1;
    }
    return bits - log2(product);
  });
}

function inBlock(message: Message, memory: Kernels, size: number, block: number, step: Step): void {
  const from = block * BLOCK;
  const n = Math.min(8 * size - from, BLOCK);
  const words = mostWords(n, PRECISION, message.heads.length);
  run(message, words, [], (heads, lanes, tail) => step(heads, lanes, tail, from, n), memory);
}
