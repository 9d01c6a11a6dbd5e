import { expect } from 'chai';
import type { Recall } from '../../src/codecs/neighbourhood/recall.js';
import { buildCodec } from '../../src/model/build.js';
import { makeModel } from '../../src/model/model.js';
import { parseSpec } from '../../src/model/parse.js';
import { writeSafetensors } from '../../src/networks/safetensors.js';
import { categoricalLoss } from '../../src/train/losses/categorical.js';
import { seenLoss } from '../../src/train/losses/seen.js';
import { prepare } from '../../src/train/prepare.js';
import { Random } from '../../src/train/random.js';
import { fullMessage, information } from '../laws.js';
import { HEIGHT, slopes, WIDTH } from './items.js';

const LEVELS = 5;
const items = slopes(12, LEVELS);

/** A model of slopes that tells 0 first, and raises levels that have been seen. */
const specText = JSON.stringify({
  format: 1,
  name: 'x',
  data: { dtype: 'u8', shape: [HEIGHT, WIDTH], levels: LEVELS },
  weights: 'weights.safetensors',
  networks: {
    site: [
      { name: 'hidden', weight: 'w0', bias: 'b0', activation: 'relu', width: 16 },
      { name: 'some', input: 'hidden', weight: 'w1', bias: 'b1' },
      { name: 'logits', input: 'hidden', weight: 'w2', bias: 'b2' },
      { name: 'gates', input: 'hidden', weight: 'w3', bias: 'b3' },
    ],
  },
  codec: {
    type: 'neighbourhood',
    height: HEIGHT,
    width: WIDTH,
    levels: LEVELS,
    position: true,
    tally: true,
    features: [{ centre: 0, scale: 4 }, { from: 1 }],
    passes: [
      {
        window: [{ up: 2, left: 2, right: 2 }],
        zero: { logits: { network: 'site', layer: 'some' }, precision: 24 },
        codec: {
          type: 'categoricalLogits',
          size: 1,
          symbols: LEVELS - 1,
          precision: 24,
          logits: { network: 'site', layer: 'logits' },
        },
        recall: {
          counts: [1, 3],
          neighbours: [
            [0, -1],
            [-1, 0],
          ],
          gates: { network: 'site', layer: 'gates' },
        },
      },
    ],
  },
  training: { steps: 30, batch: 64, rate: 1e-2 },
});

describe('levels that are told first to be 0, and raised where seen', () => {
  it('cost the codec what training thinks they do, before and after some steps', async () => {
    const spec = parseSpec(specText, 'x');
    const training = spec.training as NonNullable<typeof spec.training>;
    const { objective } = await prepare(spec, training, { train: items, measured: items });
    const symbols = Uint32Array.from(items.levels);
    const coded = () => {
      const model = makeModel(specText, writeSafetensors(objective.tensors()), 'x');
      const message = fullMessage(1, 1);
      const before = information(message);
      buildCodec(model).group(12).push(message, symbols);
      return (information(message) - before) / symbols.length;
    };
    const first = objective.estimate();
    expect(coded()).to.be.closeTo(first, 1e-3 * first);
    const { values, gradients } = objective.parameters;
    for (let step = 0; step < 40; step++) {
      gradients.fill(0);
      objective.learn(new Random(step), step);
      gradients.forEach((g, i) => {
        values[i] = (values[i] as number) - 0.1 * g;
      });
    }
    const last = objective.estimate();
    expect(last).to.be.below(0.9 * first);
    expect(coded()).to.be.closeTo(last, 1e-3 * last);
  });

  it('have the gradients that differences show', () => {
    const recall: Recall = {
      stride: 7,
      tally: 2,
      counts: [1, 3],
      neighbours: [0, 1],
      least: 1,
      feature: { centre: 0, scale: 1 },
    };
    const loss = seenLoss(categoricalLoss(LEVELS - 1), { zero: true, recall, stride: 7 });
    const random = new Random(4);
    // Two neighbours, of which one is 0, and how often each of five levels has been.
    const seen = Float32Array.of(2, 0, 0, 1 / 2, 3 / 4, 0, 2 / 3);
    const values = loss.parameters.map(({ name, width }) =>
      name === 'seen' ? seen : random.normals(width).slice(0, width),
    );
    const at = values.map(() => 0);
    for (const level of [0, 1, 2, 4]) {
      const row = (of: readonly Float32Array[]) => {
        const d = of.map((v) => new Float32Array(v.length));
        return { d, nats: loss.row(of, at, Uint8Array.of(level), 0, d, 1) };
      };
      const { d } = row(values);
      loss.parameters.forEach(({ name, width }, p) => {
        if (name === 'seen') return;
        for (let i = 0; i < width; i++) {
          const moved = (by: number) =>
            row(values.map((v, q) => (q === p ? v.map((x, j) => (j === i ? x + by : x)) : v))).nats;
          const slope = (moved(4e-3) - moved(-4e-3)) / 8e-3;
          expect(d[p]?.[i], `${name} ${i} at level ${level}`).to.be.closeTo(slope, 1e-3);
        }
      });
    }
  });
});
