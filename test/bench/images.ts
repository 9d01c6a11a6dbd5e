import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCifar10 } from '../data/cifar10.js';
import { CJXL, DATA } from './kinds.js';
import { craystack } from './program.js';

/** Files of images, each compressed alone by `-m auto`. */
export interface ImageSet {
  readonly name: string;
  /** Their paths. @param folder for what has to be made. */
  files(folder: string): Promise<readonly string[]> | readonly string[];
  readonly effort?: number;
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

/** The odd ones of Kodak's images: the others are to develop with. */
const kodak = data('kodak', (name) => /^kodim\d[13579]\.png$/.test(name));

/** Sets of small images, each one file. */
export const IMAGE_SETS: readonly ImageSet[] = [
  {
    name: 'binarised MNIST, test',
    files: data('mnist', (name) => name.startsWith('t10k-bin')),
    elsewhere: 'paq8px 0.177, Python craystack 0.233',
  },
  {
    name: 'MNIST, 8 bits, test',
    files: data('mnist', (name) => name === 't10k-images-idx3-ubyte'),
  },
  {
    name: 'CIFAR-10, test batch',
    elsewhere: 'NeLLoC 3.25 to 3.38, HiLLoC 3.56, WebP 4.61',
    async files(folder) {
      await writeCifar10(folder);
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
}));

/** Compresses and restores each file of a set. @throws Error where one does not come back. */
export async function measureImages(set: ImageSet): Promise<ImageSetResult> {
  if (!existsSync(DATA)) throw new Error('the data are not at hand');
  const folder = mkdtempSync(join(tmpdir(), 'craystack-images-'));
  try {
    const rows: ImageRow[] = [];
    for (const file of await set.files(folder)) {
      rows.push(measureFile(file, folder, set));
      const { bytes, compress, decompress } = rows.at(-1) as ImageRow;
      console.log(`${file}: ${bytes}, ${compress.toFixed(1)} s, ${decompress.toFixed(1)} s`);
    }
    return { name: set.name, effort: set.effort, elsewhere: set.elsewhere, rows };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function measureFile(file: string, folder: string, { effort, pictures }: ImageSet): ImageRow {
  const [packed, back] = [join(folder, 'packed.cray'), join(folder, 'back')];
  const options = effort === undefined ? [] : ['--effort', `${effort}`];
  const pushed = craystack(['compress', '-qf', ...options, file, '-o', packed]);
  const popped = craystack(['decompress', '-qf', packed, '-o', back]);
  const info = JSON.parse(craystack(['info', '--json', packed]).stdout);
  if (info.fidelity === 'bytes' && !readFileSync(back).equals(readFileSync(file))) {
    throw new Error(`${file} came back different`);
  }
  return {
    bytes: statSync(packed).size,
    elements: info.shape.reduce((a: number, b: number) => a * b, info.items) as number,
    model: info.model as string,
    compress: pushed.wall,
    decompress: popped.wall,
    busyCompress: pushed.busy,
    busyDecompress: popped.busy,
    cjxl: pictures ? sizeByJxl(file, folder) : undefined,
  };
}

function sizeByJxl(file: string, folder: string): number | undefined {
  const out = join(folder, 'out.jxl');
  const [command = '', ...args] = CJXL.line(file, out);
  return spawnSync(command, args).status === 0 ? statSync(out).size : undefined;
}
