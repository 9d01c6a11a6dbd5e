import { expect } from 'chai';
import fc from 'fast-check';
import { emptyMessage } from '../../src/ans/message.js';
import { betaBinomial } from '../../src/codecs/betaBinomial.js';
import { CrayError } from '../../src/errors.js';
import { checkCodec, sweep } from '../laws.js';
import { betaBinomialMass } from '../reference/masses.js';

const make = (alpha: number, beta: number, max: number, precision: number) => (n: number) =>
  betaBinomial({
    alphas: new Float64Array(n).fill(alpha),
    betas: new Float64Array(n).fill(beta),
    max,
    precision,
  });

describe('betaBinomial', () => {
  const double = (min: number, max: number) => fc.double({ min, max, noNaN: true });

  it('obeys the laws and costs -log2 of the mass', () => {
    fc.assert(
      fc.property(double(0.1, 50), double(0.1, 50), fc.nat(99), (alpha, beta, s) => {
        const mass = betaBinomialMass(alpha, beta, 99, s);
        fc.pre(mass > 1e-6);
        const codec = make(alpha, beta, 99, 28)(2);
        // A unit of 2^-28 either way, and 100 of them set aside, are less than 1 % of it.
        checkCodec(codec, Uint32Array.of(s, s), { bits: -2 * Math.log2(mass), margin: 0.01 });
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  for (const [alpha, beta] of [
    [2.5, 3.5],
    [1e-50, 1e-50],
    [1e50, 1e50],
    [1e-50, 1e50],
    [1e50, 1e-50],
    [0.01, 0.02],
    [1e4, 1],
  ] as const) {
    it(`has every count at every position of 22 bits: ${[alpha, beta].join(', ')}`, () => {
      expect(sweep(make(alpha, beta, 255, 22), 22).size).to.equal(256);
    });
  }

  it('has every count at parameters of any size', () => {
    fc.assert(
      fc.property(
        double(-50, 50).map((e) => 10 ** e),
        double(-50, 50).map((e) => 10 ** e),
        fc.integer({ min: 1, max: 300 }),
        (alpha, beta, max) => {
          expect(sweep(make(alpha, beta, max, 11), 11).size).to.equal(max + 1);
        },
      ),
      { seed: 1, numRuns: 50 },
    );
  });

  it('names the lane of a parameter that is not in range', () => {
    for (const [alpha, beta] of [
      [Number.NaN, 1],
      [0, 1],
      [1, -1],
      [1, Infinity],
      [1e51, 1],
    ] as const) {
      expect(() => make(alpha, beta, 10, 16)(1))
        .to.throw(CrayError, /^lane 0: expected/)
        .with.property('code', 'PARAMETERS_INVALID');
    }
  });

  it('refuses counts above the largest, and too many of them for the precision', () => {
    const message = emptyMessage(1);
    expect(() => make(1, 1, 10, 16)(1).push(message, Uint32Array.of(11))).to.throw(RangeError);
    expect(message).to.deep.equal(emptyMessage(1));
    expect(() => make(1, 1, 256, 8)(1)).to.throw(RangeError);
  });
});
