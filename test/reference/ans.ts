/**
 * Range asymmetric numeral systems over lanes, in big integers, as the algebra has it: the oracle
 * for src/ans. Slow on purpose; never to be optimised, and never to share code with what it checks.
 *
 * A head s is in [2^31, 2^63) between operations. Pushing [start, start + freq) of a total N makes
 * s' = floor(s / freq) N + s mod freq + start; popping is its inverse.
 */
export interface SlowMessage {
  readonly heads: bigint[];
  /** Oldest word first. */
  readonly tail: number[];
  /** Words that a pop finds beneath the tail; without it the message exhausts. */
  readonly below?: () => number;
}

/** One interval [start, start + freq) of a total, which is 2^precision or any integer. */
export interface SlowInterval {
  readonly start: number;
  readonly freq: number;
  readonly total: number;
}

const LOWER = 2n ** 31n;
const WORD = 2n ** 32n;

/** Symbol i on lane i mod lanes, the last symbol first; totals are powers of two. */
export function slowPush(message: SlowMessage, intervals: readonly SlowInterval[]): void {
  for (let i = intervals.length - 1; i >= 0; i--) {
    const lane = i % message.heads.length;
    // The head has to stay below 2^63: words go to the tail until it does.
    emitUntil(message, lane, (s) => encode(s, at(intervals, i)) < LOWER * WORD);
    message.heads[lane] = encode(at(message.heads, lane), at(intervals, i));
  }
}

/** Pops n symbols of the totals given; `locate` maps (position, i) to the interval that holds it. */
export function slowPop(
  message: SlowMessage,
  totals: readonly number[],
  locate: (position: number, i: number) => { start: number; freq: number },
): void {
  totals.forEach((total, i) => {
    const lane = i % message.heads.length;
    const position = Number(at(message.heads, lane) % BigInt(total));
    message.heads[lane] = decode(at(message.heads, lane), { ...locate(position, i), total });
    takeUntilInRange(message, lane);
  });
}

/** One interval a lane, any totals: heads are coded in [L, 2^32 L), L = floor(2^31 / N) N. */
export function slowPushTotals(message: SlowMessage, intervals: readonly SlowInterval[]): void {
  for (let lane = intervals.length - 1; lane >= 0; lane--) {
    const interval = at(intervals, lane);
    emitUntil(message, lane, (s) => encode(s, interval) < upper(interval.total));
    message.heads[lane] = encode(at(message.heads, lane), interval);
  }
  for (let lane = 0; lane < intervals.length; lane++) takeUntilInRange(message, lane);
}

/** The inverse of {@link slowPushTotals}. */
export function slowPopTotals(
  message: SlowMessage,
  totals: readonly number[],
  locate: (position: number, i: number) => { start: number; freq: number },
): void {
  for (let lane = totals.length - 1; lane >= 0; lane--) {
    emitUntil(message, lane, (s) => s < upper(at(totals, lane)));
  }
  totals.forEach((total, lane) => {
    const position = Number(at(message.heads, lane) % BigInt(total));
    message.heads[lane] = decode(at(message.heads, lane), { ...locate(position, lane), total });
  });
  for (let lane = 0; lane < totals.length; lane++) takeUntilInRange(message, lane);
}

/** Word k of the supply with a seed: the splitmix32 finaliser of seed + (k + 1) 0x9e3779b9. */
export function slowSupplyWord(seed: number, k: number): number {
  const low = (z: bigint) => z % WORD;
  let z = low(BigInt(seed) + BigInt(k + 1) * 0x9e3779b9n);
  z = low((z ^ (z >> 16n)) * 0x21f0aaadn);
  z = low((z ^ (z >> 15n)) * 0x735a2d97n);
  return Number(z ^ (z >> 15n));
}

function encode(s: bigint, { start, freq, total }: SlowInterval): bigint {
  return (s / BigInt(freq)) * BigInt(total) + (s % BigInt(freq)) + BigInt(start);
}

function decode(s: bigint, { start, freq, total }: SlowInterval): bigint {
  return BigInt(freq) * (s / BigInt(total)) + (s % BigInt(total)) - BigInt(start);
}

function upper(total: number): bigint {
  return (LOWER / BigInt(total)) * BigInt(total) * WORD;
}

function emitUntil(message: SlowMessage, lane: number, fits: (s: bigint) => boolean): void {
  while (!fits(at(message.heads, lane))) {
    message.tail.push(Number(at(message.heads, lane) % WORD));
    message.heads[lane] = at(message.heads, lane) / WORD;
  }
}

function takeUntilInRange(message: SlowMessage, lane: number): void {
  while (at(message.heads, lane) < LOWER) {
    const word = message.tail.pop() ?? message.below?.();
    if (word === undefined) throw new Error('exhausted');
    message.heads[lane] = at(message.heads, lane) * WORD + BigInt(word);
  }
}

function at<T>(array: readonly T[], i: number): T {
  return array[i] as T;
}
