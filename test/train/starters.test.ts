import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { CrayError } from '../../src/errors.js';
import { writeSafetensors } from '../../src/networks/safetensors.js';
import { finish } from '../../src/pipeline/chunk/steps.js';
import type { Items } from '../../src/train/data.js';
import { measure } from '../../src/train/measure.js';
import { prepare } from '../../src/train/prepare.js';
import { asTrained, checkFits, readSource } from '../../src/train/source.js';
import { type Kind, starter } from '../../src/train/starter.js';
import { Trainer } from '../../src/train/trainer.js';
import { slopes, swings } from './items.js';

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'craystack-'));
});
after(() => rmSync(folder, { recursive: true }));

/** A starter for items, made small, as it would be read from its file. */
function sourceOf(kind: Kind, items: Items, change: (text: string) => string = (text) => text) {
  const file = join(folder, 'spec.json');
  const small = starter(kind, items, 'x', 'the data')
    .replaceAll(/"width": (128|256|64)/g, '"width": 32')
    .replace('"batch": 4096', '"batch": 512')
    .replace('"batch": 128', '"batch": 64')
    .replace('"rate": 0.001', '"rate": 0.01')
    // What is set aside for each level is not in the estimate.
    .replace(/("type": "pixelMixture"[^}]*"precision": )20/g, '$130');
  writeFileSync(file, change(small));
  return readSource(file, join(folder, 'model'), { steps: 60, seed: 4 });
}

/** Trains, and gives what it comes to, by the estimate and by the codec. */
async function learn(kind: Kind, given: Items, change?: (text: string) => string) {
  const source = sourceOf(kind, given, change);
  checkFits(source, given, 'the data');
  const items = asTrained(source, given);
  const data = { train: items, measured: items };
  const { objective } = await prepare(source.spec, source.training, data);
  const trainer = new Trainer(objective, source.training);
  const first = objective.estimate();
  const model = () => source.model(writeSafetensors(objective.tensors()));
  if (kind === 'neighbourhood' && items.levels.BYTES_PER_ELEMENT === 1) {
    // Where nothing is near impossible yet they agree to what quantisation costs. Of 65,536 levels many are.
    const { coded, estimate } = finish(measure(model(), objective, items, 5000));
    expect(coded).to.be.closeTo(estimate, 5e-3 * coded);
  }
  while (trainer.step < source.training.steps) trainer.advance();
  const { coded, estimate } = finish(measure(model(), objective, items, 20_000));
  return { first, estimate, rate: coded };
}

/**
 * Bits a dimension that a model must come below after 60 steps, and by how much the codec may differ: it
 * sets a little aside for each level, so what is next to impossible costs less than the estimate says.
 */
interface Case {
  readonly title: string;
  readonly items: Items;
  readonly kind: Kind;
  readonly reach: number;
  readonly within: number;
}

const gray = slopes(100, 256);
const rgb = slopes(100, 256, [6, 7, 3]);

const cases: readonly Case[] = [
  { title: 'bits', kind: 'neighbourhood', items: slopes(100, 2), reach: 0.25, within: 2e-3 },
  { title: 'gray', kind: 'neighbourhood', items: gray, reach: 7, within: 2e-3 },
  { title: 'RGB', kind: 'neighbourhood', items: rgb, reach: 5.5, within: 0.02 },
  {
    title: 'RGBA',
    kind: 'neighbourhood',
    items: slopes(100, 256, [6, 7, 4]),
    reach: 6,
    within: 0.02,
  },
  {
    title: '8 bits with a sign',
    kind: 'neighbourhood',
    items: { ...gray, dtype: 'i8' },
    reach: 7,
    within: 2e-3,
  },
  {
    title: 'moments of 16 bits',
    kind: 'neighbourhood',
    items: swings(3000, []),
    reach: 9.5,
    within: 2e-3,
  },
  {
    title: 'moments of two channels',
    kind: 'neighbourhood',
    items: swings(3000, [2]),
    reach: 9.5,
    within: 2e-3,
  },
  {
    title: 'columns of 16 bits',
    kind: 'neighbourhood',
    items: swings(40, [90]),
    reach: 9.5,
    within: 2e-3,
  },
  {
    title: 'images of 16 bits',
    kind: 'neighbourhood',
    items: swings(40, [9, 10]),
    reach: 11,
    within: 2e-3,
  },
  {
    title: 'images of 16 bits in planes',
    kind: 'neighbourhood',
    items: swings(20, [2, 9, 10]),
    reach: 11,
    within: 2e-3,
  },
  // One sample of the latents, and others.
  { title: 'bits', kind: 'vae', items: slopes(200, 2), reach: 0.6, within: 0.03 },
  { title: 'gray', kind: 'vae', items: gray, reach: 7, within: 0.03 },
  { title: 'RGB', kind: 'vae', items: rgb, reach: 7, within: 0.03 },
  { title: 'columns of 16 bits', kind: 'vae', items: swings(200, [24]), reach: 10.5, within: 0.03 },
];

