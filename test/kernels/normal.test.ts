import { expect } from 'chai';
import fc from 'fast-check';
import { kernels } from '../../src/kernels/kernels.js';
import { consecutive, grid, neighbours, RUNS, within } from '../reference/arbitraries.js';
import * as real from '../reference/real.js';

const { call } = kernels;
const { normalCdfTabled } = call;

/** Borders and middles of cells. */
const CELLS = grid(-8.5, 8.5, 2 * 1088 + 1);

describe('normalCdfTabled', () => {
  it('is within 1e-14 of the normal distribution', () => {
    const margin = (real.ONE * 1n) / 10n ** 14n;
    fc.assert(
      fc.property(fc.oneof(within(-9, 9), within(-3, 3), fc.constantFrom(...CELLS)), (x) => {
        const error = real.fixed(normalCdfTabled(x)) - real.normalCdf(real.fixed(x));
        expect(error < margin && -error < margin, `at ${x}`).to.equal(true);
      }),
      RUNS,
    );
  });

  it('is within 1e-14 of normalCdf at the borders of all cells', () => {
    for (const x of CELLS.filter((x) => x !== 0).flatMap(neighbours)) {
      expect(normalCdfTabled(x)).to.be.closeTo(call.normalCdf(x), 1e-14);
    }
  });

  it('has its limits', () => {
    expect(normalCdfTabled(0)).to.equal(0.5);
    for (const x of [8.5, 1e300, Infinity]) {
      expect(normalCdfTabled(x)).to.equal(1);
      expect(normalCdfTabled(-x)).to.be.within(0, 1e-16);
    }
  });

  it('never falls, from one cell to the next or within one', () => {
    const expectNeverFalls = (points: readonly number[]) => {
      const values = points.map(normalCdfTabled);
      values.slice(1).forEach((y, i) => {
        if (!(y >= (values[i] as number))) expect.fail(`falls at ${points[i + 1]}`);
      });
    };
    // Arguments are rounded to multiples of 2^-47.
    const steps = (x: number) => Array.from({ length: 101 }, (_, i) => x + (i - 50) * 2 ** -47);
    for (const x of CELLS) expectNeverFalls(steps(x));
    fc.assert(
      fc.property(within(-8.6, 8.6), (x) => {
        expectNeverFalls(steps(x));
        expectNeverFalls(consecutive(x, 0, 300).sort((a, b) => a - b));
      }),
      RUNS,
    );
  });
});
