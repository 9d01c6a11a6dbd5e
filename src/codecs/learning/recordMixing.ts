import { ArgumentError } from '../../errors.js';
import { type Kernels, kernels } from '../../kernels/kernels.js';
import { withSpare } from '../../kernels/spare.js';
import { counted } from '../../words.js';
import { type Codec, checkSize, checkSymbols } from '../codec.js';
import { bitsUpTo, chancesOf, type MixedBits, noteBytes, popBits, pushBits } from './mixedBits.js';

const LEVELS = 256;
const MOST_BYTES = 1 << 26;
const MOST_ROW_BYTES = 1 << 16;
/** Bytes a byte of a push beside the state: the byte and the probability of each of its bits. */
const SCRATCH = 17;

/**
 * Bytes in rows of a known length, under a model that learns them while it codes: bit by bit, the predictions of
 * contexts of tables (the field above and to the left, the row so far, the fields from which this one follows
 * best, a match) and guesses of its value as a number (the step from above, a slope, neighbours by
 * another field) are mixed in the logistic domain by weights that learn too. Each push and each pop starts from nothing. What
 * does not follow any pattern costs some 0.1 % more than its size.
 *
 * Takes {@link recordMixingMemory} bytes of memory while it codes.
 *
 * Source: Mahoney, "Adaptive weighing of context models for lossless data compression" (2005), and the models of
 * records of the PAQ family.
 *
 * @param rows whole rows, 0 or more.
 * @param rowBytes bytes of a row, 1 to 65536; rows · rowBytes is at most 2^26.
 * @param widths bytes of each field of a row, in order; each field has its most significant byte first. One byte each unless told.
 * @throws RangeError for others.
 */
export function recordMixing(
  rows: number,
  rowBytes: number,
  widths: readonly number[] = Array.from({ length: rowBytes }, () => 1),
): Codec<Uint32Array> {
  check(rows, rowBytes, widths);
  const size = rows * rowBytes;
  return {
    push(message, symbols) {
      checkSize(symbols, size);
      checkSymbols(symbols, LEVELS);
      withSpare((memory) =>
        pushBits(message, size, forward(memory, rows, rowBytes, widths, symbols)),
      );
    },
    pop(message) {
      return withSpare((memory) => {
        const state = started(memory, rows, rowBytes, widths);
        popBits(message, size, memory, (heads, lanes, tail, from, n) =>
          memory.call.recordMixingPop(heads, lanes, tail, state, n, from % lanes),
        );
        return Uint32Array.from(memory.u8(memory.call.recordMixingBytes(state), size));
      });
    },
  };
}

/**
 * The binary decisions that {@link recordMixing} takes, the bits of each byte from the highest on: the
 * probability that each gave to what was decided.
 *
 * @param symbols as a push takes them.
 * @throws RangeError as a push does.
 */
export function recordMixingDecisions(
  symbols: Uint32Array,
  rowBytes: number,
  widths: readonly number[] = Array.from({ length: rowBytes }, () => 1),
): Float32Array {
  const rows = symbols.length / rowBytes;
  check(rows, rowBytes, widths);
  checkSymbols(symbols, LEVELS);
  return withSpare((memory) =>
    chancesOf(symbols, forward(memory, rows, rowBytes, widths, symbols)),
  );
}

/**
 * Bits that {@link recordMixing} takes for the first bytes of some, up to each of some ends, without pushing them.
 *
 * @param ends numbers of bytes, in order.
 */
export function recordMixingBits(
  symbols: Uint32Array,
  rowBytes: number,
  widths: readonly number[],
  ends: readonly number[],
): number[] {
  const rows = symbols.length / rowBytes;
  check(rows, rowBytes, widths);
  return withSpare((memory) =>
    bitsUpTo(symbols, forward(memory, rows, rowBytes, widths, symbols), ends),
  );
}

/** Bytes of memory that a push of so many rows takes at most; a pop takes 17 a byte less. */
export function recordMixingMemory(rows: number, rowBytes: number, fields = rowBytes): number {
  return kernels.call.recordMixingLay(0, rows, rowBytes, fields) + SCRATCH * rows * rowBytes;
}

function check(rows: number, rowBytes: number, widths: readonly number[]): void {
  if (!(Number.isInteger(rowBytes) && rowBytes >= 1 && rowBytes <= MOST_ROW_BYTES)) {
    throw new ArgumentError(`expected rows of 1 to ${MOST_ROW_BYTES} bytes, got ${rowBytes}`);
  }
  if (!(Number.isInteger(rows) && rows >= 0 && rows * rowBytes <= MOST_BYTES)) {
    const most = Math.floor(MOST_BYTES / rowBytes);
    throw new ArgumentError(
      `expected 0 to ${most} rows of ${counted(rowBytes, 'byte')}, got ${rows}`,
    );
  }
  const whole = widths.every((width) => Number.isInteger(width) && width >= 1);
  if (!whole || widths.reduce((a, b) => a + b, 0) !== rowBytes) {
    throw new ArgumentError(
      `expected fields of ${counted(rowBytes, 'byte')} in all, got [${widths}]`,
    );
  }
}

/** The model gone through all bytes: where they are, with the probability of a 1 of each of their bits. */
function forward(
  memory: Kernels,
  rows: number,
  rowBytes: number,
  widths: readonly number[],
  symbols: Uint32Array,
): MixedBits {
  const size = symbols.length;
  const state = started(memory, rows, rowBytes, widths);
  const bytes = memory.reserve(SCRATCH * size + 32);
  const probabilities = bytes + ((size + 15) & ~15);
  memory.u8(bytes, size).set(symbols);
  noteBytes(size, (from, n) => {
    memory.call.recordMixingNote(state, bytes + from, n, probabilities + 16 * from);
  });
  return { memory, bytes, probabilities };
}

/** Where a state is that knows nothing yet. */
function started(
  memory: Kernels,
  rows: number,
  rowBytes: number,
  widths: readonly number[],
): number {
  const fields = widths.length;
  const room = memory.call.recordMixingLay(0, rows, rowBytes, fields) + 64;
  const state = (memory.reserve(room) + 63) & ~63;
  const told = memory.reserve(4 * fields);
  memory.u32(told, fields).set(widths);
  memory.call.recordMixingStart(state, rows, rowBytes, fields, told);
  return state;
}
