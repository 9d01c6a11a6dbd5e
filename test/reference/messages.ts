import { expect } from 'chai';
import fc from 'fast-check';
import type { Intervals } from '../../src/ans/coder.js';
import { flatten } from '../../src/ans/flatten.js';
import { Message, Tail } from '../../src/ans/message.js';
import { CrayError, type CrayErrorCode } from '../../src/errors.js';
import type { SlowInterval, SlowMessage } from './ans.js';

/** What a message is made of, in plain arrays. */
export interface Contents {
  readonly heads: bigint[];
  readonly tail: number[];
}

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });

/** Heads anywhere in [2^31, 2^63), of all sizes alike, and often at the ends. */
const head = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(2n ** 31n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 63n - 1n) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.bigInt({ min: 0n, max: 2n ** 62n - 1n }), fc.integer({ min: 0, max: 31 }))
      .map(([low, shift]) => ((2n ** 62n) | low) >> BigInt(shift)),
  },
);

/** @param words most words in the tail. */
export function contents(words: number, lanes = { min: 1, max: 9 }): fc.Arbitrary<Contents> {
  return fc.record({
    heads: fc.array(head, { minLength: lanes.min, maxLength: lanes.max }),
    tail: fc.array(word, { maxLength: words }),
  });
}

/** Totals 2^precision, of all precisions alike. */
export const powerOfTwo = fc.integer({ min: 0, max: 31 }).map((precision) => 2 ** precision);

/** Totals in [1, 2^31], of all sizes alike, and often next to powers of two. */
export const anyTotal = fc
  .oneof(
    powerOfTwo,
    powerOfTwo.map((total) => Math.max(total - 1, 1)),
    fc.tuple(powerOfTwo, word).map(([total, low]) => total / 2 + (low % total)),
  )
  .map((total) => Math.min(Math.max(Math.floor(total), 1), 2 ** 31));

/** An interval of this total; often of freq 1, or all of it. */
export function interval(total: number): fc.Arbitrary<SlowInterval> {
  return fc.tuple(fc.constantFrom('one', 'all', 'any', 'any'), word, word).map(([kind, a, b]) => {
    const freq = kind === 'one' ? 1 : kind === 'all' ? total : 1 + (a % total);
    return { start: b % (total - freq + 1), freq, total };
  });
}

export function fastOf({ heads, tail }: Contents): Message {
  const words = new Tail();
  words.push(Uint32Array.from(tail));
  return new Message(BigUint64Array.from(heads), words);
}

export function slowOf({ heads, tail }: Contents): SlowMessage {
  return { heads: [...heads], tail: [...tail] };
}

export function contentsOf({ heads, tail }: Message): Contents {
  return { heads: [...heads], tail: [...tail.words.subarray(0, tail.length)] };
}

export function expectSame(message: Message, { heads, tail }: Contents | SlowMessage): void {
  expect(contentsOf(message)).to.deep.equal({ heads, tail });
}

/** Intervals as the coder takes them. */
export function columns(intervals: readonly SlowInterval[]): Intervals {
  return {
    starts: Uint32Array.from(intervals, ({ start }) => start),
    freqs: Uint32Array.from(intervals, ({ freq }) => freq),
  };
}

/**
 * Some interval that holds this position, the same one for the same arguments; a pop may be told
 * any, since the algebra does not know the others.
 */
export function holding(position: number, total: number, salt: number): SlowInterval {
  const start = position - (salt % (position + 1));
  const freq = position + 1 - start + ((salt >>> 7) % (total - position));
  return { start, freq, total };
}

/** Expects a CrayError of this code that leaves the message as it was. */
export function expectRefusal(message: Message, code: CrayErrorCode, act: () => void): void {
  expectUnchanged(message, act, (error) => {
    expect(error).to.be.instanceOf(CrayError);
    expect((error as CrayError).code).to.equal(code);
  });
}

/** Expects a RangeError that leaves the message as it was. */
export function expectMisuse(message: Message, act: () => void): void {
  expectUnchanged(message, act, (error) => expect(error).to.be.instanceOf(RangeError));
}

function expectUnchanged(message: Message, act: () => void, check: (e: unknown) => void): void {
  const before = { words: flatten(message), drawn: message.tail.supply?.drawn };
  let thrown: unknown;
  try {
    act();
  } catch (error) {
    thrown = error;
  }
  check(thrown);
  expect({ words: flatten(message), drawn: message.tail.supply?.drawn }).to.deep.equal(before);
}
