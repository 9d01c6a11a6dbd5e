import { expect } from 'chai';
import fc from 'fast-check';
import { RUNS, within } from '../reference/arbitraries.js';
import { elementwise } from '../reference/calls.js';
import * as slow from '../reference/float32.js';

/** Every function, the truth in double precision, and where and how closely it is to be met. */
const functions = [
  {
    name: 'exp',
    kernel: 'expInPlace',
    slow: slow.exp,
    exact: Math.exp,
    range: [-87.3, 88.3],
    ulps: 2,
  },
  {
    name: 'log',
    kernel: 'logInPlace',
    slow: slow.log,
    exact: Math.log,
    range: [2 ** -20, 2 ** 20],
    ulps: 2,
  },
  {
    name: 'sigmoid',
    kernel: 'sigmoidInPlace',
    slow: slow.sigmoid,
    exact: (x: number) => 1 / (1 + Math.exp(-x)),
    range: [-87.3, 88],
    ulps: 4,
  },
  {
    name: 'tanh',
    kernel: 'tanhInPlace',
    slow: slow.tanh,
    exact: Math.tanh,
    range: [-50, 50],
    ulps: 2,
  },
  {
    name: 'softplus',
    kernel: 'softplusInPlace',
    slow: slow.softplus,
    exact: (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    range: [-87.3, 88],
    ulps: 4,
  },
  {
    name: 'relu',
    kernel: 'reluInPlace',
    slow: slow.relu,
    exact: (x: number) => Math.max(x, 0),
    range: [-100, 100],
    ulps: 0.5,
  },
] as const;

const SPECIAL = [
  0,
  -0,
  1,
  -1,
  0.625,
  -0.625,
  87.3,
  -87.3,
  88.3,
  -88.3,
  104,
  -104,
  2 ** -126,
  2 ** -149,
  -(2 ** -149),
  3.4028234663852886e38,
  -3.4028234663852886e38,
  Infinity,
  -Infinity,
  Number.NaN,
];

/** Singles of every size, of moderate size, and special ones. */
const single = fc.oneof(
  fc.float({ noNaN: true }),
  within(-100, 100),
  within(-1, 1),
  fc.constantFrom(...SPECIAL),
);

/** NaN equals NaN, but 0 is not -0. */
function expectSameBits(got: Float32Array, want: readonly number[], x: Float32Array): void {
  want.forEach((y, i) => {
    if (!Object.is(got[i], y)) expect.fail(`at ${x[i]} (${i}): expected ${y}, got ${got[i]}`);
  });
}

for (const { name, kernel, slow: oracle, exact, range, ulps } of functions) {
  describe(`${name} in single precision`, () => {
    it('gives the bits of the oracle', () => {
      fc.assert(
        fc.property(fc.array(single, { maxLength: 33 }), (values) => {
          const x = Float32Array.from(values);
          expectSameBits(elementwise(kernel, x), [...x].map(oracle), x);
        }),
        RUNS,
      );
    });

    it('gives the bits of the oracle at special values', () => {
      const x = Float32Array.from(SPECIAL);
      expectSameBits(elementwise(kernel, x), [...x].map(oracle), x);
    });

    it('does not depend on position or length', () => {
      const places = fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 }));
      fc.assert(
        fc.property(single, single, places, (value, other, [before, after]) => {
          const [alone] = elementwise(kernel, Float32Array.of(value));
          const x = new Float32Array(before + 1 + after).fill(other);
          x[before] = value;
          expect(elementwise(kernel, x)[before]).to.deep.equal(alone);
        }),
        RUNS,
      );
    });

    it(`is within ${ulps} units in the last place on [${range.join(', ')}]`, () => {
      fc.assert(
        fc.property(
          fc.oneof(within(range[0], range[1]), within(Math.max(range[0], -2), 2)),
          (value) => {
            const x = Float32Array.of(value);
            const want = exact(x[0] as number);
            const error = slow.ulps(elementwise(kernel, x)[0] as number, want);
            expect(error, `at ${x[0]}`).to.be.at.most(ulps);
          },
        ),
        { ...RUNS, numRuns: 2000 },
      );
    });

    // log takes positive normal numbers only: it is for softplus, which gives it no others.
    if (name !== 'log') {
      it('passes NaN on', () => {
        expect(
          [...elementwise(kernel, Float32Array.of(1, Number.NaN, 2, 3, Number.NaN))].map(
            Number.isNaN,
          ),
        ).to.deep.equal([false, true, false, false, true]);
      });
    }
  });
}

describe('single-precision functions at their ends', () => {
  it('exp is clamped to normal numbers', () => {
    const [low, high] = elementwise('expInPlace', Float32Array.of(-Infinity, Infinity));
    expect(low).to.be.within(2 ** -126, 1.3e-38);
    expect(high).to.be.within(2.2e38, 3.4e38);
  });

  it('sigmoid is in (0, 1], and 1 on the right', () => {
    const [low, middle, high] = elementwise(
      'sigmoidInPlace',
      Float32Array.of(-Infinity, 0, Infinity),
    );
    expect(low).to.be.within(2 ** -149, 1e-38);
    expect(middle).to.equal(0.5);
    expect(high).to.equal(1);
  });

  it('tanh is odd and ±1 at the ends; its zero has no sign', () => {
    const ends = elementwise('tanhInPlace', Float32Array.of(-Infinity, -0, 0, Infinity));
    expect([...ends]).to.deep.equal([-1, 0, 0, 1]);
    fc.assert(
      fc.property(within(-10, 10), (x) => {
        const [right, left] = elementwise('tanhInPlace', Float32Array.of(x, -x));
        expect((left as number) + (right as number)).to.equal(0);
      }),
      RUNS,
    );
  });

  it('softplus is never negative and x far to the right', () => {
    const [low, high, all] = elementwise(
      'softplusInPlace',
      Float32Array.of(-Infinity, 100, Infinity),
    );
    expect(low).to.be.within(0, 1.3e-38);
    expect(high).to.equal(100);
    expect(all).to.equal(Infinity);
  });

  it('relu has no negative zero', () => {
    expect([...elementwise('reluInPlace', Float32Array.of(-0, -1, -Infinity))]).to.deep.equal([
      0, 0, 0,
    ]);
  });
});
