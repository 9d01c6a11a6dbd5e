import { expect } from 'chai';
import fc from 'fast-check';
import { emptyMessage } from '../../src/ans/message.js';
import { categoricalWeights } from '../../src/codecs/categoricalWeights.js';
import { CrayError } from '../../src/errors.js';
import { checkCodec, sweep } from '../laws.js';

const RUNS = { seed: 1, numRuns: 60 };

describe('categoricalWeights', () => {
  const weights = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), {
    minLength: 1,
    maxLength: 20,
  });

  it('has the rounded running sums for its starts, at every position', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 14 }), (w, precision) => {
        fc.pre(w.some((x) => x > 0) && 2 ** precision >= w.length);
        const total = w.reduce((a, b) => a + b, 0);
        const make = (size: number) =>
          categoricalWeights(Float64Array.from(w), { symbols: w.length, size, precision });
        let sum = 0;
        for (const [s, x] of w.entries()) {
          const start = Math.ceil(2 ** precision * (sum / total) - 0.5) + 0;
          sum += x;
          const end = Math.ceil(2 ** precision * (sum / total) - 0.5) + 0;
          const got = sweep(make, precision).get(s);
          expect(got?.map(Number)).to.deep.equal(end > start ? [start, end - start] : undefined);
        }
      }),
      RUNS,
    );
  });

  it('obeys the laws and costs -log2 of the share', () => {
    const codec = categoricalWeights(Float64Array.of(1, 2, 5, 8, 0, 4), {
      symbols: 3,
      size: 2,
      precision: 24,
    });
    const value = Uint32Array.of(2, 0);
    checkCodec(codec, value, { bits: Math.log2(8 / 5) + Math.log2(12 / 8), margin: 1e-4 });
  });

  it('refuses a symbol without frequency before the message changes', () => {
    const codec = categoricalWeights(Float64Array.of(1, 0, 1e-30, 1), {
      symbols: 4,
      size: 1,
      precision: 22,
    });
    const message = emptyMessage(1);
    for (const s of [1, 2]) {
      expect(() => codec.push(message, Uint32Array.of(s))).to.throw(
        RangeError,
        `symbol 0: ${s} is outside the support`,
      );
    }
    expect(() => codec.push(message, Uint32Array.of(4))).to.throw(RangeError);
    expect(message).to.deep.equal(emptyMessage(1));
  });

  it('names the lane of weights that are none', () => {
    for (const w of [
      [0, 0],
      [Number.NaN, 1],
      [-1, 2],
      [1, Infinity],
    ]) {
      expect(() =>
        categoricalWeights(Float64Array.of(1, 1, ...w), { symbols: 2, size: 2, precision: 8 }),
      )
        .to.throw(CrayError, /^lane 1: expected/)
        .with.property('code', 'PARAMETERS_INVALID');
    }
  });
});
