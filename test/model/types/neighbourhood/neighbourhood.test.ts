import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { CrayError } from '../../../../src/errors.js';
import { buildCodec } from '../../../../src/model/build.js';
import { loadModel, makeModel } from '../../../../src/model/model.js';
import { writeSafetensors } from '../../../../src/networks/safetensors.js';
import { packageFile } from '../../../../src/package.js';
import { Random } from '../../../../src/train/random.js';
import { checkLaws, fullMessage, information } from '../../../laws.js';
import { nelloc, plainNellocBits } from '../../../reference/nelloc.js';

const random = new Random(5);
const tensor = (...shape: number[]) => ({
  shape,
  values: random.normals(shape.reduce((a, b) => a * b, 1)).slice(
    0,
    shape.reduce((a, b) => a * b, 1),
  ),
});

/** 4 outputs of 2 channels over 3 x 3 sites, of which those from the middle on are masked. */
const masked = tensor(4, 2, 3, 3);
masked.values.forEach((_, i) => {
  if (i % 9 >= 4) masked.values[i] = 0;
});
const open = { ...masked, values: masked.values.slice() };
open.values[4] = 1;

const weights = writeSafetensors(
  new Map(
    Object.entries({
      masked,
      open,
      even: tensor(4, 2, 2, 3),
      single: tensor(4, 4, 1, 1),
      head: tensor(4, 6),
      narrow: tensor(8, 3),
      bias: tensor(4),
    }),
  ),
);

const first = { name: 'first', weight: 'masked', layout: 'convolution', activation: 'relu' };
const second = {
  name: 'second',
  weight: 'single',
  layout: 'convolution',
  bias: 'bias',
  add: 'first',
};
const head = {
  name: 'out',
  weight: 'head',
  outputs: [
    [1, 2],
    [4, 5],
  ],
  least: -2,
};

function specOf(layers: readonly object[], codec: object = {}, pass: object = {}): string {
  return JSON.stringify({
    format: 1,
    name: 'x',
    data: { dtype: 'u8', shape: [2, 3, 4], levels: 2 },
    weights: 'w',
    networks: { sites: layers },
    codec: {
      type: 'neighbourhood',
      height: 3,
      width: 4,
      channels: 2,
      layout: 'planes',
      levels: 2,
      features: [{ centre: 0, scale: 1 }],
      passes: [
        {
          window: [{ up: 1, left: 1, right: 1 }],
          codec: {
            type: 'bernoulliLogits',
            size: 2,
            precision: 16,
            logits: { network: 'sites', layer: 'out' },
          },
          ...pass,
        },
      ],
      ...codec,
    },
  });
}

const build = (...args: Parameters<typeof specOf>) =>
  buildCodec(makeModel(specOf(...args), weights, 'x'));

