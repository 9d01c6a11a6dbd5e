/**
 * Trains models/cifar10 on the 50,000 training images. Usage: npx tsx models/cifar10/train.ts BATCHES
 * FOLDER [--steps N --width N --blocks N --seed N]. BATCHES has data_batch_1.bin to 5 and test_batch.bin,
 * which batches.ts beside this file writes. FOLDER gets checkpoints, from which it goes on when run
 * again, the curve, and in the end the model.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeSafetensors } from '../../src/networks/safetensors.js';
import { tapsOf } from '../../src/networks/window.js';
import { readCheckpoint, writeCheckpoint } from '../../src/train/checkpoint.js';
import { NeighbourhoodTrainer } from '../../src/train/neighbourhood.js';
import { neighbourhoodSpec, neighbourhoodTensors } from '../../src/train/neighbourhoodModel.js';
import { pixelMixtureLoss } from '../../src/train/pixelMixtureLoss.js';
import { Relative } from '../../src/train/relative.js';

const SITES = 1024;
const EVERY = 200;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    steps: { type: 'string', default: '24000' },
    width: { type: 'string', default: '320' },
    blocks: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
  },
});
const [batches, folder] = positionals as [string, string];
mkdirSync(folder, { recursive: true });

/** Images of some batches, site by site. */
function load(names: readonly string[]): Uint8Array {
  const files = names.map((name) => readFileSync(join(batches, `${name}.bin`)));
  const bytes = 1 + 3 * SITES;
  const out = new Uint8Array(
    files.reduce((n, file) => n + (file.length / bytes) * (bytes - 1), 0),
  );
  let o = 0;
  for (const file of files) {
    for (let at = 1; at < file.length; at += bytes) {
      for (let s = at; s < at + SITES; s++) {
        for (let c = 0; c < 3; c++) out[o++] = file[s + c * SITES] as number;
      }
    }
  }
  return out;
}

const window = { up: 3, down: 0, left: 3, right: 3 };
const taps = tapsOf({ ...window, channels: [0, 1, 2] }, []);
const image = { height: 32, width: 32, channels: 3, edge: 128, position: true };
const level = { centre: 127.5, scale: 127.5 };
const loss = pixelMixtureLoss(10);
const trainer = new NeighbourhoodTrainer(
  {
    sites: {
      ...image,
      taps,
      embedding: {
        features: 1,
        values: Float32Array.from({ length: 256 }, (_, v) => (v - level.centre) / level.scale),
      },
      relative: true,
    },
    width: Number(options.width),
    blocks: Number(options.blocks),
    loss,
    steps: Number(options.steps),
    passes: 2,
    rate: 1.5e-3,
    seed: Number(options.seed),
  },
  load([1, 2, 3, 4, 5].map((n) => `data_batch_${n}`)),
);
const test = load(['test_batch']);
const checkpoint = join(folder, 'checkpoint.safetensors');
if (existsSync(checkpoint)) trainer.restore(readCheckpoint(checkpoint));
const started = Date.now();
let sum = 0;
while (trainer.step < trainer.plan.steps) {
  sum += trainer.advance();
  if (trainer.step % EVERY > 0) continue;
  writeCheckpoint(checkpoint, trainer.state());
  const line = {
    step: trainer.step,
    seconds: Math.round((Date.now() - started) / 1000),
    training: Number((sum / EVERY).toFixed(4)),
    test: trainer.step % (5 * EVERY) === 0 ? trainer.estimate(test, 20) : undefined,
  };
  sum = 0;
  appendFileSync(join(folder, 'curve.jsonl'), `${JSON.stringify(line)}\n`);
}

const parts = {
  ...image,
  name: 'cifar10',
  description: 'CIFAR-10 images, each pixel by a network that sees those before it.',
  shape: [3, 32, 32],
  layout: 'planes' as const,
  levels: 256,
  features: [level],
  window: [window],
};
const spec = neighbourhoodSpec(parts, trainer.network, loss, true);
writeFileSync(join(folder, 'model.json'), `${JSON.stringify(spec, null, 2)}\n`);
writeFileSync(
  join(folder, 'weights.safetensors'),
  writeSafetensors(neighbourhoodTensors(trainer.network, loss, new Relative(taps, 3)), {
    steps: `${trainer.step}`,
    seed: `${options.seed}`,
  }),
);
