import { expect } from 'chai';
import fc from 'fast-check';
import { emptyMessage } from '../../src/ans/message.js';
import { negativeBinomial } from '../../src/codecs/negativeBinomial.js';
import { CrayError } from '../../src/errors.js';
import { checkCodec, sweep } from '../laws.js';
import { negativeBinomialMass } from '../reference/masses.js';

const make = (shape: number, p: number, max: number, precision: number) => (n: number) =>
  negativeBinomial({
    shapes: new Float64Array(n).fill(shape),
    probabilities: new Float64Array(n).fill(p),
    max,
    precision,
  });

/** Mass of all counts up to 99. */
function upTo(shape: number, p: number): number {
  let sum = 0;
  for (let s = 0; s <= 99; s++) sum += negativeBinomialMass(shape, p, s);
  return sum;
}

describe('negativeBinomial', () => {
  const double = (min: number, max: number) => fc.double({ min, max, noNaN: true });

  it('obeys the laws and costs -log2 of the mass', () => {
    fc.assert(
      fc.property(double(0.1, 20), double(0.1, 0.99), fc.nat(99), (shape, p, s) => {
        const mass = negativeBinomialMass(shape, p, s) + (s === 99 ? 1 - upTo(shape, p) : 0);
        fc.pre(mass > 1e-6);
        const codec = make(shape, p, 99, 28)(2);
        // A unit of 2^-28 either way, and 100 of them set aside, are less than 1 % of it.
        checkCodec(codec, Uint32Array.of(s, s), { bits: -2 * Math.log2(mass), margin: 0.01 });
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('puts what lies above the largest count on it', () => {
    let above = 1;
    for (let s = 0; s < 3; s++) above -= negativeBinomialMass(1.5, 0.3, s);
    const bits = -Math.log2(above);
    checkCodec(make(1.5, 0.3, 3, 28)(1), Uint32Array.of(3), { bits, margin: 1e-4 });
  });

  for (const [shape, p] of [
    [2.5, 0.2],
    [1e-50, 1e-50],
    [1e9, 1e-50],
    [1e9, 1 - 1e-15],
    [0.01, 0.5],
  ] as const) {
    it(`has every count at every position of 22 bits: ${[shape, p].join(', ')}`, () => {
      expect(sweep(make(shape, p, 255, 22), 22).size).to.equal(256);
    });
  }

  it('has every count at parameters of any size', () => {
    fc.assert(
      fc.property(
        double(-50, 9).map((e) => 10 ** e),
        double(-50, -1e-9).map((e) => 10 ** e),
        fc.integer({ min: 1, max: 300 }),
        (shape, p, max) => {
          expect(sweep(make(shape, p, max, 11), 11).size).to.equal(max + 1);
        },
      ),
      { seed: 1, numRuns: 50 },
    );
  });

  it('names the lane of a parameter that is not in range', () => {
    for (const [shape, p] of [
      [Number.NaN, 0.5],
      [0, 0.5],
      [1e10, 0.5],
      [1, 0],
      [1, 1],
      [1, Number.NaN],
    ] as const) {
      expect(() => make(shape, p, 10, 16)(1))
        .to.throw(CrayError, /^lane 0: expected/)
        .with.property('code', 'PARAMETERS_INVALID');
    }
  });

  it('refuses counts above the largest, and too many of them for the precision', () => {
    const message = emptyMessage(1);
    expect(() => make(1, 0.5, 10, 16)(1).push(message, Uint32Array.of(11))).to.throw(RangeError);
    expect(message).to.deep.equal(emptyMessage(1));
    expect(() => make(1, 0.5, 256, 8)(1)).to.throw(RangeError);
  });
});
