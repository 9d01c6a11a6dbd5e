import { expect } from 'chai';
import fc from 'fast-check';
import { gaussianStandardBins } from '../../src/codecs/gaussian.js';
import { gaussianBins } from '../../src/codecs/gaussianBins.js';
import { CrayError } from '../../src/errors.js';
import { kernels } from '../../src/kernels/kernels.js';
import { checkCodec, sweep } from '../laws.js';

interface Four {
  readonly mean: number;
  readonly std: number;
  readonly binMean: number;
  readonly binStd: number;
}

const make =
  ({ mean, std, binMean, binStd }: Four, precision: number, binBits: number) =>
  (n: number) =>
    gaussianBins({
      mean: new Float64Array(n).fill(mean),
      std: new Float64Array(n).fill(std),
      binMean: new Float64Array(n).fill(binMean),
      binStd: new Float64Array(n).fill(binStd),
      binBits,
      precision,
    });

describe('gaussianBins', () => {
  const double = (min: number, max: number) => fc.double({ min, max, noNaN: true });

  it('obeys the laws and costs the mass of the bin', () => {
    const { normalPpf, normalCdf } = kernels.call;
    fc.assert(
      fc.property(
        fc.record({
          mean: double(-2, 2),
          std: double(0.3, 3),
          binMean: double(-2, 2),
          binStd: double(0.3, 3),
        }),
        fc.nat(63),
        (four, s) => {
          const { mean, std, binMean, binStd } = four;
          const c = (i: number) => normalCdf((binMean + binStd * normalPpf(i / 64) - mean) / std);
          const mass = c(s + 1) - c(s);
          fc.pre(mass > 1e-6);
          const codec = make(four, 28, 6)(2);
          const bits = -2 * Math.log2(mass);
          // The ends are rounded to 2^-28: less than 1 % of such a bin.
          checkCodec(codec, Uint32Array.of(s, s), { bits, margin: 0.01 });
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });

  it('has the bins of gaussianStandardBins for a standard Gaussian', () => {
    const standard = (n: number) =>
      gaussianStandardBins({
        mean: new Float64Array(n).fill(0.3),
        std: new Float64Array(n).fill(0.2),
        binBits: 6,
        precision: 14,
      });
    const four = { mean: 0.3, std: 0.2, binMean: 0, binStd: 1 };
    expect(sweep(make(four, 14, 6), 14)).to.deep.equal(sweep(standard, 14));
  });

  for (const four of [
    { mean: 0.5, std: 0.9, binMean: 0.1, binStd: 1.1 },
    { mean: 0, std: 1e-6, binMean: 0, binStd: 1 },
    { mean: 1000, std: 1, binMean: 0, binStd: 1 },
    { mean: 0, std: 1, binMean: 3, binStd: 1e-6 },
  ]) {
    it(`is found at every position of 22 bits: ${JSON.stringify(four)}`, () => {
      sweep(make(four, 22, 10), 22, { batch: 65536 });
    });
  }

  it('names the lane of a parameter that is not in range', () => {
    const good = { mean: 0, std: 1, binMean: 0, binStd: 1 };
    for (const bad of [
      { mean: Number.NaN },
      { std: 0 },
      { binMean: Infinity },
      { binStd: -1 },
      { std: 1e-200, binStd: 1e200 },
      { mean: 1e200, binStd: 1e-200 },
    ]) {
      expect(() => make({ ...good, ...bad }, 16, 8)(1))
        .to.throw(CrayError, /^lane 0: expected/)
        .with.property('code', 'PARAMETERS_INVALID');
    }
  });
});
