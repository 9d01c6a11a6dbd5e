import { expect } from 'chai';
import { flatten } from '../src/ans/flatten.js';
import { emptyMessage, Message, seededMessage, Tail } from '../src/ans/message.js';
import type { Codec } from '../src/codecs/codec.js';
import { CrayError, type CrayErrorCode } from '../src/errors.js';

/** Words that a message is filled with, so that pops have something to pop. */
const FILL = 2000;

/** A message full of random words, of which a pop of some 60,000 bits does not see the end. */
export function fullMessage(lanes: number, seed: number): Message {
  const message = seededMessage(lanes, seed);
  const supply = message.tail.supply;
  message.tail.push(Uint32Array.from({ length: FILL }, (_, i) => supply?.word(1000 + i) ?? 0));
  return message;
}

/** Checks both laws of a codec (see Codec) on one value and one message. */
export function checkLaws<T>(codec: Codec<T>, value: T, lanes = 4, seed = 1): void {
  const message = fullMessage(lanes, seed);
  const before = flatten(message);
  codec.push(message, value);
  expect(codec.pop(message)).to.deep.equal(value);
  expect(flatten(message)).to.deep.equal(before);

  const popped = codec.pop(message);
  codec.push(message, popped);
  expect(flatten(message)).to.deep.equal(before);
}

/** Bits that a push may be off whatever its size: what rounding does to a probability near 1. */
const SLACK = 0.01;

/** Times that a value is pushed to see what it costs. */
const TIMES = 200;

/**
 * Checks that pushing a value many times over costs as many bits as it should.
 *
 * @param bits exact information content of one value.
 * @param margin relative, for what quantisation may cost.
 */
export function checkBits<T>(
  codec: Codec<T>,
  value: T,
  bits: number,
  margin: number,
  message: Message = fullMessage(4, 1),
): void {
  const before = information(message);
  for (let i = 0; i < TIMES; i++) codec.push(message, value);
  const got = (information(message) - before) / TIMES;
  expect(got, 'bits').to.be.within(bits * (1 - margin) - SLACK, bits * (1 + margin) + SLACK);
}

/** What {@link checkCodec} holds a codec to. */
export interface Expected {
  /** Exact information content of the value, in bits. */
  readonly bits: number;
  /** How far off the size may be, relatively: what quantisation may cost. 0.001 unless told. */
  readonly margin?: number;
  /** Lanes of the messages; several numbers unless told. */
  readonly lanes?: number | readonly number[];
  readonly seed?: number;
}

/** Checks a codec on one value: both laws on messages of several widths, and the size. */
export function checkCodec<T>(
  codec: Codec<T>,
  value: T,
  { bits, margin = 0.001, lanes = [1, 2, 5], seed = 1 }: Expected,
): void {
  const widths = typeof lanes === 'number' ? [lanes] : lanes;
  for (const n of widths) checkLaws(codec, value, n, seed);
  checkBits(codec, value, bits, margin, fullMessage(widths[0] as number, seed));
}

/** Checks that a push that fails throws this error and leaves the message as it was. */
export function checkRefusal<T>(
  codec: Codec<T>,
  value: T,
  error: { readonly code: CrayErrorCode } | ErrorConstructor,
  message: Message = fullMessage(2, 1),
): void {
  expectUnchanged(message, () => codec.push(message, value), error);
}

/** The same of a pop, from a message too short. */
export function checkExhausted<T>(codec: Codec<T>, message: Message = emptyMessage(1)): void {
  expectUnchanged(message, () => codec.pop(message), { code: 'MESSAGE_EXHAUSTED' });
}

function expectUnchanged(
  message: Message,
  act: () => unknown,
  error: { readonly code: CrayErrorCode } | ErrorConstructor,
): void {
  const before = { words: flatten(message), drawn: message.tail.supply?.drawn };
  if (typeof error === 'function') expect(act).to.throw(error);
  else expect(act).to.throw(CrayError).with.property('code', error.code);
  expect({ words: flatten(message), drawn: message.tail.supply?.drawn }).to.deep.equal(before);
}

/** High part of the heads of a sweep: larger than any frequency, and no pop takes a word. */
const QUOTIENT = 2n ** 31n + 12345n;

/**
 * Pops one symbol at positions from, from + step, … up to 2^precision and checks that the intervals
 * found there are those of one quantised cumulative distribution: symbols never fall, each has one
 * interval, which holds the position and begins where the one before ended (when every position is
 * looked at), and pushing the symbols restores every head.
 *
 * @param make a codec of n symbols that all have the same distribution.
 * @returns [start, freq] by symbol, for those found.
 */
export function sweep(
  make: (n: number) => Codec<Uint32Array>,
  precision: number,
  { from = 0, step = 1, batch = 1024 }: { from?: number; step?: number; batch?: number } = {},
): Map<number, readonly [bigint, bigint]> {
  const p = BigInt(precision);
  const total = 2 ** precision;
  const intervals = new Map<number, readonly [bigint, bigint]>();
  const count = Math.ceil((total - from) / step);
  let last = -1;
  let end = 0n;
  let codec = make(batch);
  for (let done = 0; done < count; done += batch) {
    const n = Math.min(batch, count - done);
    if (n < batch) codec = make(n);
    const heads = new BigUint64Array(n).fill(QUOTIENT << p);
    // By halves, since 64-bit integers would take most of the time: the lowest bits are 0, and nothing is carried.
    const halves = new Uint32Array(heads.buffer);
    for (let i = 0; i < n; i++)
      halves[2 * i] = (halves[2 * i] as number) + from + (done + i) * step;
    const message = new Message(heads.slice(), new Tail());
    const symbols = codec.pop(message);
    for (let i = 0; i < n; i++) {
      const symbol = symbols[i] as number;
      if (symbol === last) continue;
      const position = (heads[i] as bigint) & ((1n << p) - 1n);
      const freq = (message.heads[i] as bigint) / QUOTIENT;
      const start = position - ((message.heads[i] as bigint) % QUOTIENT);
      if (symbol < last || freq < 1n || (step === 1 && start !== end) || start < end) {
        expect.fail(`at ${position}: [${start}, ${start + freq}) of ${symbol} after ${last}`);
      }
      intervals.set(symbol, [start, freq]);
      last = symbol;
      end = start + freq;
    }
    codec.push(message, symbols);
    // One law for each position, so not by deep equality, which would take most of the time.
    if (Buffer.compare(bytesOf(heads), bytesOf(message.heads)) !== 0) {
      expect.fail(`positions from ${from + done * step}: push does not undo pop`);
    }
  }
  if (step === 1) expect(end).to.equal(BigInt(total));
  return intervals;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: BigUint64Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Bits of information in a message: its words, and the logarithms of its heads. */
export function information(message: Message): number {
  const heads = Array.from(message.heads, (head) => Math.log2(Number(head)));
  return 32 * message.tail.length + heads.reduce((a, b) => a + b, 0);
}
