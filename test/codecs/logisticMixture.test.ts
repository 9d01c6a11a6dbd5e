import { expect } from 'chai';
import fc from 'fast-check';
import { logisticMixture } from '../../src/codecs/logisticMixture.js';
import { CrayError } from '../../src/errors.js';
import { checkCodec, sweep } from '../laws.js';

interface Component {
  readonly mean: number;
  readonly logScale: number;
  readonly logit: number;
}

const make = (mixture: readonly Component[], precision: number, binBits: number) => (n: number) => {
  const of = (key: keyof Component) =>
    Float64Array.from({ length: n * mixture.length }, (_, i) => {
      return (mixture[i % mixture.length] as Component)[key];
    });
  return logisticMixture({
    components: mixture.length,
    means: of('mean'),
    logScales: of('logScale'),
    logits: of('logit'),
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
    {
      minLength: 1,
      maxLength: 5,
    },
  );

/** Mass of a bin of 2^-6, by the definition. */
function mass(mixture: readonly Component[], s: number): number {
  const total = mixture.reduce((sum, c) => sum + Math.exp(c.logit), 0);
  return mixture.reduce((sum, { mean, logScale, logit }) => {
    const cdf = (x: number) => 1 / (1 + Math.exp((mean - x) / Math.exp(logScale)));
    const low = s === 0 ? 0 : cdf(-1 + s / 32);
    const high = s === 63 ? 1 : cdf(-1 + (s + 1) / 32);
    return sum + (Math.exp(logit) / total) * (high - low);
  }, 0);
}

describe('logisticMixture', () => {
  it('obeys the laws and costs the mass of the bin', () => {
    fc.assert(
      fc.property(components(-3, 1), fc.nat(63), (mixture, s) => {
        const p = mass(mixture, s);
        fc.pre(p > 1e-6);
        const value = Uint32Array.of(s, s);
        // Half a unit of 2^-28 is less than 1 % of such a bin.
        checkCodec(make(mixture, 28, 6)(2), value, { bits: -2 * Math.log2(p), margin: 0.01 });
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

  it('has every bin at every position of 22 bits, with a scale of 1e-6 and means far outside', () => {
    const mixture = [
      { mean: 0.1, logScale: Math.log(1e-6), logit: 0 },
      { mean: 1e6, logScale: 0, logit: -70 },
      { mean: -0.5, logScale: -2, logit: 1 },
    ];
    expect(sweep(make(mixture, 22, 8), 22).size).to.equal(256);
  });

  it('names the lane of a parameter that is not finite, or that leaves nothing to share', () => {
    for (const bad of [{ mean: Number.NaN }, { logScale: Infinity }, { logit: -Infinity }]) {
      const mixture = [{ mean: 0, logScale: 0, logit: 0, ...bad }];
      expect(() => make(mixture, 16, 8)(1))
        .to.throw(CrayError, /^lane 0: expected/)
        .with.property('code', 'PARAMETERS_INVALID');
    }
    expect(() => make([{ mean: 0, logScale: -1, logit: 0 }], 8, 8)(1))
      .to.throw(CrayError, /^lane 0: 256 symbols/)
      .with.property('code', 'PARAMETERS_INVALID');
  });
});
