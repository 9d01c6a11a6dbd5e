import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { packageFile } from '../../src/package.js';
import { writeCifar10 } from '../data/cifar10.js';
import { readMnist } from '../data.js';
import { CJXL, DATA } from './kinds.js';
import { roundTrip, secondsOfOne } from './program.js';

/** Files of images, each compressed alone. */
export interface ImageSet {
  readonly name: string;
  /** Their paths. @param folder for what has to be made. */
  files(folder: string): Promise<readonly string[]> | readonly string[];
  /** Some of the same data, where the repository has them. */
  sample?(): Uint8Array;
  readonly effort?: number;
  /** `auto` by default. */
  readonly model?: string;
  /** Rates of others, in bits/dim: theirs, or measured once elsewhere. */
  readonly elsewhere?: string;
  /** Whether cjxl takes them. */
  readonly pictures?: boolean;
}

/** What became of one file. */
export interface ImageRow {
  readonly bytes: number;
  readonly elements: number;
  readonly model: string;
  /** Seconds of the whole process, on all cores. */
  readonly compress: number;
  readonly decompress: number;
  /** Seconds of processors. */
  readonly busyCompress: number;
  readonly busyDecompress: number;
  /** Seconds of a whole process that restores one image, of a file of many. */
  readonly one?: number | undefined;
  /** By cjxl -d 0 -e 9, where it is installed and takes the file. */
  readonly cjxl?: number | undefined;
}

/** What became of a set. */
export interface ImageSetResult {
  readonly name: string;
  readonly effort: number | undefined;
  readonly elsewhere: string | undefined;
  readonly rows: readonly ImageRow[];
}

const data = (folder: string, matches: (name: string) => boolean) => () =>
  readdirSync(join(DATA, folder))
    .filter(matches)
    .map((name) => join(DATA, folder, name));

/** The odd ones of Kodak's images. */
const kodak = data('kodak', (name) => /^kodim\d[13579]\.png$/.test(name));

/** Sets of small images, each one file. */
export const IMAGE_SETS: readonly ImageSet[] = [
  {
    name: 'binarised MNIST, test',
    files: data('mnist', (name) => name.startsWith('t10k-bin')),
    sample: readMnist,
    elsewhere: 'paq8px 0.177, Python craystack 0.233',
  },
  {
    name: 'MNIST, 8 bits, test',
    files: data('mnist', (name) => name === 't10k-images-idx3-ubyte'),
    elsewhere: 'paq8px 0.984, JPEG XL 1.114, Bit-Swap 1.27',
  },
  {
    name: 'CIFAR-10, test batch',
    elsewhere: 'NeLLoC 3.25 to 3.38, HiLLoC 3.56, WebP 4.61',
    sample: () => readFileSync(packageFile('fixtures/cifar10/test-20.bin')),
    async files(folder) {
      await writeCifar10(folder, ['test_batch']);
      return [join(folder, 'test_batch.bin')];
    },
  },
];

/** Kodak's photographs. */
export const KODAK_SETS: readonly ImageSet[] = [
  { name: 'Kodak, odd images', files: kodak, pictures: true, elsewhere: 'EMMA 2.60 over all 24' },
  { name: 'Kodak, odd images', files: kodak, effort: 9, elsewhere: 'paq8px 1.87 over all 24' },
];

/** Photographs from Wikipedia. */
export const WIKIPEDIA_SETS: readonly ImageSet[] = [
  {
    name: 'Wikipedia photographs',
    files: data('wikipedia-photos', (name) => name.endsWith('.png')),
    pictures: true,
  },
];

/** Two photographs at each effort. */
export const EFFORT_SETS: readonly ImageSet[] = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((effort) => ({
  name: 'kodim05 and Wikipedia 014',
  files: () => ['kodak/kodim05.png', 'wikipedia-photos/014.png'].map((file) => join(DATA, file)),
  effort,
  // At little effort others are smaller, and auto would take those.
  model: 'photo',
}));

/** A photograph at half its size in 16 bits, in colour and in gray, by both models that take it. */
export const WIDE_SETS: readonly ImageSet[] = [undefined, 1, 2, 5, 9].map((effort) => ({
  name: 'kodim05 at half its size, 16 bits',
  files: wideFiles,
  ...(effort === undefined ? { model: 'arrays' } : { model: 'photo16', effort }),
}));

async function wideFiles(folder: string): Promise<readonly string[]> {
  const half = sharp(join(DATA, 'kodak/kodim05.png'))
    .pipelineColourspace('rgb16')
    .resize({ width: 384 });
  const files = [join(folder, 'colour.png'), join(folder, 'gray.png')] as const;
  await half.clone().toColourspace('rgb16').png().toFile(files[0]);
  await half.clone().toColourspace('grey16').png().toFile(files[1]);
  return files;
}

/** Compresses and restores all files of sets. @throws Error where one does not come back. */
export async function measureSets(sets: readonly ImageSet[]): Promise<ImageSetResult[]> {
  const results: ImageSetResult[] = [];
  for (const set of sets) results.push(await measureSet(set));
  return results;
}

async function measureSet(set: ImageSet): Promise<ImageSetResult> {
  if (!existsSync(DATA)) throw new Error('the data are not at hand');
  const folder = mkdtempSync(join(tmpdir(), 'craystack-images-'));
  try {
    const rows: ImageRow[] = [];
    for (const file of await set.files(folder)) {
      rows.push(await measureFile(file, folder, set));
      const { bytes, compress, decompress } = rows.at(-1) as ImageRow;
      console.log(`${file}: ${bytes}, ${compress.toFixed(1)} s, ${decompress.toFixed(1)} s`);
    }
    return { name: set.name, effort: set.effort, elsewhere: set.elsewhere, rows };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measureFile(
  file: string,
  folder: string,
  { effort, model = 'auto', pictures }: ImageSet,
): Promise<ImageRow> {
  const options = ['-m', model, ...(effort === undefined ? [] : ['--effort', `${effort}`])];
  const { compress, decompress, ...made } = await roundTrip(file, folder, { compress: options });
  return {
    bytes: made.bytes,
    elements: made.elements,
    model: made.model,
    compress: compress.wall,
    decompress: decompress.wall,
    busyCompress: compress.busy,
    busyDecompress: decompress.busy,
    one: pictures || made.items < 2 ? undefined : secondsOfOne(folder, made.items),
    cjxl: pictures ? sizeByJxl(file, folder) : undefined,
  };
}

function sizeByJxl(file: string, folder: string): number | undefined {
  const out = join(folder, 'out.jxl');
  const [command = '', ...args] = CJXL.line(file, out);
  return spawnSync(command, args).status === 0 ? statSync(out).size : undefined;
}
