import { expect } from 'chai';
import { CrayError } from '../../src/errors.js';
import { parseSpec } from '../../src/model/parse.js';
import { type Backend, startBackend } from '../../src/train/backend.js';
import { KernelNetwork } from '../../src/train/kernelNetwork.js';
import type { Engine, NetworkPlan, Rows } from '../../src/train/network.js';
import { planOf, tensorsOf } from '../../src/train/plan.js';
import { Random } from '../../src/train/random.js';
import { demandsOf } from '../../src/train/readers.js';
import { drawWeights } from '../../src/train/start.js';
import { TensorNetwork } from '../../src/train/tensorNetwork.js';

const ROWS = 8;
const INPUTS = 10;

const layer = (name: string, rest: object = {}) => ({
  name,
  weight: `${name}.weight`,
  bias: `${name}.bias`,
  ...rest,
});

/** A network with all that layers can have; `means` and `logScales` are two parts of one weight. */
const LAYERS: readonly object[] = [
  layer('first', { width: 16, activation: 'relu' }),
  layer('second', { width: 16, activation: 'softplus', add: 'first', layout: 'outputs-inputs' }),
  layer('third', { width: 12, activation: 'tanh', input: null, bias: undefined }),
  layer('fourth', { width: 12, activation: 'sigmoid', input: 'second', add: 'third' }),
  layer('heads', {
    width: 6,
    input: 'fourth',
    outputs: [
      [0, 1],
      [3, 4],
    ],
  }),
  {
    ...layer('scales', {
      width: 6,
      input: 'fourth',
      outputs: [
        [1, 2],
        [5, 6],
      ],
      least: -0.2,
    }),
    weight: 'heads.weight',
    bias: 'heads.bias',
  },
];

function planFor(layers: readonly object[], codec: object = {}) {
  const distribution = {
    type: 'logistic',
    size: 2,
    binBits: 4,
    lower: 0,
    upper: 1,
    precision: 16,
    means: { network: 'n', layer: 'heads' },
    logScales: { network: 'n', layer: 'scales' },
    ...codec,
  } as const;
  const spec = parseSpec(
    JSON.stringify({
      format: 1,
      name: 'x',
      data: {},
      networks: { n: layers },
      codec: distribution,
    }),
    'x',
  );
  const reader = { spec: distribution as never, path: 'codec', inputs: INPUTS };
  return planOf(spec, demandsOf([reader]), new Set());
}

let backend: Backend;

const engines: readonly [string, Engine][] = [
  ['KernelNetwork', (plan, parameters, options) => new KernelNetwork(plan, parameters, options)],
  [
    'TensorNetwork',
    (plan, parameters, options) => new TensorNetwork(backend.tf, plan, parameters, options),
  ],
];

for (const [title, make] of engines) {
  describe(title, () => {
    before(async () => {
      backend = await startBackend();
      expect(backend.name).to.match(/^(wasm|tensorflow)$/);
    });

    it('has the gradients that differences show, by weights and by what goes in', () => {
      const { networks, parameters } = planFor(LAYERS);
      const random = new Random(7);
      drawWeights(parameters, networks, [], random);
      for (let i = 0; i < parameters.values.length; i++) {
        parameters.values[i] = (parameters.values[i] as number) + 0.1 * (random.uniform() - 0.5);
      }
      const network = make(networks.get('n') as NetworkPlan, parameters, {
        rows: ROWS,
        inputGradients: true,
      });
      const input = network.input();
      for (let r = 0; r < ROWS; r++) input.values.set(random.normals(INPUTS), r * input.stride);
      // Any linear function of the outputs, which has its factors as gradients.
      const factors = random.normals(ROWS * 4);
      const sum = (outputs: ReadonlyMap<string, Rows>) => {
        let all = 0;
        ['heads', 'scales'].forEach((name, part) => {
          const { values, d, stride } = outputs.get(name) as Rows;
          for (let r = 0; r < ROWS; r++) {
            for (let c = 0; c < 2; c++) {
              const factor = factors[r * 4 + part * 2 + c] as number;
              d[r * stride + c] = factor;
              all += factor * (values[r * stride + c] as number);
            }
          }
        });
        return all;
      };
      const value = () => {
        let all = 0;
        network.look((outputs) => {
          all = sum(outputs);
        });
        return all;
      };
      network.pass((outputs) => void sum(outputs));
      const byInput = network.input().d.slice();
      const { values, gradients } = parameters;
      let [near, all] = [0, 0];
      const check = (numbers: Float32Array, i: number, gradient: number) => {
        const p = numbers[i] as number;
        numbers[i] = p + 4e-3;
        const above = value();
        numbers[i] = p - 4e-3;
        const slope = (above - value()) / 8e-3;
        numbers[i] = p;
        all++;
        if (Math.abs(slope - gradient) < 0.01 * Math.max(1, Math.abs(slope))) near++;
      };
      for (let i = 0; i < values.length; i += 5) check(values, i, gradients[i] as number);
      for (let r = 0; r < ROWS; r++) {
        const i = r * input.stride + (r % INPUTS);
        check(network.input().values, i, byInput[i] as number);
      }
      // A step over the edge of a rectified unit shows another slope.
      expect(near / all).to.be.above(0.97);
    });
  });
}

