import { ArgumentError, CrayError, OutsideSupportError } from '../errors.js';
import { type Kernels, kernels } from '../kernels/kernels.js';
import { powerOfTwo } from '../kernels/powers.js';
import { counted } from '../words.js';
import { atomically } from './atomically.js';
import type { Message } from './message.js';

/** Largest precision of an interval, in bits. */
export const MAX_PRECISION = 31;

const NO_VECTOR = new Uint32Array(0);

/**
 * Pushes n intervals [start, start + freq) of 2^precision, interval i on lane i mod lanes, the last
 * one first. Adds precision - log2(freq) bits each.
 *
 * Source: Duda, "Asymmetric numeral systems" (2014); Townsend et al., "Practical lossless
 * compression with latent variables using bits back coding" (2019), section 2.
 *
 * @param starts where the intervals start.
 * @param freqs how long they are.
 * @param precision bits, 0 … 31, of all intervals, or one for each.
 * @throws RangeError, before anything changes, unless freq >= 1 and start + freq <= 2^precision.
 */
export function push(
  message: Message,
  starts: Uint32Array,
  freqs: Uint32Array,
  precision: number | Uint32Array,
): void {
  const n = starts.length;
  checkIntervals({ starts, freqs }, precision);
  run(message, n, [starts, freqs, vectorOf(precision)], (heads, lanes, tail, [s, f, p]) =>
    typeof precision === 'number'
      ? kernels.call.push(heads, lanes, tail, s as number, f as number, n, BigInt(precision))
      : kernels.call.pushEach(heads, lanes, tail, s as number, f as number, n, p as number),
  );
}

/**
 * The positions, in [0, 2^precision), at which a pop of one symbol on each of the first n lanes
 * would find its interval. Changes nothing.
 *
 * @param n symbols, at most the number of lanes.
 * @param precision bits, 0 … 31, of all symbols, or one for each.
 * @throws RangeError for more symbols than lanes, or another precision.
 */
export function peek(message: Message, n: number, precision: number | Uint32Array): Uint32Array {
  checkPrecision(precision, n);
  checkRow(message, n);
  const p = vectorOf(precision);
  const [heads, out, each] = kernels.layout(8 * n, 4 * n, p.byteLength);
  kernels.u64(heads, n).set(message.heads.subarray(0, n));
  kernels.u32(each, p.length).set(p);
  if (typeof precision === 'number') kernels.call.peek(heads, n, BigInt(precision), out);
  else kernels.call.peekEach(heads, n, each, out);
  return kernels.u32(out, n).slice();
}

/**
 * Completes a pop that began with {@link peek}: removes these intervals from the first
 * starts.length lanes.
 *
 * @param starts where the intervals start.
 * @param freqs how long they are.
 * @param precision as given to peek.
 * @throws RangeError, before anything changes, for more intervals than lanes, or unless freq >= 1
 * and start + freq <= 2^precision.
 * @throws CrayError MESSAGE_EXHAUSTED, before anything changes, when the tail runs dry.
 */
export function advance(
  message: Message,
  starts: Uint32Array,
  freqs: Uint32Array,
  precision: number | Uint32Array,
): void {
  const n = starts.length;
  checkRow(message, n);
  checkIntervals({ starts, freqs }, precision);
  run(message, n, [starts, freqs, vectorOf(precision)], (heads, _, tail, [s, f, p]) =>
    typeof precision === 'number'
      ? kernels.call.advance(heads, tail, s as number, f as number, n, BigInt(precision))
      : kernels.call.advanceEach(heads, tail, s as number, f as number, n, p as number),
  );
}

/**
 * Pushes one interval [start, start + freq) of a total on each of the first n lanes, where totals
 * are any integers in [1, 2^31].
 *
 * Source: Severo et al., "Compressing multisets with large alphabets" (2023), on precisions that
 * are not powers of two. Never exhausts a message: a head takes a word only after it gave one.
 *
 * @param starts where the intervals start.
 * @param freqs how long they are.
 * @param totals one for each interval.
 * @throws RangeError, before anything changes, for more intervals than lanes, or unless freq >= 1
 * and start + freq <= total.
 */
export function pushTotals(
  message: Message,
  starts: Uint32Array,
  freqs: Uint32Array,
  totals: Uint32Array,
): void {
  const n = starts.length;
  checkRow(message, n);
  checkTotals(totals);
  checkWithinTotals({ starts, freqs }, totals);
  run(message, n, [starts, freqs, totals], (heads, _, tail, [s, f, t]) =>
    kernels.call.pushTotals(heads, tail, s as number, f as number, n, t as number),
  );
}