describe('neighbourhoods in specs', () => {
  it('take masked convolutions, layers that are added, and some of the outputs', () => {
    const item = Uint32Array.from({ length: 48 }, () => random.uint32() & 1);
    checkLaws(build([first, second, head]).group(2), item);
    checkLaws(build([first, second, head], { skew: 2 }).group(2), item);
    checkLaws(build([first, second, head], { layout: 'sites' }).group(2), item);
    const three = {
      height: 2,
      channels: 3,
      colour: 'greenDifferences',
      layout: 'sites',
      passes: [0, 1, 2].map((c) => ({
        channels: [c],
        window: [{ up: 1 }],
        codec: { type: 'bernoulliLogits', size: 1, precision: 16, logits: 1 },
      })),
    };
    checkLaws(build([first], three).group(2), item);
  });

  it('read a convolution as a sum over the neighbours before a site', () => {
    // The logits of the first channel, worked out from the images.
    const item = Uint32Array.from({ length: 24 }, () => random.uint32() & 1);
    const plane = (c: number, y: number, x: number) =>
      y < 0 || x < 0 || x > 3 ? 0 : (item[c * 12 + y * 4 + x] as number);
    let bits = 0;
    for (let y = 0; y < 3; y++) {
      for (let x = 0; x < 4; x++) {
        for (const o of [0, 1]) {
          let logit = 0;
          for (let tap = 0; tap < 4; tap++) {
            for (const c of [0, 1]) {
              const w = masked.values[(o * 2 + c) * 9 + tap] as number;
              logit += w * plane(c, y + Math.floor(tap / 3) - 1, x + (tap % 3) - 1);
            }
          }
          bits += Math.log2(1 + Math.exp(plane(o, y, x) ? -logit : logit));
        }
      }
    }
    const logits = { ...first, name: 'out', activation: 'identity', outputs: [[0, 2]] };
    const message = fullMessage(1, 1);
    const before = information(message);
    build([logits]).group(1).push(message, item);
    expect(information(message) - before).to.be.closeTo(bits, 0.05);
  });

  it('raise logits of levels that have been seen, by count and by neighbour', () => {
    const [height, width] = [4, 5];
    const item = Uint32Array.from({ length: height * width }, () => random.uint32() % 3);
    const gates = [0.5, 0.25, 2, -1];
    const logits = [0.1, 0.2, 0.3];
    const codec = {
      height,
      width,
      channels: 1,
      levels: 3,
      edge: 0,
      tally: true,
      features: [{ centre: 1.5, scale: 7 }, { from: 1 }],
      passes: [
        {
          window: [{ up: 1, left: 1 }],
          codec: { type: 'categoricalLogits', size: 1, symbols: 3, precision: 24, logits },
          recall: {
            counts: [1, 3],
            neighbours: [
              [0, -1],
              [-1, 0],
            ],
            gates,
          },
        },
      ],
    };
    // Plain: counts of what came before, and the neighbours' levels.
    let bits = 0;
    const counts = [0, 0, 0];
    const at = (y: number, x: number) => (y < 0 || x < 0 ? 0 : (item[y * width + x] as number));
    item.forEach((level, i) => {
      const [y, x] = [Math.floor(i / width), i % width];
      const blank = at(y, x - 1) + at(y - 1, x) + at(y - 1, x - 1) === 0;
      const raised = logits.map((logit, v) => {
        const n = v === 0 || blank ? 0 : (counts[v] as number);
        return logit + (n >= 1 ? 0.5 : 0) + (n >= 3 ? 0.25 : 0);
      });
      const left = at(y, x - 1);
      const up = at(y - 1, x);
      raised[left] = (raised[left] as number) + 2;
      raised[up] = (raised[up] as number) - 1;
      const all = raised.reduce((sum, l) => sum + Math.exp(l), 0);
      bits -= Math.log2(Math.exp(raised[level] as number) / all);
      counts[level] = (counts[level] as number) + 1;
    });
    const data = { dtype: 'u8', shape: [height, width], levels: 3 };
    const spec = { ...JSON.parse(specOf([first], codec)), data };
    const built = buildCodec(makeModel(JSON.stringify(spec), weights, 'x'));
    const message = fullMessage(1, 1);
    const before = information(message);
    built.group(1).push(message, item);
    expect(information(message) - before).to.be.closeTo(bits, 0.01);
    checkLaws(built.group(1), item);
  });

  for (const [where, values] of [
    ['of the sites that are not, after the layers of all', 'first'],
    ['from the start', null],
  ] as const)
    it(`tell first whether a level is 0, and work out the others ${where}`, () => {
      const size = { height: 3, width: 4 };
      const item = Uint32Array.from({ length: 24 }, () => Math.max(0, (random.uint32() % 6) - 3));
      const [some, logits] = [-0.5, [0.25, 1]];
      const layers = [
        { name: 'first', weight: 'seen', activation: 'relu' },
        { name: 'some', input: 'first', weight: 'none', bias: 'one' },
        { name: 'values', input: values, weight: values ? 'zeros' : 'wide', bias: 'two' },
      ];
      const passes = [
        {
          window: [{ up: 1, left: 1, right: 1 }],
          zero: { logits: { network: 'sites', layer: 'some' }, precision: 24 },
          codec: {
            type: 'categoricalLogits',
            size: 1,
            symbols: 2,
            precision: 24,
            logits: { network: 'sites', layer: 'values' },
          },
          recall: { counts: [1], neighbours: [[0, -1]], gates: [1, 2] },
        },
      ];
      const codec = { ...size, channels: 1, layout: 'sites', levels: 3, tally: true, passes };
      const spec = {
        ...JSON.parse(specOf(layers, codec)),
        data: { dtype: 'u8', shape: [3, 4], levels: 3 },
      };
      const own = writeSafetensors(
        new Map(
          Object.entries({
            seen: tensor(7, 5),
            none: { shape: [5, 1], values: new Float32Array(5) },
            one: { shape: [1], values: Float32Array.of(some) },
            wide: { shape: [7, 2], values: new Float32Array(14) },
            zeros: { shape: [5, 2], values: new Float32Array(10) },
            two: { shape: [2], values: Float32Array.from(logits) },
          }),
        ),
      );
      const built = buildCodec(makeModel(JSON.stringify(spec), own, 'x'));
      checkLaws(built.group(2), item);
      let bits = 0;
      const seen = new Set<string>();
      const levelAt = (image: number, y: number, x: number) =>
        y < 0 || x < 0 || x > 3 ? 0 : (item[image * 12 + y * 4 + x] as number);
      const blank = (i: number) => {
        const [image, y, x] = [Math.floor(i / 12), Math.floor((i % 12) / 4), i % 4];
        const window = [-1, 0, 1].map((dx) => levelAt(image, y - 1, x + dx));
        return [...window, levelAt(image, y, x - 1)].every((level) => level === 0);
      };
      item.forEach((level, i) => {
        bits += Math.log2(1 + Math.exp(level > 0 ? -some : some));
        const image = Math.floor(i / 12);
        if (level > 0) {
          const raised = logits.map((logit, v) => {
            const left = i % 4 > 0 && item[i - 1] === v + 1;
            const known = seen.has(`${image} ${v + 1}`) && !blank(i);
            return logit + (known ? 1 : 0) + (left ? 2 : 0);
          });
          const all = raised.reduce((sum, l) => sum + Math.exp(l), 0);
          bits -= Math.log2(Math.exp(raised[level - 1] as number) / all);
        }
        seen.add(`${image} ${level}`);
      });
      const message = fullMessage(1, 1);
      const before = information(message);
      built.group(2).push(message, item);
      expect(information(message) - before).to.be.closeTo(bits, 0.01);
    });

  const recalled = (recall: object, codec: object = {}) => ({
    channels: 1,
    layout: 'sites',
    levels: 2,
    tally: true,
    passes: [
      {
        window: [{ up: 1 }],
        codec: { type: 'categoricalLogits', size: 1, symbols: 2, precision: 16, logits: 0 },
        recall: { gates: [0, 0], ...recall },
      },
    ],
    ...codec,
  });

  const bad: [string, Parameters<typeof specOf>, string][] = [
    [
      'a convolution that reads ahead',
      [[{ ...first, weight: 'open' }, second, head]],
      'networks.sites.0.weight: output 0 reads a site at or after its own (tap 4)',
    ],
    ['a convolution without a middle', [[{ ...first, weight: 'even' }]], 'odd numbers of rows'],
    [
      'an added layer that is not there',
      [[{ ...first, add: 'x' }]],
      'networks.sites.0.add: no layer',
    ],
    [
      'an added layer of another width',
      [[first, { ...head, add: 'first' }]],
      'networks.sites.1.add: expected 2 outputs, as out has, got 4 in first',
    ],
    [
      'outputs that there are not',
      [[first, { ...head, outputs: [[5, 7]] }]],
      'networks.sites.1.outputs.0: expected a range within 0 … 6, got 5 … 7',
    ],
    [
      'a window of another number of neighbours',
      [[first, second, head], {}, { window: [{ up: 2 }] }],
      'expected a network of 4 inputs, got 8 in sites',
    ],
    [
      'a channel that is not known yet',
      [[first, second, head], {}, { channels: [1], window: [{ up: 1, channels: [1, 0] }] }],
      'codec.passes.0.window.0.channels.1: channel 0 is not known yet',
    ],
    [
      'a wave in which a neighbour is not known',
      [[first, second, head], { skew: 1 }],
      'codec.passes: pass 0: channel 0 at -1 rows, 1 column is not known when a site is coded',
    ],
    [
      'a codec of another number of channels',
      [
        [first, second, head],
        {},
        { channels: [1], window: [{ up: 1 }], codec: { type: 'uniform', size: 2, precision: 1 } },
      ],
      'codec.passes.0.codec.size: expected 1 symbol, one for each channel, got 2',
    ],
    [
      'differences of two channels',
      [[first, second, head], { colour: 'greenDifferences' }],
      'codec.colour: expected 3 channels or more, got 2',
    ],
    [
      'gates of another number',
      [[first], recalled({ counts: [1, 2, 3] })],
      'codec.passes.0.recall.gates: expected 3 numbers, got 2',
    ],
    [
      'counts without a tally',
      [[first], recalled({ counts: [1] }, { tally: false })],
      'codec.passes.0.recall.counts: expected a neighbourhood with a tally',
    ],
    [
      'counts that do not rise',
      [[first], recalled({ counts: [2, 2], gates: [0, 0] })],
      'codec.passes.0.recall.counts.1: expected more than 2, got 2',
    ],
    [
      'a neighbour outside the window',
      [[first], recalled({ neighbours: [[-1, 1]] })],
      'codec.passes.0.recall.neighbours.0: the window has no site at -1, 1',
    ],
    [
      'neighbours whose features do not tell levels',
      [[first], recalled({ neighbours: [[-1, 0]] }, { features: [{ from: 1 }] })],
      'codec.passes.0.recall.neighbours: expected a first feature that tells levels apart',
    ],
    [
      'recall of a codec without logits',
      [[first], {}, { recall: { gates: [0], counts: [1] } }],
      'codec.passes.0.codec: expected categoricalLogits of size 1',
    ],
    [
      'a codec of fewer levels',
      [[first, second, head], { levels: 3 }],
      'codec.passes.0.codec: codes 2 values, expected 3',
    ],
  ];
  for (const [title, args, message] of bad) {
    it(`refuse ${title}`, () => {
      expect(() => build(...args))
        .to.throw(CrayError, message)
        .with.property('code', 'SPEC_INVALID');
    });
  }
});

