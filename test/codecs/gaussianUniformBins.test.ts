import { expect } from 'chai';
import fc from 'fast-check';
import { emptyMessage } from '../../src/ans/message.js';
import { gaussianUniformBins } from '../../src/codecs/gaussianUniformBins.js';
import { CrayError } from '../../src/errors.js';
import { kernels } from '../../src/kernels/kernels.js';
import { checkCodec, sweep } from '../laws.js';

interface Shape {
  readonly bins: number;
  readonly precision: number;
  readonly rebalanced: boolean;
}

const make = (mean: number, std: number, shape: Shape) => (n: number) =>
  gaussianUniformBins({
    mean: new Float64Array(n).fill(mean),
    std: new Float64Array(n).fill(std),
    lower: -4,
    upper: 4,
    ...shape,
  });

describe('gaussianUniformBins', () => {
  const { normalCdf } = kernels.call;

  it('obeys the laws and costs the mass of the bin, rebalanced or not', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        fc.nat(),
        fc.integer({ min: 1, max: 300 }),
        fc.boolean(),
        (mean, std, at, bins, rebalanced) => {
          const s = at % bins;
          const edge = (i: number) => -4 + (8 * i) / bins;
          const low = s === 0 ? 0 : normalCdf((edge(s) - mean) / std);
          const high = s === bins - 1 ? 1 : normalCdf((edge(s + 1) - mean) / std);
          fc.pre(high - low > 1e-6);
          const codec = make(mean, std, { bins, precision: 28, rebalanced })(2);
          const bits = -2 * Math.log2(high - low);
          // The ends are rounded to 2^-28: less than 1 % of such a bin.
          checkCodec(codec, Uint32Array.of(s, s), { bits, margin: 0.01 });
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });

  for (const [mean, std] of [
    [0.3, 1],
    [0, 1e-6],
    [1000, 1],
  ] as const) {
    it(`is found at every position of 22 bits: N(${mean}, ${std}²)`, () => {
      const found = sweep(make(mean, std, { bins: 300, precision: 22, rebalanced: true }), 22);
      expect(found.size).to.equal(300);
      sweep(make(mean, std, { bins: 300, precision: 22, rebalanced: false }), 22, { batch: 65536 });
    });
  }

  it('has no bin without frequency only if rebalanced', () => {
    const shape = { bins: 100, precision: 16 };
    const message = emptyMessage(1);
    expect(() =>
      make(-4, 0.01, { ...shape, rebalanced: false })(1).push(message, Uint32Array.of(99)),
    ).to.throw(RangeError, 'lane 0');
    expect(message).to.deep.equal(emptyMessage(1));
    make(-4, 0.01, { ...shape, rebalanced: true })(1).push(message, Uint32Array.of(99));
    for (const rebalanced of [true, false]) {
      const codec = make(0, 1, { ...shape, rebalanced })(1);
      expect(() => codec.push(message, Uint32Array.of(100))).to.throw(RangeError, 'symbol 0');
    }
  });

  it('names the lane of a parameter that is not in range', () => {
    const shape = { bins: 100, precision: 16, rebalanced: true };
    for (const [mean, std] of [
      [Number.NaN, 1],
      [0, 0],
      [0, Infinity],
    ] as const) {
      expect(() => make(mean, std, shape)(1))
        .to.throw(CrayError, /^lane 0: expected/)
        .with.property('code', 'PARAMETERS_INVALID');
    }
    expect(() => make(0, 1, { ...shape, bins: 0 })(1)).to.throw(RangeError);
    expect(() => make(0, 1, { ...shape, bins: 65537 })(1)).to.throw(RangeError);
    expect(() => make(0, 1, { ...shape, precision: 6 })(1)).to.throw(RangeError);
  });
});