/**
 * Pops one interval on each of the first n lanes, n = totals.length.
 *
 * @param totals in [1, 2^31], at most as many as there are lanes.
 * @param locate maps the positions, each below its total, to the intervals that hold them. It must
 * not use the coder or the kernels, whose memory this pop is in the middle of using.
 * @throws RangeError, before anything changes, for totals or intervals that pushTotals refuses.
 * @throws CrayError MESSAGE_EXHAUSTED, before anything changes, when the tail runs dry.
 */
export function popTotals(
  message: Message,
  totals: Uint32Array,
  locate: (positions: Uint32Array) => Intervals,
): void {
  const n = totals.length;
  checkRow(message, n);
  checkTotals(totals);
  run(message, n, [totals, n, n], (heads, _, tail, [t, s, f]) => {
    const top = kernels.call.peekTotals(heads, tail, n, t as number, s as number);
    const { starts, freqs } = locate(kernels.u32(s as number, n).slice());
    checkWithinTotals({ starts, freqs }, totals);
    kernels.u32(s as number, n).set(starts);
    kernels.u32(f as number, n).set(freqs);
    return kernels.call.advanceTotals(heads, top, s as number, f as number, n, t as number);
  });
}

/** Integer intervals [start, start + freq), one a symbol. */
export interface Intervals {
  /** Where each interval starts, 0 or above. */
  readonly starts: Uint32Array;
  /** How long each is, at least 1; as many as starts. */
  readonly freqs: Uint32Array;
}

/**
 * Pops n symbols, symbol i from lane i mod lanes, a row of lanes at a time.
 *
 * @param n symbols, any number.
 * @param precision bits, 0 … 31, of all symbols, or one for each.
 * @param locate maps positions, those of elements from, from + 1, …, to the intervals that hold them.
 * @throws RangeError for a precision or intervals that push refuses.
 * @throws CrayError MESSAGE_EXHAUSTED when the tail runs dry; the message is then as it was.
 */
export function pop(
  message: Message,
  n: number,
  precision: number | Uint32Array,
  locate: (positions: Uint32Array, from: number) => Intervals,
): void {
  const lanes = message.heads.length;
  atomically(message, () => {
    for (let from = 0; from < n; from += lanes) {
      const row = Math.min(lanes, n - from);
      const bits = typeof precision === 'number' ? precision : precision.subarray(from, from + row);
      const { starts, freqs } = locate(peek(message, row, bits), from);
      advance(message, starts, freqs, bits);
    }
  });
}

/** A kernel over heads and tail: offsets in, the end of the tail out. */
type Operation = (heads: number, lanes: number, tail: number, args: number[]) => number;

/**
 * Runs one kernel over a message: copies the heads, the top of the tail and the arguments in, and
 * the heads and the new top back. Nothing of the message changes if it throws.
 *
 * @param n most words that the kernel may push or take.
 * @param args arrays to copy in, or lengths (in elements of 4 bytes) to make room for.
 * @param memory the instance whose kernel it is.
 * @throws CrayError MESSAGE_EXHAUSTED when the kernel took more words than there are.
 */
export function run(
  message: Message,
  n: number,
  args: readonly (Uint32Array | Float32Array | Float64Array | number)[],
  operation: Operation,
  memory: Kernels = kernels,
): void {
  const { heads, tail } = message;
  const lanes = heads.length;
  // What a pop can take: the top n words of the tail, below them the supply's next words, and where
  // there is no supply zeros, the taking of which is found out afterwards.
  const kept = Math.min(n, tail.length);
  const spare = n - kept;
  const [headsAt, tailAt, ...argsAt] = memory.layout(
    8 * lanes,
    4 * (2 * n + 1),
    ...args.map((a) => (typeof a === 'number' ? 4 * a : a.byteLength)),
  ) as unknown as [number, number, ...number[]];
  memory.u64(headsAt, lanes).set(heads);
  const window = memory.u32(tailAt, n);
  if (!tail.supply) window.fill(0, 0, spare);
  else {
    for (let i = 0; i < spare; i++) {
      window[spare - 1 - i] = tail.supply.word(tail.supply.drawn + i);
    }
  }
  window.set(tail.words.subarray(tail.length - kept, tail.length), spare);
  args.forEach((a, i) => {
    const at = argsAt[i] as number;
    if (a instanceof Uint32Array) memory.u32(at, a.length).set(a);
    else if (a instanceof Float32Array) memory.f32(at, a.length).set(a);
    else if (a instanceof Float64Array) memory.f64(at, a.length).set(a);
  });

  const end = (operation(headsAt, lanes, tailAt + 4 * n, argsAt) - tailAt) / 4;

  const drawn = spare - end;
  if (drawn > 0) {
    if (!tail.supply) {
      throw new CrayError(
        'MESSAGE_EXHAUSTED',
        `the message holds ${counted(kept, 'word')} where a pop needs ${kept + drawn}`,
      );
    }
    tail.supply.drawn += drawn;
    tail.truncate(0);
  } else {
    tail.truncate(tail.length - kept);
    tail.push(memory.u32(tailAt + 4 * spare, end - spare));
  }
  heads.set(memory.u64(headsAt, lanes));
}

