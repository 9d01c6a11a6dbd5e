import { expect } from 'chai';
import fc from 'fast-check';
import { type DenseLayer, Network } from '../../src/networks/network.js';
import { Random } from '../../src/train/random.js';

const random = new Random(1);

function layer(name: string, inputs: number, outputs: number, rest: Partial<DenseLayer> = {}) {
  const weight = random.normals(inputs * outputs).map((v) => v / Math.sqrt(inputs));
  return {
    name,
    inputs,
    outputs,
    weight,
    bias: random.normals(outputs),
    activation: 'identity',
    ...rest,
  } as DenseLayer;
}

/** 10 inputs, a hidden layer of 13, and two layers that both read it. */
const layers = [
  layer('hidden', 10, 13, { activation: 'relu' }),
  layer('mean', 13, 5, { input: 'hidden' }),
  layer('std', 13, 5, { input: 'hidden', activation: 'exp' }),
];
const network = (batch: number) => new Network(layers, 10, new Set(['mean', 'std']), batch);

/** The same in double precision. */
function expected(row: Float32Array): { mean: number[]; std: number[] } {
  const dense = (x: ArrayLike<number>, { outputs, weight, bias }: DenseLayer) =>
    Array.from({ length: outputs }, (_, c) =>
      Array.from(x).reduce((sum, v, k) => sum + v * (weight[k * outputs + c] ?? 0), bias[c] ?? 0),
    );
  const [first, second, third] = layers as [DenseLayer, DenseLayer, DenseLayer];
  const hidden = dense(row, first).map((v) => Math.max(v, 0));
  return { mean: dense(hidden, second), std: dense(hidden, third).map(Math.exp) };
}

describe('Network', () => {
  it('computes what double precision does, but for rounding', () => {
    const x = random.normals(70);
    const out = network(64).evaluate(x);
    for (let r = 0; r < 7; r++) {
      const { mean, std } = expected(x.subarray(10 * r, 10 * r + 10));
      mean.forEach((m, c) => {
        expect(out.get('mean')?.[5 * r + c]).to.be.closeTo(m, 1e-5);
        expect(out.get('std')?.[5 * r + c]).to.be.closeTo(std[c] ?? 0, 1e-4);
      });
    }
  });

  it('gives the same bits whatever the batch', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        (rows, batch) => {
          const x = random.normals(10 * rows).map((v, i) => (i % 3 === 0 ? 0 : v));
          expect(network(batch).evaluate(x)).to.deep.equal(network(1).evaluate(x));
        },
      ),
      { seed: 1, numRuns: 50 },
    );
  });

  it('takes no rows at all', () => {
    expect(network(4).evaluate(new Float32Array(0)).get('mean')).to.have.length(0);
  });
});