describe('both engines', () => {
  it('learn the same', async () => {
    backend = await startBackend();
    const learned = engines.map(([, make]) => {
      const { networks, parameters } = planFor(LAYERS);
      drawWeights(parameters, networks, [], new Random(1));
      const network = make(networks.get('n') as NetworkPlan, parameters, {
        rows: ROWS,
        inputGradients: false,
      });
      const random = new Random(3);
      const { values, stride } = network.input();
      for (let r = 0; r < ROWS; r++) values.set(random.normals(INPUTS), r * stride);
      network.pass((outputs) => {
        for (const { d, stride: s } of outputs.values()) {
          for (let r = 0; r < ROWS; r++) d.fill(0.5, r * s, r * s + 2);
        }
      });
      return parameters.gradients;
    }) as [Float32Array, Float32Array];
    learned[0].forEach((g, i) => {
      expect(g).to.be.closeTo(learned[1][i] as number, 1e-4);
    });
  });
});

describe('planOf', () => {
  it('gives tensors as a weights file has them', () => {
    const { parameters } = planFor(LAYERS);
    const shapes = [...tensorsOf(parameters, parameters.values)].map(([name, { shape }]) => [
      name,
      shape,
    ]);
    expect(Object.fromEntries(shapes)).to.deep.equal({
      'first.weight': [10, 16],
      'first.bias': [16],
      'second.weight': [16, 16],
      'second.bias': [16],
      'third.weight': [10, 12],
      'fourth.weight': [16, 12],
      'fourth.bias': [12],
      'heads.weight': [12, 6],
      'heads.bias': [6],
    });
  });

  const bad: readonly [string, readonly object[], string][] = [
    [
      'a layer without a width',
      [layer('first'), ...LAYERS.slice(1)],
      'networks.n.0.width: expected the number of outputs',
    ],
    [
      'layers that are added and do not meet, both named',
      [layer('first', { width: 24 }), ...LAYERS.slice(1)],
      'networks.n.1.add: expected 16 outputs, as second has, got 24 in first',
    ],
    [
      'a layer that is not there',
      [layer('first', { width: 16, input: 'x' })],
      'networks.n.0.input: no layer before it is called x',
    ],
    [
      'a layer that a codec wants',
      LAYERS.slice(0, 5),
      'networks.n: has no layer scales, which a codec reads',
    ],
    [
      'a layer of another width than a codec wants',
      [layer('heads', { width: 3 }), layer('scales')],
      'networks.n: expected 2 outputs in heads, as the codec that reads it has, got 3',
    ],
    [
      'two layers that take one weight differently',
      [layer('heads'), { ...layer('scales'), weight: 'heads.weight', input: 'heads' }],
      'networks.n.1.weight: expected 10 inputs and 2 outputs, as another layer takes heads.weight, got 2 and 2 in scales',
    ],
  ];
  for (const [title, layers, message] of bad) {
    it(`refuses ${title}`, () => {
      expect(() => planFor(layers))
        .to.throw(CrayError, message)
        .with.property('code', 'SPEC_INVALID');
    });
  }
});
