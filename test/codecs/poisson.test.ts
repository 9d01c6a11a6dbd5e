import { expect } from 'chai';
import fc from 'fast-check';
import { emptyMessage } from '../../src/ans/message.js';
import { poisson } from '../../src/codecs/poisson.js';
import { CrayError } from '../../src/errors.js';
import { checkCodec, sweep } from '../laws.js';
import { poissonMass } from '../reference/masses.js';

const make = (rate: number, max: number, precision: number) => (n: number) =>
  poisson(new Float64Array(n).fill(rate), { max, precision });

/** Mass of all counts up to 99. */
function upTo(rate: number): number {
  let sum = 0;
  for (let s = 0; s <= 99; s++) sum += poissonMass(rate, s);
  return sum;
}

describe('poisson', () => {
  const double = (min: number, max: number) => fc.double({ min, max, noNaN: true });

  it('obeys the laws and costs -log2 of the mass', () => {
    fc.assert(
      fc.property(double(0.01, 120), fc.nat(99), (rate, s) => {
        const mass = poissonMass(rate, s) + (s === 99 ? 1 - upTo(rate) : 0);
        fc.pre(mass > 1e-6);
        const codec = make(rate, 99, 28)(2);
        // A unit of 2^-28 either way, and 100 of them set aside, are less than 1 % of it.
        checkCodec(codec, Uint32Array.of(s, s), { bits: -2 * Math.log2(mass), margin: 0.01 });
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('puts what lies above the largest count on it', () => {
    let above = 1;
    for (let s = 0; s < 3; s++) above -= poissonMass(2.5, s);
    const bits = -Math.log2(above);
    checkCodec(make(2.5, 3, 28)(1), Uint32Array.of(3), { bits, margin: 1e-4 });
  });

  for (const [rate] of [[3.7], [1e-50], [1e-6], [1e100], [255], [1e4]] as const) {
    it(`has every count at every position of 22 bits: ${[rate].join(', ')}`, () => {
      expect(sweep(make(rate, 255, 22), 22).size).to.equal(256);
    });
  }

  it('has every count at parameters of any size', () => {
    fc.assert(
      fc.property(
        double(-50, 100).map((e) => 10 ** e),
        fc.integer({ min: 1, max: 300 }),
        (rate, max) => {
          expect(sweep(make(rate, max, 11), 11).size).to.equal(max + 1);
        },
      ),
      { seed: 1, numRuns: 50 },
    );
  });

  it('names the lane of a parameter that is not in range', () => {
    for (const [rate] of [[Number.NaN], [0], [-1], [Infinity]] as const) {
      expect(() => make(rate, 10, 16)(1))
        .to.throw(CrayError, /^lane 0: expected/)
        .with.property('code', 'PARAMETERS_INVALID');
    }
  });

  it('refuses counts above the largest, and too many of them for the precision', () => {
    const message = emptyMessage(1);
    expect(() => make(1, 10, 16)(1).push(message, Uint32Array.of(11))).to.throw(RangeError);
    expect(message).to.deep.equal(emptyMessage(1));
    expect(() => make(1, 256, 8)(1)).to.throw(RangeError);
  });
});
