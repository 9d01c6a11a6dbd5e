import { expect } from 'chai';
import fc from 'fast-check';
import { kernels } from '../../src/kernels/kernels.js';
import { consecutive, grid, neighbours, RUNS, within } from '../reference/arbitraries.js';
import * as real from '../reference/real.js';

const { call } = kernels;
const { fixed, ulps } = real;

/** Edges of the branches of erf and erfc. */
const BRANCHES = [0.25, 0.84375, 1.25, 1 / 0.35, 6];

/** Checks f against the oracle at random points and at chosen ones with their neighbours. */
function expectClose(
  f: (x: number) => number,
  oracle: (x: real.Fixed) => real.Fixed,
  points: fc.Arbitrary<number>,
  chosen: readonly number[],
  bound: (x: number) => number = () => 4,
): void {
  const check = (x: number) => {
    const error = ulps(f(x), oracle(fixed(x)));
    expect(error, `units in the last place at ${x}`).to.be.below(bound(x));
  };
  for (const x of chosen.flatMap(neighbours)) check(x);
  fc.assert(fc.property(points, check), RUNS);
}

/** @param slack how far f may fall from one point to the next, relatively. */
function expectNeverFalls(f: (x: number) => number, points: readonly number[], slack = 0): void {
  let before = -Infinity;
  for (const x of points) {
    const y = f(x);
    if (!(y >= before || before - y <= slack * Math.abs(y))) {
      expect.fail(`falls from ${before} to ${y} at ${x}`);
    }
    before = y;
  }
}

/** Grids over [low, high] and, a thousand times finer, around the edges of branches. */
function finely(low: number, high: number, edges: readonly number[]): number[] {
  const fine = edges.flatMap((x) => grid(x - 1e-3, x + 1e-3, 1001).concat(neighbours(x)));
  return grid(low, high, 20001)
    .concat(fine)
    .sort((a, b) => a - b);
}

function bothSigns(xs: readonly number[]): number[] {
  return xs.concat(xs.map((x) => -x));
}

describe('the oracle of real functions', () => {
  it('has series and continued fraction agree where both hold', () => {
    for (const x of [2, 2.5, 3, 4, 5].map(fixed)) {
      const difference = real.erfcSeries(x) - real.erfcFraction(x);
      const relative = (difference * 10n ** 40n) / real.erfcFraction(x);
      expect(relative).to.equal(0n);
    }
  });

  it('knows some digits', () => {
    const digits = (x: real.Fixed) => ((x * 10n ** 40n) / real.ONE).toString();
    expect(digits(real.exp(fixed(1)))).to.equal('27182818284590452353602874713526624977572');
    expect(digits(real.log(fixed(10)))).to.equal('23025850929940456840179914546843642076011');
    expect(digits(real.erf(fixed(1)))).to.equal('8427007929497148693412206350826092592960');
    expect(digits(real.log(real.exp(fixed(-3))))).to.match(/^-(29{39}|30{40})/);
  });
});

describe('exp', () => {
  it('is within 4 units in the last place', () => {
    const points = fc.oneof(within(-708, 709), within(-1, 1), fc.double({ min: -1, max: 1 }));
    expectClose(call.exp, real.exp, points, [0.5 * Math.LN2, 1.5 * Math.LN2, -708, 709, 1]);
  });

  it('has its limits', () => {
    expect(call.exp(0)).to.equal(1);
    expect(call.exp(-0)).to.equal(1);
    expect(call.exp(Infinity)).to.equal(Infinity);
    expect(call.exp(-Infinity)).to.equal(0);
    expect(call.exp(710)).to.equal(Infinity);
    expect(call.exp(-746)).to.equal(0);
    expect(call.exp(Number.NaN)).to.be.NaN;
  });

  it('never falls', () => {
    expectNeverFalls(call.exp, finely(-750, 715, [Math.LN2 / 2, Math.LN2, 1.5 * Math.LN2]));
  });
});