/** A kernel that pops a vector: as an {@link Operation}, with the offset to write its symbols at. */
type PopOperation = (
  heads: number,
  lanes: number,
  tail: number,
  out: number,
  args: number[],
) => number;

/**
 * Runs a kernel that pops a vector, as {@link run} does.
 *
 * @param size symbols of the vector.
 * @param precision bits of each, by which the words that the kernel may take are bounded.
 */
export function popVector(
  message: Message,
  size: number,
  precision: number,
  args: Parameters<typeof run>[2],
  operation: PopOperation,
): Uint32Array {
  let symbols = NO_VECTOR;
  const words = mostWords(size, precision, message.heads.length);
  run(message, words, [...args, size], (heads, lanes, tail, offsets) => {
    const out = offsets[args.length] as number;
    const end = operation(heads, lanes, tail, out, offsets);
    symbols = kernels.u32(out, size).slice();
    return end;
  });
  return symbols;
}

/**
 * The most words that n pushes or pops of one precision move: each at most one, and together at
 * most `precision` bits each, one more for what rounds, and what the heads hold.
 */
export function mostWords(n: number, precision: number, lanes: number): number {
  return Math.min(n, Math.ceil((n * (precision + 1)) / 32) + lanes + 1);
}

function vectorOf(precision: number | Uint32Array): Uint32Array {
  return typeof precision === 'number' ? NO_VECTOR : precision;
}

/** @throws RangeError unless every precision is an integer in 0 … 31, and there are n of them. */
export function checkPrecision(precision: number | Uint32Array, n: number): void {
  if (typeof precision === 'number') {
    if (!Number.isInteger(precision) || precision < 0 || precision > MAX_PRECISION) {
      throw new ArgumentError(
        `expected a precision of 0 to ${MAX_PRECISION} bits, got ${precision}`,
      );
    }
    return;
  }
  if (precision.length !== n) {
    throw new ArgumentError(`expected ${n} precisions, got ${precision.length}`);
  }
  precision.forEach((p, i) => {
    if (p > MAX_PRECISION) {
      throw new ArgumentError(
        `lane ${i}: expected a precision of 0 to ${MAX_PRECISION} bits, got ${p}`,
      );
    }
  });
}

function checkRow(message: Message, n: number): void {
  if (n > message.heads.length) {
    throw new ArgumentError(`expected at most ${counted(message.heads.length, 'lane')}, got ${n}`);
  }
}

function checkIntervals({ starts, freqs }: Intervals, precision: number | Uint32Array): void {
  const n = starts.length;
  if (freqs.length !== n) throw new ArgumentError(`expected ${n} freqs, got ${freqs.length}`);
  checkPrecision(precision, n);
  const single = typeof precision === 'number' ? powerOfTwo(precision) : 0;
  for (let i = 0; i < n; i++) {
    const total = single || powerOfTwo((precision as Uint32Array)[i] as number);
    checkInterval(i, starts[i] as number, freqs[i] as number, total);
  }
}

function checkTotals(totals: Uint32Array): void {
  totals.forEach((total, i) => {
    if (total < 1 || total > 0x80000000) {
      throw new ArgumentError(`lane ${i}: expected a total in [1, 2^31], got ${total}`);
    }
  });
}

function checkWithinTotals({ starts, freqs }: Intervals, totals: Uint32Array): void {
  if (starts.length !== totals.length || freqs.length !== totals.length) {
    throw new ArgumentError(
      `expected ${totals.length} intervals, got ${starts.length} starts and ${freqs.length} freqs`,
    );
  }
  totals.forEach((total, i) => {
    checkInterval(i, starts[i] as number, freqs[i] as number, total);
  });
}

function checkInterval(i: number, start: number, freq: number, total: number): void {
  if (freq >= 1 && start + freq <= total) return;
  const Wrong = freq < 1 ? OutsideSupportError : ArgumentError;
  throw new Wrong(
    `lane ${i}: expected an interval of freq >= 1 within [0, ${total}), got start ${start}, freq ${freq}`,
  );
}
