import { expect } from 'chai';
import fc from 'fast-check';
import { emptyMessage } from '../../src/ans/message.js';
import { categorical } from '../../src/codecs/categorical.js';
import { CrayError } from '../../src/errors.js';
import { checkCodec, checkLaws, sweep } from '../laws.js';

const RUNS = { seed: 1, numRuns: 100 };

const normalised = (weights: readonly number[]) => {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / sum);
};

/** The frequencies as the definition has them. */
function frequencies(p: readonly number[], precision: number): number[] {
  const scaled = p.map((x) => x * 2 ** precision);
  const freqs = scaled.map((x) => {
    const low = Math.floor(x);
    const up = x - low > 0.5 || (x - low === 0.5 && low % 2 === 1);
    return Math.max(low + (up ? 1 : 0), 1);
  });
  const largest = freqs.indexOf(Math.max(...freqs));
  const sum = freqs.reduce((a, b) => a + b, 0);
  freqs[largest] = (freqs[largest] as number) + 2 ** precision - sum;
  return freqs;
}

describe('categorical', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 20 });

  it('obeys the laws and costs -log2 p, a row for each element or one for all', () => {
    fc.assert(
      fc.property(weights, fc.nat(), fc.integer({ min: 12, max: 31 }), (w, at, precision) => {
        const p = normalised(w.map((x) => x + 1));
        const s = at % p.length;
        const bits = -2 * Math.log2(p[s] as number);
        for (const rows of [1, 2]) {
          const codec = categorical(Float64Array.from(Array(rows).fill(p).flat()), {
            symbols: p.length,
            size: 2,
            precision,
          });
          // Half a unit of 2^-12 beside p >= 1 / 20,000 can halve it; from 20 bits on it counts little.
          if (precision >= 20) checkCodec(codec, Uint32Array.of(s, s), { bits, margin: 0.02 });
          else checkLaws(codec, Uint32Array.of(s, s));
        }
      }),
      RUNS,
    );
  });

  it('has the frequencies of its definition, at every position', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 10, max: 14 }), (w, precision) => {
        fc.pre(w.some((x) => x > 0));
        const p = normalised(w);
        const make = (size: number) =>
          categorical(Float64Array.from(p), { symbols: p.length, size, precision });
        const found = sweep(make, precision);
        expect(p.map((_, s) => Number(found.get(s)?.[1]))).to.deep.equal(frequencies(p, precision));
      }),
      { ...RUNS, numRuns: 40 },
    );
  });

  it('rounds halves to even, raises zeros, and takes the difference from the first largest', () => {
    const p = [0.5 / 8, 1.5 / 8, 3 / 8, 3 / 8, 0];
    const make = (size: number) =>
      categorical(Float64Array.from(p), { symbols: 5, size, precision: 3 });
    expect([...sweep(make, 3).values()].map(([, f]) => Number(f))).to.deep.equal([1, 2, 1, 3, 1]);
  });

  it('is found at every position of 22 bits, with masses of 1e-30', () => {
    const p = [1e-30, 0.3, 1e-30, 0.7 - 1e-9, 1e-9, 0, 1e-30];
    const make = (size: number) =>
      categorical(Float64Array.from(p), { symbols: 7, size, precision: 22 });
    expect(sweep(make, 22, { batch: 16384 }).size).to.equal(7);
  });

  it('names the lane of what is not a distribution', () => {
    const make = (p: number[]) =>
      categorical(Float64Array.of(0.5, 0.5, ...p), { symbols: 2, size: 2, precision: 8 });
    for (const p of [
      [Number.NaN, 1],
      [-0.1, 1.1],
      [Infinity, 0],
      [0.4, 0.4],
      [0, 0],
      [0.6, 0.6],
    ]) {
      expect(() => make(p))
        .to.throw(CrayError, /^lane 1: expected probabilities/)
        .with.property('code', 'PARAMETERS_INVALID');
    }
    expect(() => make([0.5, 0.5 + 9e-6])).not.to.throw();
  });

  it('names the lane where nothing is left for the largest', () => {
    // Each rounds to 1, of which there are two too many, and no symbol has more.
    const p = Float64Array.from({ length: 6 }, () => 1 / 6);
    expect(() => categorical(p, { symbols: 6, size: 1, precision: 2 })).to.throw(RangeError);
    const q = Float64Array.of(0.3, 0.3, 0.3, 0.05, 0.05);
    expect(() => categorical(q, { symbols: 5, size: 1, precision: 3 })).not.to.throw();
    const r = Float64Array.of(0.35, 0.13, 0.13, 0.13, 0.13, 0.13);
    expect(() => categorical(r, { symbols: 6, size: 1, precision: 3 })).not.to.throw();
    const many = Float64Array.from({ length: 8 }, (_, i) => (i < 4 ? 0.23 : 0.02));
    expect(() => categorical(many, { symbols: 8, size: 1, precision: 3 }))
      .to.throw(CrayError, /^lane 0: 8 symbols/)
      .with.property('code', 'PARAMETERS_INVALID');
  });

  it('refuses symbols outside and vectors of another size before the message changes', () => {
    const codec = categorical(Float64Array.of(0.5, 0.5), { symbols: 2, size: 2, precision: 8 });
    const message = emptyMessage(1);
    expect(() => codec.push(message, Uint32Array.of(1, 2))).to.throw(RangeError, 'symbol 1');
    expect(() => codec.push(message, Uint32Array.of(1))).to.throw(RangeError);
    expect(message).to.deep.equal(emptyMessage(1));
  });

  it('leaves an exhausted message as it was', () => {
    const codec = categorical(Float64Array.of(0.5, 0.5), { symbols: 2, size: 99, precision: 8 });
    const message = emptyMessage(2);
    expect(() => codec.pop(message))
      .to.throw(CrayError)
      .with.property('code', 'MESSAGE_EXHAUSTED');
    expect(message).to.deep.equal(emptyMessage(2));
  });
});
