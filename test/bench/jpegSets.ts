import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import sharp, { type JpegOptions } from 'sharp';
import { packageFile } from '../../src/package.js';
import { DATA } from './kinds.js';

/** JPEG files that are measured together. */
interface JpegSet {
  readonly name: string;
  files(folder: string): Promise<readonly string[]>;
}

const MADE: Readonly<Record<string, JpegOptions>> = {
  'q30-mozjpeg': { quality: 30, mozjpeg: true },
  q75: { quality: 75 },
  'q90-progressive': { quality: 90, progressive: true },
  'q98-444': { quality: 98, chromaSubsampling: '4:4:4', optimiseCoding: false },
};

/** Real files, and others of many qualities; from what the repository has where no data are at hand. */
export const JPEG_SETS: readonly JpegSet[] = [
  { name: 'photographs and wallpapers', files: async () => found() },
  { name: 'by sharp, of 30 to 98', files: made },
];

/** Files that are at hand, or else those of the repository. */
function found(): string[] {
  const folder = existsSync(join(DATA, 'jpeg')) ? join(DATA, 'jpeg') : packageFile('fixtures/jpeg');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jpg'))
    .map((name) => join(folder, name));
}

async function made(folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const source of sources()) {
    for (const [name, options] of Object.entries(MADE)) {
      const file = join(folder, `${basename(source).replace(/\..*/, '')}-${name}.jpg`);
      await sharp(source).jpeg(options).toFile(file);
      files.push(file);
    }
  }
  return files;
}

function sources(): string[] {
  const there = ['kodak/kodim05.png', 'kodak/kodim23.png'].map((name) => join(DATA, name));
  return there.every(existsSync) ? there : [packageFile('fixtures/jpeg/mozjpeg-testorig.jpg')];
}
