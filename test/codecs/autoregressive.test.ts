import { expect } from 'chai';
import fc from 'fast-check';
import { flatten } from '../../src/ans/flatten.js';
import { autoregressive } from '../../src/codecs/autoregressive.js';
import { bernoulli } from '../../src/codecs/bernoulli.js';
import { uniform } from '../../src/codecs/uniform.js';
import { checkCodec, checkExhausted, checkRefusal, fullMessage } from '../laws.js';

/** The probability that an element equals the sum, modulo 2, of those known. */
const SAME = 0.75;
const order = [2, 0, 3, 1];

type Known = readonly (Uint32Array | undefined)[];
const parity = (known: Known) => known.reduce((sum, x) => sum ^ (x?.[0] ?? 0), 0);
const codecOf = (sum: number) => bernoulli(Float64Array.of(sum === 1 ? SAME : 1 - SAME), 20);
const element = (known: Known) => codecOf(parity(known));
const plain = autoregressive<Uint32Array>({ order, element });

let calls = 0;
const vectorised = autoregressive<Uint32Array>({
  order,
  element,
  elements: (values) => {
    calls++;
    const codecs = new Array(4);
    const known = new Array<Uint32Array | undefined>(4).fill(undefined);
    for (const position of order) {
      codecs[position] = element(known);
      known[position] = values[position];
    }
    return codecs;
  },
});

function bitsOf(values: readonly Uint32Array[]): number {
  let [sum, bits] = [0, 0];
  for (const position of order) {
    const x = values[position]?.[0] as number;
    bits -= Math.log2(x === sum ? SAME : 1 - SAME);
    sum ^= x;
  }
  return bits;
}

const someBits = fc
  .array(fc.nat(1), { minLength: 4, maxLength: 4 })
  .map((bits) => bits.map((b) => Uint32Array.of(b)));

describe('autoregressive', () => {
  it('obeys the laws, at the sum of the conditional sizes, with and without all codecs at once', () => {
    fc.assert(
      fc.property(someBits, (values) => {
        for (const codec of [plain, vectorised]) {
          checkCodec(codec, values, { bits: bitsOf(values) });
        }
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  it('gives the same message both ways, and calls for all codecs once a push', () => {
    const values = [1, 0, 0, 1].map((b) => Uint32Array.of(b));
    const [a, b] = [fullMessage(2, 1), fullMessage(2, 1)];
    plain.push(a, values);
    calls = 0;
    vectorised.push(b, values);
    expect(calls).to.equal(1);
    expect(flatten(a)).to.deep.equal(flatten(b));
  });

  it('shows an element nothing that is not decoded before it', () => {
    const seen: string[] = [];
    const codec = autoregressive<Uint32Array>({
      order,
      element: (known, position) => {
        seen.push(`${position}:${known.map((x) => (x === undefined ? '-' : x[0])).join('')}`);
        return uniform(1, 4);
      },
    });
    const message = fullMessage(1, 1);
    codec.push(
      message,
      [5, 6, 7, 8].map((x) => Uint32Array.of(x)),
    );
    const expected = ['2:----', '0:--7-', '3:5-7-', '1:5-78'];
    expect(seen).to.deep.equal(expected);
    codec.pop(message);
    expect(seen).to.deep.equal([...expected, ...expected]);
  });

  it('codes vectors in lockstep', () => {
    const codec = autoregressive<Uint32Array>({
      order: [0, 1],
      element: ([first]) => {
        const p = Float64Array.from(first ?? [0, 0, 0], (x) => (x === 1 ? SAME : 0.5));
        return bernoulli(p, 20);
      },
    });
    const bits = 3 + 1 - Math.log2(SAME) - Math.log2(1 - SAME);
    checkCodec(codec, [Uint32Array.of(0, 1, 1), Uint32Array.of(1, 1, 0)], { bits });
  });

  it('wants an order of all positions, and values that fit', () => {
    for (const bad of [
      [0, 0],
      [1, 2],
      [0, 0.5],
      [-1, 0],
    ]) {
      expect(() => autoregressive({ order: bad, element })).to.throw(RangeError);
    }
    for (const codec of [plain, vectorised]) {
      checkRefusal(codec, [Uint32Array.of(1)], RangeError);
      for (const at of order) {
        const values = order.map((_, i) => Uint32Array.of(i === at ? 2 : 0));
        checkRefusal(codec, values, RangeError);
      }
      checkExhausted(autoregressive({ order, element: () => uniform(1, 31) }));
    }
  });
});
