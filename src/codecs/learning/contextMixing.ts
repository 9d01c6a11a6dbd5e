import { ArgumentError } from '../../errors.js';
import { Kernels, kernels } from '../../kernels/kernels.js';
import { type Codec, checkSize, checkSymbols } from '../codec.js';
import { chancesOf, type MixedBits, noteBytes, popBits, pushBits } from './mixedBits.js';

const LEVELS = 256;
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
      pushBits(message, size, forward(symbols, before));
    },
    pop(message) {
      const { memory, state } = learned(roomFor(before.length + size), before, size);
      popBits(message, size, memory, (heads, lanes, tail, from, n) =>
        memory.call.contextMixingPop(heads, lanes, tail, state, n, from % lanes),
      );
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
  return chancesOf(symbols, forward(symbols, NOTHING));
}

/** The model gone through all bytes: where they are, with the probability of a 1 of each of their bits. */
function forward(symbols: Uint32Array, before: Uint8Array): MixedBits {
  checkSymbols(symbols, LEVELS);
  const size = symbols.length;
  const room = learned(roomFor(before.length + size), before, size);
  const { memory, state, scratch } = room;
  const probabilities = scratch + ((size + 15) & ~15);
  memory.u8(scratch, size).set(symbols);
  noteBytes(size, (from, n) => {
    memory.call.contextMixingNote(state, scratch + from, n, probabilities + 16 * from);
  });
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
