import { expect } from 'chai';
import { bernoulliLogits } from '../../src/codecs/bernoulli.js';
import { categoricalLogits } from '../../src/codecs/categoricalLogits.js';
import type { Codec } from '../../src/codecs/codec.js';
import { pixelMixture } from '../../src/codecs/pixelMixture.js';
import { bernoulliLoss } from '../../src/train/bernoulliLoss.js';
import { categoricalLoss } from '../../src/train/categoricalLoss.js';
import type { Loss } from '../../src/train/loss.js';
import { pixelMixtureLoss } from '../../src/train/pixelMixtureLoss.js';
import { Random } from '../../src/train/random.js';
import { fullMessage, information } from '../laws.js';

const ROWS = 6;
const random = new Random(2);

/** Columns of some outputs as a head takes them. */
function headOf(loss: Loss, name: string, outputs: Float32Array, stride: number): Float32Array {
  const head = loss.heads.find((h) => h.name === name);
  if (!head) throw new Error(name);
  const { scale = 1, shift = 0, least = -Infinity, activation } = head;
  const columns = head.outputs.flatMap(([a, b]) => Array.from({ length: b - a }, (_, i) => a + i));
  const rows = Array.from({ length: outputs.length / stride }, (_, r) =>
    columns.map((c) => {
      const value = Math.max((outputs[r * stride + c] as number) * scale + shift, least);
      return activation === 'tanh' ? Math.tanh(value) : value;
    }),
  );
  return Float32Array.from(rows.flat());
}

const origins = random.normals(3 * ROWS).map((v) => v / 3);

/** Losses, levels, and the codec that is to cost as much. */
const cases: [
  string,
  Loss,
  number,
  readonly number[],
  (o: Float32Array, s: number) => Codec<Uint32Array>,
][] = [
  [
    'bernoulliLoss',
    bernoulliLoss,
    1,
    [0, 1, 1, 0, 1, 0],
    (o, s) => bernoulliLogits(headOf(bernoulliLoss, 'logits', o, s), 24),
  ],
  [
    'categoricalLoss',
    categoricalLoss(21),
    1,
    [0, 20, 3, 4, 19, 7],
    (o, s) =>
      categoricalLogits(headOf(categoricalLoss(21), 'logits', o, s), {
        symbols: 21,
        size: ROWS,
        precision: 22,
      }),
  ],
  [
    'pixelMixtureLoss',
    pixelMixtureLoss(3),
    3,
    [0, 255, 128, 130, 120, 99, 1, 0, 0, 255, 255, 254, 180, 200, 0, 90, 80, 100],
    (o, s) => {
      const of = (name: string) => headOf(pixelMixtureLoss(3), name, o, s);
      return pixelMixture({
        components: 3,
        precision: 22,
        logits: of('logits'),
        means: of('means'),
        logScales: of('logScales'),
        coefficients: of('coefficients'),
        origins,
      });
    },
  ],
];

for (const [title, loss, channels, levels, codecOf] of cases) {
  describe(title, () => {
    const stride = Math.ceil(loss.outputs / 8) * 8;
    // Wide scales, so that no level is below what the codec sets aside for it.
    const wide = (c: number) => (channels === 3 && c >= 12 && c < 21 ? 2.5 : 0);
    const outputs = random.normals(ROWS * stride).map((v, i) => v + wide(i % stride));
    const targets = Uint8Array.from(levels);
    const batch = (o: Float32Array, weights: Float32Array) => ({
      outputs: o,
      stride,
      targets,
      origins: channels === 3 ? origins : undefined,
      weights,
      d: new Float32Array(ROWS * stride),
    });

    it('is what the codec costs', () => {
      const message = fullMessage(1, 1);
      const before = information(message);
      codecOf(outputs, stride).push(message, Uint32Array.from(levels));
      const bits = (information(message) - before) / channels;
      const sum = loss.evaluate(batch(outputs, new Float32Array(ROWS).fill(1)));
      expect(sum).to.be.closeTo(bits, 2e-3 * bits);
    });

    it('has the gradients that differences show', () => {
      const weights = Float32Array.of(1, 4, 0.5, 1, 1, 2);
      const all = batch(outputs, weights);
      loss.evaluate(all);
      for (let i = 0; i < outputs.length; i++) {
        if (i % stride >= loss.outputs) {
          expect(all.d[i]).to.equal(0);
          continue;
        }
        const moved = (by: number) => {
          const o = outputs.slice();
          o[i] = (o[i] as number) + by;
          return loss.evaluate(batch(o, weights));
        };
        const slope = (moved(1e-2) - moved(-1e-2)) / 2e-2;
        expect(all.d[i], `output ${i}`).to.be.closeTo(slope, 1e-2 * Math.max(1, Math.abs(slope)));
      }
    });
  });
}