describe('starters', () => {
  for (const { title, kind, items, reach, within } of cases) {
    it(`learn, ${kind} of ${title}, and the codec costs what the estimate says`, async () => {
      const { first, estimate, rate } = await learn(kind, items);
      expect(estimate).to.be.below(Math.min(reach, first));
      expect(rate).to.be.closeTo(estimate, within * estimate);
    });
  }

  it('take planes, as CIFAR batches have them', async () => {
    const { levels, ...rest } = rgb;
    const planes = levels.slice();
    for (let i = 0; i < levels.length; i++) {
      const [image, site, channel] = [Math.floor(i / 126), Math.floor((i % 126) / 3), i % 3];
      planes[image * 126 + channel * 42 + site] = levels[i] as number;
    }
    const turned = { ...rest, shapes: rest.shapes.map(() => [3, 6, 7]), levels: planes };
    const { estimate, rate } = await learn('neighbourhood', turned);
    expect(rate).to.be.closeTo(estimate, 0.02 * estimate);
  });

  it('take differences of colours, a masked convolution and PyTorch layouts', async () => {
    const { estimate, rate } = await learn('neighbourhood', rgb, (text) =>
      text
        .replace('"layout": "sites"', '"layout": "sites", "colour": "greenDifferences"')
        .replace('"position": true', '"position": false')
        .replace(/"up": 4, "left": 4, "right": 4/, '"up": 2, "left": 2, "right": 2')
        .replace(/("name": "hidden0",)/, '$1 "layout": "convolution",')
        .replace(/("name": "hidden1",)/, '$1 "layout": "outputs-inputs",'),
    );
    expect(rate).to.be.closeTo(estimate, 0.05 * estimate);
  });

  it('take images of many sizes', async () => {
    const [a, b] = [slopes(60, 256, [6, 7, 3]), slopes(60, 256, [9, 5, 3])];
    const levels = Buffer.concat([Buffer.from(a.levels), Buffer.from(b.levels)]);
    const both = { ...a, shapes: [...a.shapes, ...b.shapes], levels: new Uint8Array(levels) };
    const { estimate, rate } = await learn('neighbourhood', both);
    expect(rate).to.be.closeTo(estimate, 0.05 * estimate);
  });

  it('draw bits of bytes where the spec says so', async () => {
    const { first, estimate, rate } = await learn('neighbourhood', slopes(100, 2), (text) =>
      text.replace('"rate": 0.002', '"rate": 0.002, "binarise": true'),
    );
    expect(estimate).to.be.below(first);
    expect(rate).to.be.closeTo(estimate, 2e-3 * estimate);
  });

  const refusals: readonly [string, Kind, Items, string][] = [
    [
      'items of two shapes',
      'vae',
      {
        ...gray,
        shapes: [
          [6, 7],
          [7, 6],
        ],
      },
      'the data: expected items of one shape, got 6 x 7 and 7 x 6',
    ],
    [
      'items that are no images, for a neighbourhood',
      'neighbourhood',
      { ...gray, shapes: [[2, 3, 4, 5]] },
      'expected items of [rows, columns], or that with up to 4 channels before or after, got 2 x 3 x 4 x 5',
    ],
    [
      'items too large for an autoencoder',
      'vae',
      { ...gray, shapes: [[300, 300]] },
      'expected items of 65536 elements at most, got 90000; a neighbourhood takes any',
    ],
    [
      'moments, for an autoencoder',
      'vae',
      { dtype: 'u16', shapes: [[2]], levels: new Uint16Array(2) },
      'the data: expected items of more than a few numbers, got 2; a neighbourhood sees the items before',
    ],
  ];
  for (const [title, kind, items, message] of refusals) {
    it(`refuse ${title}`, () => {
      expect(() => starter(kind, items, 'x', 'the data'))
        .to.throw(CrayError, message)
        .with.property('code', 'DATA_MISMATCH');
    });
  }
});

describe('checkFits', () => {
  const source = () => sourceOf('neighbourhood', slopes(2, 2));
  const bad: readonly [string, Items, string][] = [
    [
      'another shape',
      slopes(2, 2, [5, 7]),
      'here: the spec is of u8 items of 6 x 7, the data are u8 items of 5 x 7',
    ],
    [
      'levels that there are not',
      gray,
      'the spec is of levels 0 … 1; training.binarise draws bits of bytes',
    ],
  ];
  for (const [title, items, message] of bad) {
    it(`refuses ${title}`, () => {
      expect(() => checkFits(source(), items, 'here'))
        .to.throw(CrayError, message)
        .with.property('code', 'DATA_MISMATCH');
    });
  }
});