const CIFAR = packageFile('../shared/data/cifar10/data_batch_1.bin');

describe('networks of NeLLoC', () => {
  it('cost what double precision says', function () {
    const model = nelloc('rs0_cifar_h3', 0, [32, 32]);
    if (!model || !existsSync(CIFAR)) return this.skip(); // not at hand
    const image = readFileSync(CIFAR).subarray(1, 3073);
    const message = fullMessage(1, 1);
    const before = information(message);
    buildCodec(model).group(1).push(message, Uint32Array.from(image));
    const bits = plainNellocBits(model, image);
    expect(information(message) - before).to.be.closeTo(bits, 1e-3 * bits);
  });

  // A few training images only, since all would take minutes. Over the test set, measured once, rs0 comes to
  // 3.385 and rs1 to 3.301; the paper has 3.38 and 3.28. The layers of rs1 are those of its authors' code.
  for (const [name, blocks, expected] of [
    ['rs0_cifar_h3', 0, 3.5449],
    ['rs1_cifar_h3', 1, 3.4412],
  ] as const) {
    it(`are read as PyTorch saved them: ${name}`, function () {
      const model = nelloc(name, blocks, [32, 32]);
      if (!model || !existsSync(CIFAR)) return this.skip(); // not at hand
      const bytes = readFileSync(CIFAR);
      const items = Uint32Array.from(
        Array.from({ length: 4 }, (_, i) => [
          ...bytes.subarray(3073 * i + 1, 3073 * (i + 1)),
        ]).flat(),
      );
      const codec = buildCodec(model).group(4);
      const message = fullMessage(4, 1);
      const before = information(message);
      codec.push(message, items);
      const rate = (information(message) - before) / items.length;
      expect(codec.pop(message)).to.deep.equal(items);
      expect(rate).to.be.closeTo(expected, 0.001);
    });
  }
});

