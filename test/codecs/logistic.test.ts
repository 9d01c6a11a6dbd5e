import { expect } from 'chai';
import fc from 'fast-check';
import { emptyMessage } from '../../src/ans/message.js';
import { logistic } from '../../src/codecs/logistic.js';
import { CrayError } from '../../src/errors.js';
import { checkCodec, sweep } from '../laws.js';

const bins = { binBits: 8, lower: -1, upper: 1 } as const;

const make = (mean: number, logScale: number, precision: number) => (n: number) =>
  logistic({
    means: new Float64Array(n).fill(mean),
    logScales: new Float64Array(n).fill(logScale),
    ...bins,
    precision,
  });

const cdf = (x: number, mean: number, scale: number) => 1 / (1 + Math.exp((mean - x) / scale));

describe('logistic', () => {
  it('obeys the laws and costs the mass of the bin', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: -3, max: 1, noNaN: true }),
        fc.nat(255),
        (mean, logScale, s) => {
          const scale = Math.exp(logScale);
          const low = s === 0 ? 0 : cdf(-1 + s / 128, mean, scale);
          const high = s === 255 ? 1 : cdf(-1 + (s + 1) / 128, mean, scale);
          // Two units of 2^-28, the rounding of both ends, are less than 1 % of such a bin.
          fc.pre(high - low > 1e-6);
          const bits = -2 * Math.log2(high - low);
          checkCodec(make(mean, logScale, 28)(2), Uint32Array.of(s, s), { bits, margin: 0.01 });
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });

  it('has every bin at every position, at 16 bits', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: -20, max: 8, noNaN: true }),
        (mean, logScale) => {
          expect(sweep(make(mean, logScale, 16), 16).size).to.equal(256);
        },
      ),
      { seed: 1, numRuns: 20 },
    );
  });

  for (const [mean, scale] of [
    [0.1, 0.2],
    [0, 1e-6],
    [1e6, 1e-6],
    [-40, 1],
  ] as const) {
    it(`has every bin at every position of 22 bits: mean ${mean}, scale ${scale}`, () => {
      expect(sweep(make(mean, Math.log(scale), 22), 22).size).to.equal(256);
    });
  }

  it('has every bin at the most extreme parameters', () => {
    for (const mean of [-1e100, 1e100, 0]) {
      for (const logScale of [-1e100, 1e100, -300, 300]) {
        expect(sweep(make(mean, logScale, 10), 10).size).to.equal(256);
      }
    }
  });

  it('names the lane of a parameter that is not finite, and refuses bins that are not there', () => {
    for (const [m, s] of [
      [Number.NaN, 0],
      [0, Number.NaN],
      [Infinity, 0],
      [0, -Infinity],
    ] as const) {
      const parameters = { ...bins, precision: 16 };
      expect(() =>
        logistic({ means: Float64Array.of(0, m), logScales: Float64Array.of(0, s), ...parameters }),
      )
        .to.throw(CrayError, /^lane 1: expected (means|logScales) to be a finite number/)
        .with.property('code', 'PARAMETERS_INVALID');
    }
    expect(() => make(0, 0, 7)(1)).to.throw(RangeError);
    expect(() => make(0, 0, 16)(1).push(emptyMessage(1), Uint32Array.of(256))).to.throw(RangeError);
  });
});
