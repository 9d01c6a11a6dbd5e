/**
 * Trains models/mnist-binary-neighbourhood on the 60,000 MNIST training images, binarised afresh
 * every 500 steps. Usage: npx tsx models/mnist-binary-neighbourhood/train.ts FOLDER [--steps N
 * --seed N]. FOLDER gets checkpoints, from which it goes on when run again, the curve, and in the end
 * the model.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { writeSafetensors } from '../../src/networks/safetensors.js';
import { tapsOf } from '../../src/networks/window.js';
import { packageFile } from '../../src/package.js';
import { bernoulliLoss } from '../../src/train/bernoulliLoss.js';
import { readCheckpoint, writeCheckpoint } from '../../src/train/checkpoint.js';
import { NeighbourhoodTrainer } from '../../src/train/neighbourhood.js';
import { neighbourhoodSpec, neighbourhoodTensors } from '../../src/train/neighbourhoodModel.js';
import { Random } from '../../src/train/random.js';

const FRESH = 500;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    steps: { type: 'string', default: '50000' },
    seed: { type: 'string', default: '1' },
  },
});
const [folder] = positionals as [string];
const seed = Number(options.seed);
const gray = readFileSync(
  createRequire(import.meta.url).resolve('mnist-loader/data/train-images-idx3-ubyte'),
).subarray(16);
const test = new Uint8Array(
  gunzipSync(readFileSync(packageFile('fixtures/mnist/t10k-binarized-idx3-ubyte.gz'))),
).subarray(16);

/** Each pixel drawn against value/255. */
function binarised(round: number): Uint8Array {
  const random = new Random(seed ^ Math.imul(round + 1, 0x85ebca6b));
  return Uint8Array.from(gray, (v) => (v !== 0 && random.uniform() * 255 < v ? 1 : 0));
}

const window = { up: 10, down: 0, left: 10, right: 10 };
const image = { height: 28, width: 28, channels: 1, edge: 0, position: true };
const trainer = new NeighbourhoodTrainer(
  {
    sites: {
      ...image,
      taps: tapsOf({ ...window, channels: [0] }, []),
      embedding: { features: 1, values: Float32Array.of(0, 1) },
      relative: false,
    },
    width: 256,
    blocks: 2,
    loss: bernoulliLoss,
    steps: Number(options.steps),
    passes: 2,
    rate: 2e-3,
    seed,
  },
  new Uint8Array(gray.length),
);
const checkpoint = join(folder, 'checkpoint.safetensors');
if (existsSync(checkpoint)) trainer.restore(readCheckpoint(checkpoint));
const started = Date.now();
let sum = 0;
for (let first = true; trainer.step < trainer.plan.steps; first = false) {
  if (first || trainer.step % FRESH === 0) {
    trainer.replaceImages(binarised(Math.floor(trainer.step / FRESH)));
  }
  sum += trainer.advance();
  if (trainer.step % FRESH > 0) continue;
  writeCheckpoint(checkpoint, trainer.state());
  const line = {
    step: trainer.step,
    seconds: Math.round((Date.now() - started) / 1000),
    training: Number((sum / FRESH).toFixed(5)),
    test: trainer.step % (4 * FRESH) === 0 ? trainer.estimate(test, 100) : undefined,
  };
  sum = 0;
  appendFileSync(join(folder, 'curve.jsonl'), `${JSON.stringify(line)}\n`);
}

const parts = {
  ...image,
  name: 'mnist-binary-neighbourhood',
  description: 'Binarised MNIST digits, each pixel by a network that sees those before it.',
  shape: [28, 28],
  layout: 'sites' as const,
  levels: 2,
  features: [{ centre: 0, scale: 1 }],
  window: [window],
};
const spec = neighbourhoodSpec(parts, trainer.network, bernoulliLoss, false);
writeFileSync(join(folder, 'model.json'), `${JSON.stringify(spec, null, 2)}\n`);
writeFileSync(
  join(folder, 'weights.safetensors'),
  writeSafetensors(neighbourhoodTensors(trainer.network, bernoulliLoss, undefined), {
    steps: `${trainer.step}`,
    seed: `${seed}`,
  }),
);
