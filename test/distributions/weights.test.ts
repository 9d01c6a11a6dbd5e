import { expect } from 'chai';
import fc from 'fast-check';
import {
  condition,
  cumulativeOf,
  probabilitiesOf,
  transit,
} from '../../src/distributions/weights.js';
import { CrayError } from '../../src/errors.js';

const RUNS = { seed: 1, numRuns: 300 };
const weights = (n: fc.IntegerConstraints) =>
  fc.integer(n).chain((length) =>
    fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })), {
      minLength: length,
      maxLength: length,
    }),
  );

/** Weights over their sum, taken in order. */
function shares(raw: readonly number[]): Float64Array {
  const sum = raw.reduce((a, b) => a + b, 0);
  return sum > 1e-300 ? Float64Array.from(raw, (w) => w / sum) : Float64Array.of(1);
}

/** The same cumulative distribution in JavaScript, whose doubles are those of the kernel. */
function slowCumulative(p: Float64Array, precision: number): number[] {
  const total = p.reduce((a, b) => a + b, 0);
  const room = 2 ** precision - p.length;
  let before = 0;
  const c = Array.from(p, (w, i) => {
    const at = i + Math.floor((before / total) * room);
    before += w;
    return at;
  });
  return [...c, 2 ** precision];
}

describe('cumulativeOf', () => {
  it('is as the oracle has it, with a frequency for each, near its probability', () => {
    fc.assert(
      fc.property(
        weights({ min: 1, max: 40 }),
        fc.integer({ min: 6, max: 31 }),
        (raw, precision) => {
          const p = shares(raw);
          const c = cumulativeOf(p, precision);
          expect([...c]).to.deep.equal(slowCumulative(p, precision));
          probabilitiesOf(c).forEach((q, i) => {
            expect(q).to.be.greaterThan(0);
            const error = (p.length + 2) / 2 ** precision + 1e-12;
            expect(q).to.be.closeTo(p[i] as number, error);
          });
        },
      ),
      RUNS,
    );
  });

  it('takes as many symbols as there is room for', () => {
    const p = new Float64Array(8).fill(1 / 8);
    expect([...cumulativeOf(p, 3)]).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(() => cumulativeOf(p, 2)).to.throw(RangeError, 'expected 1 to 2^2 symbols, got 8');
    expect(() => cumulativeOf(new Float64Array(0), 2)).to.throw(RangeError);
    expect(() => cumulativeOf(p, 32)).to.throw(RangeError);
  });

  it('names what is no probability', () => {
    for (const bad of [Number.NaN, Infinity, -1e-9]) {
      expect(() => cumulativeOf(Float64Array.of(0.5, bad, 0.5), 8))
        .to.throw(CrayError, `probabilities: lane 1: expected a probability, got ${bad}`)
        .with.property('code', 'PARAMETERS_INVALID');
    }
    for (const sum of [0, 0.9, 1.1, 3]) {
      expect(() => cumulativeOf(Float64Array.of(sum / 2, sum / 2), 8, 'row 3'))
        .to.throw(CrayError, /^row 3: expected a sum of 1, got /)
        .with.property('code', 'PARAMETERS_INVALID');
    }
  });
});

describe('condition and transit', () => {
  it('are as the oracle has them, to the bit', () => {
    fc.assert(
      fc.property(weights({ min: 1, max: 12 }), fc.nat(1000), (raw, seed) => {
        const p = shares(raw);
        const n = p.length;
        const rows = Float64Array.from({ length: n * n }, (_, k) => ((k * 37 + seed) % 91) / 91);
        const factors = rows.subarray(0, n).map((x) => x + 0.1);
        const joint = p.map((x, i) => x * (factors[i] as number));
        const sum = joint.reduce((a, b) => a + b, 0);
        expect(condition(p, factors)).to.deep.equal(joint.map((x) => x / sum));
        const moved = Float64Array.from({ length: n }, (_, j) =>
          p.reduce((s, x, i) => s + x * (rows[i * n + j] as number), 0),
        );
        expect(transit(p, rows)).to.deep.equal(moved);
      }),
      RUNS,
    );
  });
});
