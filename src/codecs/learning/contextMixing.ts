import { atomically } from '../../ans/atomically.js';
import { mostWords, run } from '../../ans/coder.js';
import type { Message } from '../../ans/message.js';
import { ArgumentError } from '../../errors.js';
import { Kernels, kernels } from '../../kernels/kernels.js';
import { type Codec, checkSize, checkSymbols } from '../codec.js';

const LEVELS = 256;
const PRECISION = 16;
/** Bits moved by one call, which bounds the words that it may move. */
const BLOCK = 1 << 19;
/** Up to so many bytes a state lives in memory that is kept, larger ones in memory that is given back. */
const KEPT = 4096;

/** An instance of the kernels with room for the state of so many bytes. */
interface Room {
  readonly memory: Kernels;
  readonly state: number;
  /** For the bytes and the probability of each of their bits: 17 n bytes. */
  readonly scratch: number;
}

const NOTHING = new Uint8Array(0);

/** By the module whose code made it. */
const kept = new WeakMap<WebAssembly.Module, Room>();

/**
 * Bytes of any kind, under a model that learns them while it codes: bit by bit, the predictions of
 * many contexts (the last 2, 3, 4 and 6 bytes, the word, the field above, a match) are mixed
 * in the logistic domain by weights that learn too. Each push and each pop starts from nothing. What
 * does not follow any pattern costs some 0.1 % more than its size.
 *
 * Source: Mahoney, "Adaptive weighing of context models for lossless data compression" (2005).
 *
 * @param size bytes of a value, as a Uint32Array of numbers below 256; at most 2^26.
 * @param before bytes that the model has learned before the first one of a value; none unless told.
 * @throws RangeError for another size.
 */
export function contextMixing(size: number, before: Uint8Array = NOTHING): Codec<Uint32Array> {
  if (!(Number.isInteger(size) && size >= 0 && size <= 1 << 26)) {
    throw new ArgumentError(`expected a size of 0 to ${1 << 26} bytes, got ${size}`);
  }
  return {
    push(message, symbols) {
      checkSize(symbols, size);
      const { memory, bytes, probabilities } = forward(symbols, before);
      const blocks = Math.ceil((8 * size) / BLOCK);
      atomically(message, () => {
        for (let block = blocks - 1; block >= 0; block--) {
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
    },
    pop(message) {
      const { memory, state } = learned(roomFor(before.length + size), before, size);
      const blocks = Math.ceil((8 * size) / BLOCK);
      atomically(message, () => {
        for (let block = 0; block < blocks; block++) {
          inBlock(message, memory, size, block, (heads, lanes, tail, from, n) =>
            memory.call.contextMixingPop(heads, lanes, tail, state, n, from % lanes),
          );
        }
      });
      const bytes = memory.call.contextMixingBytes(state) + before.length;
      return Uint32Array.from(memory.u8(bytes, size));
    },
  };
}

/**
 * The binary decisions that {@link contextMixing} takes, the bits of each byte from the highest on: the
 * probability that each gave to what was decided.
 *
 * @param symbols as a push takes them.
 * @throws RangeError as a push does.
 */
export function contextMixingDecisions(symbols: Uint32Array): Float32Array {
  const size = symbols.length;
  const { memory, probabilities } = forward(symbols, NOTHING);
  return Float32Array.from(memory.u16(probabilities, 8 * size), (one, i) => {
    const bit = ((symbols[i >> 3] as number) >> (7 - (i & 7))) & 1;
    return (bit ? one : 0x10000 - one) / 0x10000;
  });
}

/** The model gone through all bytes: where they are, with the probability of a 1 of each of their bits. */
function forward(
  symbols: Uint32Array,
  before: Uint8Array,
): { readonly memory: Kernels; readonly bytes: number; readonly probabilities: number } {
  checkSymbols(symbols, LEVELS);
  const size = symbols.length;
  const room = learned(roomFor(before.length + size), before, size);
  const { memory, state, scratch } = room;
  const probabilities = scratch + ((size + 15) & ~15);
  memory.u8(scratch, size).set(symbols);
  for (let from = 0; from < size; from += BLOCK / 8) {
    const n = Math.min(BLOCK / 8, size - from);
    memory.call.contextMixingNote(state, scratch + from, n, probabilities + 16 * from);
  }
  return { memory, bytes: scratch, probabilities };
}

/** A room whose state knows the bytes before a value of so many, and nothing else. */
function learned(room: Room, before: Uint8Array, size: number): Room {
  const { memory, state, scratch } = room;
  memory.call.contextMixingStart(state, before.length + size);
  memory.u8(scratch, before.length).set(before);
  // What it would have said of them is not asked for.
  const said = scratch + ((before.length + 15) & ~15);
  memory.call.contextMixingNote(state, scratch, before.length, said);
  return room;
}

/** Bytes of memory that a push of so many bytes takes; a pop takes 17 a byte less. */
export function contextMixingMemory(size: number): number {
  return kernels.call.contextMixingLay(0, size) + 17 * size;
}

/** A kernel over bits [from, from + n) of a value. */
type Step = (heads: number, lanes: number, tail: number, from: number, n: number) => number;

function inBlock(message: Message, memory: Kernels, size: number, block: number, step: Step): void {
  const from = block * BLOCK;
  const n = Math.min(8 * size - from, BLOCK);
  const words = mostWords(n, PRECISION, message.heads.length);
  run(message, words, [], (heads, lanes, tail) => step(heads, lanes, tail, from, n), memory);
}

function roomFor(size: number): Room {
  if (size > KEPT) return makeRoom(size);
  const { module } = kernels;
  const room = kept.get(module) ?? makeRoom(KEPT);
  kept.set(module, room);
  return room;
}

function makeRoom(size: number): Room {
  const memory = new Kernels();
  const state = (memory.reserve(memory.call.contextMixingLay(0, size) + 64) + 63) & ~63;
  return { memory, state, scratch: memory.reserve(17 * size + 32) };
}