describe('a chunk of a neighbourhood model, unless somebody says how many items', () => {
  it('has so many items as half a second of its networks allows', () => {
    const model = loadModel('mnist-neighbourhood');
    let aSite = 0;
    for (const [name, { values }] of model.tensors) {
      if (name.endsWith('.weight')) aSite += values.length;
    }
    expect(buildCodec(model).chunkItems?.(784)).to.equal(8e9 / (784 * aSite));
  });

  it('has so many items as the model says', () => {
    expect(buildCodec(loadModel('cifar10')).chunkItems?.(3072)).to.equal(10);
  });

  it('has 4 MiB where the networks are small, or none', () => {
    const spec = {
      format: 1,
      name: 'small',
      data: { dtype: 'u8', shape: [4, 4], levels: 2 },
      codec: {
        type: 'neighbourhood',
        height: 4,
        width: 4,
        levels: 2,
        features: [{ centre: 0, scale: 1 }],
        passes: [
          {
            window: [{ up: 1, down: 0, left: 1, right: 1 }],
            codec: { type: 'bernoulli', size: 1, precision: 8, probabilities: 0.5 },
          },
        ],
      },
    };
    const model = makeModel(JSON.stringify(spec), new Uint8Array(), 'small');
    expect(buildCodec(model).chunkItems?.(16)).to.equal(2 ** 22 / 16);
  });
});
