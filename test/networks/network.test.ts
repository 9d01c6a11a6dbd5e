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

  it('computes equal rows once, to the same bits', () => {
    const kinds = [random.normals(10), random.normals(10), new Float32Array(10)];
    const which = [0, 0, 2, 1, 2, 0, 1, 1, 2, 2, 2, 0];
    const x = Float32Array.from(which.flatMap((k) => [...(kinds[k] as Float32Array)]));
    expect(network(12).evaluate(x)).to.deep.equal(network(1).evaluate(x));
  });

  it('raises outputs to the least there is, and adds other layers after that', () => {
    const added = layer('sum', 13, 13, {
      input: 'hidden',
      activation: 'tanh',
      least: -0.25,
      add: 'hidden',
    });
    const plain = layer('plain', 13, 13, {
      ...added,
      name: 'plain',
      least: undefined,
      add: undefined,
    });
    const net = new Network(
      [layers[0] as DenseLayer, added, plain],
      10,
      new Set(['hidden', 'sum', 'plain']),
      4,
    );
    const out = net.evaluate(random.normals(60));
    const of = (name: string) => out.get(name) as Float32Array;
    const expected = of('plain').map((v, i) => Math.max(v, -0.25) + (of('hidden')[i] as number));
    expect(of('sum')).to.deep.equal(expected);
    expect(
      expected.some((v, i) => v !== (of('plain')[i] as number) + (of('hidden')[i] as number)),
    ).to.equal(true);
  });

  it('takes no rows at all', () => {
    expect(network(4).evaluate(new Float32Array(0)).get('mean')).to.have.length(0);
  });
});
