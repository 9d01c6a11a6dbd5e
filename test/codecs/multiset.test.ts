import { expect } from 'chai';
import fc from 'fast-check';
import { flatten } from '../../src/ans/flatten.js';
import { emptyMessage, seededMessage } from '../../src/ans/message.js';
import { multiset } from '../../src/codecs/multiset.js';
import { uniform } from '../../src/codecs/uniform.js';
import { checkCodec, checkExhausted, checkRefusal, fullMessage } from '../laws.js';

const compare = ([a]: Uint32Array, [b]: Uint32Array) => (a as number) - (b as number);
const vectors = (values: readonly number[]) => values.map((v) => Uint32Array.of(v));
const bytes = (size: number) => multiset({ symbol: uniform(1, 8), compare, size });

/** log2 of the number of orders of a multiset: n! over the factorials of the repetitions. */
function orderBits(values: readonly number[]): number {
  const seen = new Map<number, number>();
  let bits = 0;
  values.forEach((v, i) => {
    const count = (seen.get(v) ?? 0) + 1;
    seen.set(v, count);
    bits += Math.log2((i + 1) / count);
  });
  return bits;
}

describe('multiset', () => {
  it('obeys the laws, and costs the values less their order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(255), { maxLength: 80 }), fc.nat(100), (values, seed) => {
        const sorted = vectors([...values].sort((a, b) => a - b));
        const bits = 8 * values.length - orderBits(values);
        checkCodec(bytes(values.length), sorted, { bits, seed });
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('gives the same message whatever the order of the values', () => {
    const [a, b] = [fullMessage(2, 1), fullMessage(2, 1)];
    bytes(4).push(a, vectors([3, 1, 2, 3]));
    bytes(4).push(b, vectors([1, 3, 3, 2]));
    expect(flatten(a)).to.deep.equal(flatten(b));
    expect(bytes(4).pop(a)).to.deep.equal(vectors([1, 2, 3, 3]));
  });

  it('takes values of any type and order', () => {
    const letters = 'abcdefgh';
    const symbol = {
      push: (m: ReturnType<typeof fullMessage>, s: string) =>
        uniform(1, 3).push(m, Uint32Array.of(letters.indexOf(s))),
      pop: (m: ReturnType<typeof fullMessage>) =>
        letters[uniform(1, 3).pop(m)[0] as number] as string,
    };
    const codec = multiset({ symbol, compare: (a, b) => (a < b ? 1 : a > b ? -1 : 0), size: 5 });
    checkCodec(codec, ['h', 'e', 'e', 'd', 'a'], { bits: 15 - Math.log2(60) });
  });

  it('of many values needs next to no initial bits', () => {
    const message = seededMessage(1, 1);
    bytes(1000).push(message, vectors(Array.from({ length: 1000 }, (_, i) => i % 256)));
    expect(message.tail.supply?.drawn).to.be.at.most(2);
  });

  it('refuses what it cannot code, before or without a trace', () => {
    checkRefusal(bytes(2), vectors([1]), RangeError);
    // Samples are pushed before the value that does not fit turns up.
    for (const bad of [0, 1, 2, 3]) {
      checkRefusal(
        bytes(4),
        vectors([1, 2, 3, 4].map((v, i) => (i === bad ? 256 : v))),
        RangeError,
      );
    }
    checkRefusal(bytes(3), vectors([1, 2, 3]), { code: 'MESSAGE_EXHAUSTED' }, emptyMessage(1));
    checkExhausted(bytes(3));
    expect(() => bytes(-1)).to.throw(RangeError);
    expect(() => bytes(2 ** 32)).to.throw(RangeError);
  });

  it('refuses a comparison that is none', () => {
    const codec = multiset({ symbol: uniform(1, 8), compare: () => Number.NaN, size: 2 });
    checkRefusal(codec, vectors([1, 2]), RangeError);
  });
});
