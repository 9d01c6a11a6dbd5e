import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { CrayError } from '../../src/errors.js';
import { writeSafetensors } from '../../src/networks/safetensors.js';
import { tapsOf } from '../../src/networks/window.js';
import { buildCodec } from '../../src/spec/build.js';
import { makeModel } from '../../src/spec/model.js';
import { bernoulliLoss } from '../../src/train/bernoulliLoss.js';
import { categoricalLoss } from '../../src/train/categoricalLoss.js';
import { readCheckpoint, writeCheckpoint } from '../../src/train/checkpoint.js';
import type { Loss } from '../../src/train/loss.js';
import { type NeighbourhoodPlan, NeighbourhoodTrainer } from '../../src/train/neighbourhood.js';
import { neighbourhoodSpec, neighbourhoodTensors } from '../../src/train/neighbourhoodModel.js';
import { pixelMixtureLoss } from '../../src/train/pixelMixtureLoss.js';
import { Random } from '../../src/train/random.js';
import { Relative } from '../../src/train/relative.js';
import { fullMessage, information } from '../laws.js';

const [HEIGHT, WIDTH] = [6, 7];

/** Images of slopes with noise, of levels below `levels`. */
function slopes(items: number, channels: number, levels: number): Uint8Array {
  const random = new Random(9);
  const out: number[] = [];
  for (let i = 0; i < items; i++) {
    const [a, b] = [random.uniform(), random.uniform()];
    for (let y = 0; y < HEIGHT; y++) {
      for (let x = 0; x < WIDTH; x++) {
        for (let c = 0; c < channels; c++) {
          const v = (a * y) / HEIGHT + (b * x) / WIDTH + 0.1 * c + 0.02 * random.uniform();
          out.push(Math.min(levels - 1, Math.floor((levels * v) / 2.2)));
        }
      }
    }
  }
  return Uint8Array.from(out);
}

interface Case {
  readonly title: string;
  readonly channels: number;
  readonly levels: number;
  readonly edge: number;
  readonly features: readonly ({ centre: number; scale: number } | { from: number })[];
  readonly relative: boolean;
  readonly loss: Loss;
  /** Bits a dimension that it must come below, after 60 steps. */
  readonly reach: number;
}

const window = { up: 2, down: 0, left: 2, right: 2 };

function planOf({ channels, levels, edge, features, relative, loss }: Case): NeighbourhoodPlan {
  const all = Array.from({ length: channels }, (_, c) => c);
  const values = Array.from({ length: levels }, (_, v) =>
    features.map((f) => ('from' in f ? Number(v >= f.from) : (v - f.centre) / f.scale)),
  );
  return {
    sites: {
      height: HEIGHT,
      width: WIDTH,
      channels,
      taps: tapsOf({ ...window, channels: all }, []),
      edge,
      embedding: { features: features.length, values: Float32Array.from(values.flat()) },
      relative,
      position: true,
    },
    width: 32,
    blocks: 1,
    loss,
    steps: 60,
    passes: 1,
    rate: 1e-2,
    seed: 4,
  };
}

const cases: readonly Case[] = [
  {
    title: 'bits',
    channels: 1,
    levels: 2,
    edge: 0,
    features: [{ centre: 0, scale: 1 }],
    relative: false,
    loss: bernoulliLoss,
    reach: 0.25,
  },
  {
    title: 'levels of two features',
    channels: 1,
    levels: 16,
    edge: 0,
    features: [{ centre: 0, scale: 15 }, { from: 1 }],
    relative: false,
    loss: categoricalLoss(16),
    reach: 1.8,
  },
  {
    title: 'pixels relative to their neighbours',
    channels: 3,
    levels: 256,
    edge: 128,
    features: [{ centre: 127.5, scale: 127.5 }],
    relative: true,
    loss: pixelMixtureLoss(2),
    reach: 5.5,
  },
];

describe('NeighbourhoodTrainer', () => {
  for (const each of cases) {
    it(`learns ${each.title}, and the codec costs what it says`, () => {
      const { channels, levels, edge, features, relative, loss, reach } = each;
      const images = slopes(300, channels, levels);
      const plan = planOf(each);
      const trainer = new NeighbourhoodTrainer(plan, images);
      const first = trainer.advance();
      while (trainer.step < plan.steps) trainer.advance();
      const estimate = trainer.estimate(images, 20);
      expect(estimate).to.be.below(Math.min(reach, first));

      const parts = {
        name: 'x',
        description: 'x',
        shape: [HEIGHT, WIDTH, channels],
        height: HEIGHT,
        width: WIDTH,
        channels,
        layout: 'sites' as const,
        levels,
        edge,
        features,
        position: true,
        window: [window],
      };
      const seen = relative ? new Relative(plan.sites.taps, channels) : undefined;
      const model = makeModel(
        JSON.stringify(neighbourhoodSpec(parts, trainer.network, loss, relative)),
        writeSafetensors(neighbourhoodTensors(trainer.network, loss, seen)),
        'x',
      );
      const message = fullMessage(4, 1);
      const before = information(message);
      const codec = buildCodec(model).group(300);
      codec.push(message, Uint32Array.from(images));
      const rate = (information(message) - before) / images.length;
      // The estimate draws 20,000 sites.
      expect(rate).to.be.closeTo(estimate, 0.03 * estimate + 0.005);
      expect(codec.pop(message)).to.deep.equal(Uint32Array.from(images));
    });
  }

  const bits = cases[0] as Case;

  it('goes on from a checkpoint as if it had never stopped', () => {
    const folder = mkdtempSync(join(tmpdir(), 'craystack-'));
    try {
      const images = slopes(50, 1, 2);
      const whole = new NeighbourhoodTrainer(planOf(bits), images);
      for (let i = 0; i < 8; i++) whole.advance();
      const half = new NeighbourhoodTrainer(planOf(bits), images);
      for (let i = 0; i < 5; i++) half.advance();
      const file = join(folder, 'checkpoint.safetensors');
      writeFileSync(file, 'older');
      writeCheckpoint(file, half.state());
      const other = new NeighbourhoodTrainer({ ...planOf(bits), seed: 4 }, images);
      other.restore(readCheckpoint(file));
      for (let i = 0; i < 3; i++) other.advance();
      expect(other.state()).to.deep.equal(whole.state());

      const wide = new NeighbourhoodTrainer({ ...planOf(bits), width: 40 }, images);
      expect(() => wide.restore(half.state())).to.throw(RangeError, 'parameters');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('stops at a loss that is not a number, with the parameters as they were', () => {
    const trainer = new NeighbourhoodTrainer(planOf(bits), slopes(50, 1, 2));
    trainer.advance();
    trainer.network.parameters[0] = Number.NaN;
    trainer.network.parameters[trainer.network.parameters.length - 8] = Number.NaN;
    const before = trainer.network.parameters.slice();
    expect(() => trainer.advance())
      .to.throw(CrayError, 'step 1: the loss is NaN')
      .with.property('code', 'TRAINING_FAILED');
    expect(trainer.network.parameters).to.deep.equal(before);
    expect(trainer.step).to.equal(1);
  });
});
