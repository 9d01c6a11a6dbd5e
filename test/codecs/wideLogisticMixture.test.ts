import { expect } from 'chai';
import fc from 'fast-check';
import { wideLogisticMixture } from '../../src/codecs/wideLogisticMixture.js';
import { ArgumentError, CrayError } from '../../src/errors.js';
import { checkCodec, checkLaws, checkRefusal, sweep } from '../laws.js';

interface Component {
  readonly mean: number;
  readonly logScale: number;
  readonly logit: number;
}

const make =
  (mixture: readonly Component[], precision: number, binBits: number, origin?: number) =>
  (n: number) => {
    const of = (key: keyof Component) =>
      Float64Array.from({ length: n * mixture.length }, (_, i) => {
        return (mixture[i % mixture.length] as Component)[key];
      });
    return wideLogisticMixture({
      components: mixture.length,
      means: of('mean'),
      logScales: of('logScale'),
      logits: of('logit'),
      origins: origin === undefined ? undefined : new Float64Array(n).fill(origin),
      binBits,
      lower: -1,
      upper: 1,
      precision,
    });
  };

const double = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const components = (least: number, most: number) =>
  fc.array(
    fc.record({ mean: double(-1, 1), logScale: double(least, most), logit: double(-3, 3) }),
    { minLength: 1, maxLength: 5 },
  );

/** Mass of a bin of 2^binBits, by the definition. */
function mass(mixture: readonly Component[], binBits: number, s: number): number {
  const [bins, total] = [2 ** binBits, mixture.reduce((sum, c) => sum + Math.exp(c.logit), 0)];
  return mixture.reduce((sum, { mean, logScale, logit }) => {
    const cdf = (x: number) => 1 / (1 + Math.exp((mean - x) / Math.exp(logScale)));
    const low = s === 0 ? 0 : cdf(-1 + (2 * s) / bins);
    const high = s === bins - 1 ? 1 : cdf(-1 + (2 * (s + 1)) / bins);
    return sum + (Math.exp(logit) / total) * (high - low);
  }, 0);
}

describe('wideLogisticMixture', () => {
  it('obeys the laws and costs the mass of the bin, of 65,536', () => {
    fc.assert(
      fc.property(components(-7, 1), fc.nat(65535), (mixture, s) => {
        const p = mass(mixture, 16, s);
        // What a bin has whatever its mass is 2^-30: a hundredth of this.
        fc.pre(p > 1e-7);
        checkCodec(make(mixture, 31, 16)(2), Uint32Array.of(s, s), {
          bits: -2 * Math.log2(p),
          margin: 0.01,
        });
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('has every bin at every position, whatever the scales', () => {
    fc.assert(
      fc.property(components(-20, 10), (mixture) => {
        expect(sweep(make(mixture, 14, 6), 14).size).to.equal(64);
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  it('has every bin with least precision, a scale of 1e-6 and means far outside', () => {
    const mixture = [
      { mean: 0.1, logScale: Math.log(1e-6), logit: 0 },
      { mean: 1e6, logScale: 0, logit: -70 },
      { mean: -0.5, logScale: -2, logit: 1 },
    ];
    expect(sweep(make(mixture, 10, 8), 10).size).to.equal(256);
    expect(sweep(make(mixture, 18, 16), 18).size).to.equal(65536);
  });

  it('codes what next to nothing is left for, and counts means from origins', () => {
    const narrow = [{ mean: 0.25, logScale: -12, logit: 0 }];
    for (const s of [0, 1, 40959, 40960, 65534, 65535]) {
      checkLaws(make(narrow, 31, 16)(3), Uint32Array.of(s, 40960, s));
    }
    // 0.25 = -0.5 + 0.75: the very same intervals.
    const origin = make([{ mean: -0.5, logScale: -6, logit: 0 }], 14, 8, 0.75);
    const plain = make([{ mean: 0.25, logScale: -6, logit: 0 }], 14, 8);
    expect(sweep(origin, 14)).to.deep.equal(sweep(plain, 14));
  });

  it('refuses symbols beyond the bins, too little precision, and what is no number', () => {
    const one = [{ mean: 0, logScale: -1, logit: 0 }];
    checkRefusal(make(one, 20, 8)(1), Uint32Array.of(256), RangeError);
    expect(() => make(one, 17, 16)(1)).to.throw(
      ArgumentError,
      '18 bits or more for 2^16 bins, got 17',
    );
    expect(() => make([{ mean: Number.NaN, logScale: 0, logit: 0 }], 20, 8)(1))
      .to.throw(CrayError, 'lane 0: expected means to be a finite number, got NaN')
      .with.property('code', 'PARAMETERS_INVALID');
  });
});