describe('log', () => {
  it('is within 4 units in the last place, down to the least double', () => {
    const points = fc.oneof(
      within(0.5, 2),
      within(1e-3, 1000),
      fc.double({ min: 5e-324, max: Number.MAX_VALUE, noNaN: true }),
    );
    expectClose(call.log, real.log, points, [
      0.5,
      Math.SQRT1_2,
      1,
      Math.SQRT2,
      2,
      2 ** -1022,
      1e300,
    ]);
  });

  it('has its limits', () => {
    expect(call.log(1)).to.equal(0);
    expect(call.log(0)).to.equal(-Infinity);
    expect(call.log(-0)).to.equal(-Infinity);
    expect(call.log(Infinity)).to.equal(Infinity);
    expect(call.log(-1)).to.be.NaN;
    expect(call.log(Number.NaN)).to.be.NaN;
  });

  it('never falls', () => {
    expectNeverFalls(
      call.log,
      finely(0, 100, [Math.SQRT1_2, 1, Math.SQRT2]).filter((x) => x >= 0),
    );
  });
});

describe('erf', () => {
  it('is within 4 units in the last place', () => {
    const points = fc.oneof(within(-7, 7), within(-1, 1), fc.double({ min: -1, max: 1 }));
    expectClose(call.erf, real.erf, points, bothSigns([...BRANCHES, 1e-300]));
  });

  it('is odd', () => {
    fc.assert(
      fc.property(within(0, 7), (x) => {
        expect(call.erf(-x)).to.equal(-call.erf(x));
      }),
      RUNS,
    );
  });

  it('has its limits', () => {
    expect(Object.is(call.erf(0), 0)).to.equal(true);
    expect(Object.is(call.erf(-0), -0)).to.equal(true);
    for (const x of [6, 28, 1e300, Infinity]) {
      expect(call.erf(x)).to.equal(1);
      expect(call.erf(-x)).to.equal(-1);
    }
    expect(call.erf(Number.NaN)).to.be.NaN;
  });

  it('never falls', () => {
    expectNeverFalls(call.erf, finely(-7, 7, bothSigns(BRANCHES)));
  });
});

describe('erfc', () => {
  it('is within 4 units in the last place, in its far tail too', () => {
    const points = fc.oneof(within(-7, 7), within(0, 26), fc.double({ min: -1, max: 1 }));
    expectClose(call.erfc, real.erfc, points, [...bothSigns(BRANCHES), 1e-300, 26]);
  });

  it('adds up to 2 with its reflection', () => {
    fc.assert(
      fc.property(within(0, 30), (x) => {
        expect(call.erfc(x) + call.erfc(-x)).to.be.closeTo(2, 2 ** -51);
      }),
      RUNS,
    );
  });

  it('has its limits', () => {
    expect(call.erfc(0)).to.equal(1);
    expect(call.erfc(-0)).to.equal(1);
    for (const x of [28, 1e300, Infinity]) {
      expect(call.erfc(x)).to.equal(0);
      expect(call.erfc(-x)).to.equal(2);
    }
    expect(call.erfc(Number.NaN)).to.be.NaN;
  });

  it('never rises', () => {
    expectNeverFalls((x) => -call.erfc(x), finely(-29, 29, bothSigns([...BRANCHES, 28])));
  });
});

