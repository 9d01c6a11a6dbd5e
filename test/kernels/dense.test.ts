import { expect } from 'chai';
import fc from 'fast-check';
import { RUNS } from '../reference/arbitraries.js';
import { denseLayer, type Matrix } from '../reference/calls.js';
import { dot } from '../reference/float32.js';

interface Layer {
  readonly x: Matrix;
  readonly inputs: number;
  readonly w: Matrix;
  readonly bias: Float32Array;
}

const finite = fc.oneof(
  { weight: 8, arbitrary: fc.float({ min: -4, max: 4, noNaN: true }) },
  { weight: 1, arbitrary: fc.float({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, 1, -1, 2 ** -149) },
);

/** n numbers, each a zero of either sign instead with a probability of zeros / 8. */
function sparse(n: number, zeros: number): fc.Arbitrary<Float32Array> {
  const entry = fc
    .tuple(fc.integer({ min: 0, max: 7 }), fc.boolean(), finite)
    .map(([dice, negative, value]) => (dice < zeros ? (negative ? -0 : 0) : value));
  return fc.array(entry, { minLength: n, maxLength: n }).map((v) => Float32Array.from(v));
}

/** Layers of all shapes about the widths of panels, of all densities, with gaps between rows. */
const layer: fc.Arbitrary<Layer> = fc
  .record({
    rows: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 30, max: 70 })),
    inputs: fc.integer({ min: 1, max: 40 }),
    columns: fc.integer({ min: 1, max: 40 }),
    gap: fc.nat({ max: 5 }),
    zeros: fc.integer({ min: 0, max: 8 }),
  })
  .chain(({ rows, inputs, columns, gap, zeros }) =>
    fc.record({
      x: sparse(rows * (inputs + gap), zeros).map((data) => ({
        rows,
        columns: inputs + gap,
        data,
      })),
      inputs: fc.constant(inputs),
      w: sparse(inputs * columns, 1).map((data) => ({ rows: inputs, columns, data })),
      bias: sparse(columns, 2),
    }),
  );

function run({ x, inputs, w, bias }: Layer): number[] {
  return [...denseLayer(x, inputs, w, bias)];
}

function slowly({ x, inputs, w, bias }: Layer): number[] {
  return Array.from({ length: x.rows * w.columns }, (_, i) => {
    const [r, c] = [Math.floor(i / w.columns), i % w.columns];
    const row = [...x.data.subarray(r * x.columns, r * x.columns + inputs)];
    const column = Array.from({ length: inputs }, (__, k) => w.data[k * w.columns + c] as number);
    return dot(bias[c] as number, row, column);
  });
}

/** NaN equals NaN, but 0 is not -0. */
function expectSameBits(got: readonly number[], want: readonly number[]): void {
  expect(got.length).to.equal(want.length);
  want.forEach((y, i) => {
    if (!Object.is(got[i], y)) expect.fail(`element ${i}: expected ${y}, got ${got[i]}`);
  });
}

describe('dense', () => {
  it('gives the bits of the oracle', () => {
    fc.assert(
      fc.property(layer, (l) => expectSameBits(run(l), slowly(l))),
      RUNS,
    );
  });

  it('gives a row the same bits whatever the other rows are', () => {
    fc.assert(
      fc.property(layer, (l) => {
        const together = run(l);
        for (let r = 0; r < l.x.rows; r++) {
          const data = l.x.data.slice(r * l.x.columns, (r + 1) * l.x.columns);
          const alone = run({ ...l, x: { rows: 1, columns: l.x.columns, data } });
          const { columns } = l.w;
          expectSameBits(together.slice(r * columns, (r + 1) * columns), alone);
        }
      }),
      { ...RUNS, numRuns: 100 },
    );
  });

  it('gives the same bits for sparse rows among dense ones', () => {
    // Many dense rows take the sparse ones of their block along on the path that skips nothing.
    const [inputs, columns] = [24, 40];
    const value = (i: number) => Math.fround(Math.sin(i + 1));
    const rows = 9;
    const x = Float32Array.from({ length: rows * inputs }, (_, i) => {
      const r = Math.floor(i / inputs);
      return r % 8 !== 5 || i % 7 === 0 ? value(i) : 0;
    });
    const w = Float32Array.from({ length: inputs * columns }, (_, i) => value(3 * i));
    const base = { inputs, w: { rows: inputs, columns, data: w }, bias: new Float32Array(columns) };
    for (let from = 0; from < rows; from++) {
      const data = x.slice(from * inputs);
      const l = { ...base, x: { rows: rows - from, columns: inputs, data } };
      expectSameBits(run(l), slowly(l));
    }
  });

  it('passes NaN and infinities of x on, in either path', () => {
    for (const rows of [1, 4]) {
      const data = new Float32Array(rows * 3).fill(1);
      data.set([Number.NaN, 1, 1]);
      data.set([1, Infinity, -1], rows * 3 - 3);
      const l = {
        x: { rows, columns: 3, data },
        inputs: 3,
        w: { rows: 3, columns: 2, data: Float32Array.of(1, 2, 3, -4, 5, 6) },
        bias: Float32Array.of(1, 2),
      };
      expectSameBits(run(l), slowly(l));
    }
  });

  it('never gives a negative zero', () => {
    const l = {
      x: { rows: 5, columns: 2, data: new Float32Array(10).fill(-0) },
      inputs: 2,
      w: { rows: 2, columns: 1, data: Float32Array.of(1, 1) },
      bias: Float32Array.of(-0),
    };
    expectSameBits(run(l), [0, 0, 0, 0, 0]);
  });
});
