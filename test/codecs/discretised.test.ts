import { expect } from 'chai';
import fc from 'fast-check';
import { emptyMessage } from '../../src/ans/message.js';
import { discretised } from '../../src/codecs/discretised.js';
import { CrayError } from '../../src/errors.js';
import { checkCodec, sweep } from '../laws.js';

describe('discretised', () => {
  const sorted = fc
    .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 20 })
    .map((xs) => xs.sort((a, b) => a - b));

  it('has the rounded cumulative distribution for its starts, at every position', () => {
    fc.assert(
      fc.property(sorted, fc.integer({ min: 5, max: 12 }), (cdf, precision) => {
        const symbols = cdf.length - 1;
        const make = (size: number) =>
          discretised(Float64Array.from(cdf), { symbols, size, precision });
        const found = sweep(make, precision);
        const c = cdf.map((x) => Math.ceil(2 ** precision * x - 0.5) + 0);
        c[0] = 0;
        c[symbols] = 2 ** precision;
        for (let s = 0; s < symbols; s++) {
          const [low, high] = [c[s] as number, c[s + 1] as number];
          const want = high > low ? [low, high - low] : undefined;
          expect(found.get(s)?.map(Number)).to.deep.equal(want);
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('is found at every position of 22 bits, with bins of 1e-30', () => {
    const cdf = Float64Array.of(0, 1e-30, 2e-30, 0.4, 0.4 + 1e-7, 0.5, 1 - 1e-16, 1);
    const make = (size: number) => discretised(cdf, { symbols: 7, size, precision: 22 });
    expect([...sweep(make, 22, { batch: 16384 }).keys()]).to.deep.equal([2, 4, 5]);
  });

  it('obeys the laws and costs the mass of the bin', () => {
    const cdf = Float64Array.of(0, 0.25, 0.5, 1);
    const codec = discretised(cdf, { symbols: 3, size: 3, precision: 20 });
    checkCodec(codec, Uint32Array.of(0, 1, 2), { bits: 5, margin: 1e-4 });
  });

  it('refuses a bin without mass, and names the lane of what is no distribution', () => {
    const parameters = { symbols: 2, size: 2, precision: 20 };
    const codec = discretised(Float64Array.of(0, 1e-30, 1), parameters);
    expect(() => codec.push(emptyMessage(1), Uint32Array.of(1, 0))).to.throw(
      RangeError,
      'symbol 1: 0 is outside the support',
    );
    for (const bad of [
      [0, 0.6, 0.5],
      [0, Number.NaN, 1],
      [0, 0.5, 1.1],
      [-0.1, 0.5, 1],
    ]) {
      expect(() => discretised(Float64Array.of(0, 0.5, 1, ...bad), parameters))
        .to.throw(CrayError, /^lane 1: /)
        .with.property('code', 'PARAMETERS_INVALID');
    }
  });
});