describe('normalCdf', () => {
  it('is within 4 units in the last place and 2 x² more', () => {
    // x / sqrt(2) is rounded before erfc, which makes x² times as much of a relative error;
    // intervals are of at most 31 bits, to which that is nothing.
    const points = fc.oneof(within(-9, 9), within(-37, 0), fc.double({ min: -1, max: 1 }));
    const edges = BRANCHES.map((x) => x * Math.SQRT2);
    expectClose(
      call.normalCdf,
      real.normalCdf,
      points,
      [...bothSigns(edges), -37],
      (x) => 4 + 2 * x * x,
    );
  });

  it('adds up to 1 with its reflection', () => {
    fc.assert(
      fc.property(within(0, 40), (x) => {
        expect(call.normalCdf(x) + call.normalCdf(-x)).to.be.closeTo(1, 2 ** -52);
      }),
      RUNS,
    );
  });

  it('has its limits', () => {
    expect(call.normalCdf(0)).to.equal(0.5);
    expect(call.normalCdf(Infinity)).to.equal(1);
    expect(call.normalCdf(-Infinity)).to.equal(0);
    expect(call.normalCdf(Number.NaN)).to.be.NaN;
  });

  it('never falls', () => {
    const edges = [...BRANCHES, 28].map((x) => x * Math.SQRT2);
    expectNeverFalls(call.normalCdf, finely(-41, 41, bothSigns(edges)));
  });

  it('never falls from one double to the next: no interval is negative', () => {
    fc.assert(
      fc.property(within(0.001, 9), (x) => {
        const points = consecutive(x, 0, 300);
        expectNeverFalls(call.normalCdf, points);
        expectNeverFalls((y) => -call.normalCdf(-y), points);
      }),
      RUNS,
    );
  });
});

describe('normalPpf', () => {
  /** |q| = 0.425 and r = sqrt(-log side) = 5, in either tail. */
  const edges = [0.075, 0.925, Math.exp(-25), 1 - Math.exp(-25)];

  /** Whether the true value is within 1e-14 of x: whether p is between the cdfs of the ends. */
  function expectWithin(p: number): void {
    const x = fixed(call.normalPpf(p));
    const unit = 10n ** 14n;
    const ends = [(x * (unit - 1n)) / unit, (x * (unit + 1n)) / unit].sort((a, b) =>
      a < b ? -1 : 1,
    );
    const [low, high] = ends.map(real.normalCdf) as [bigint, bigint];
    expect(low <= fixed(p) && fixed(p) <= high, `ppf(${p}) = ${call.normalPpf(p)}`).to.equal(true);
  }

  it('is within 1e-14, relatively, of the inverse of the cdf', () => {
    const points = fc
      .oneof(
        within(0.001, 0.999),
        fc.double({ min: 1e-300, max: 0.5, noNaN: true }),
        fc.double({ min: 1e-17, max: 0.5, noNaN: true }).map((p) => 1 - p),
      )
      .filter((p) => p < 1);
    for (const p of [...edges, 0.5, 1e-300, 2 ** -31].flatMap(neighbours)) expectWithin(p);
    fc.assert(fc.property(points, expectWithin), RUNS);
  });

  it('is odd about a half, where 1 - p is exact', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (i) => {
        const p = i / 2 ** 31;
        expect(call.normalPpf(1 - p) + call.normalPpf(p)).to.equal(0);
      }),
      RUNS,
    );
  });

  it('has its limits', () => {
    expect(call.normalPpf(0.5)).to.equal(0);
    expect(call.normalPpf(0)).to.equal(-Infinity);
    expect(call.normalPpf(-0)).to.equal(-Infinity);
    expect(call.normalPpf(1)).to.equal(Infinity);
    // Nothing asks for what is outside [0, 1]; there it stays at the ends.
    expect(call.normalPpf(-1)).to.equal(-Infinity);
    expect(call.normalPpf(2)).to.equal(Infinity);
    expect(call.normalPpf(Number.NaN)).to.be.NaN;
  });

  it('never falls, but for a unit in the last place where branches meet', () => {
    const points = grid(0, 1, 20001).concat(edges.flatMap((p) => grid(0.99 * p, p, 1001)));
    const tail = grid(1, 300, 3000).map((e) => 10 ** -e);
    const all = [...points, ...edges.flatMap(neighbours), ...tail].sort((a, b) => a - b);
    expectNeverFalls(call.normalPpf, all, 2 ** -52);
  });
});
