import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { packageFile } from '../../src/package.js';
import { writeCifar10 } from '../data/cifar10.js';
import { zipFile } from '../data/zipFile.js';

export const DATA = packageFile('../shared/data');

/** What is made for a format, and the command line by which it takes a file. */
export interface Champion {
  readonly name: string;
  line(input: string, output: string): readonly string[];
}

/** Files of one kind. */
export interface Kind {
  readonly name: string;
  /** Within the folder of data. */
  readonly files: readonly string[];
  /** Makes the file to be measured out of one of these. */
  make?(input: string, folder: string): Promise<string>;
  readonly champions?: readonly Champion[];
}

export const CJXL: Champion = {
  name: 'cjxl -e 9',
  line: (input, output) => ['cjxl', '-d', '0', '-e', '9', input, `${output}`],
};
/** JPEG files as they are, which come back. */
export const CJXL_JPEG: Champion = {
  name: 'cjxl --lossless_jpeg=1 -e 9',
  line: (input, output) => [
    ...['cjxl', '--lossless_jpeg=1', '-e', '9', '--num_threads=0', '--quiet'],
    ...[input, output],
  ],
};
export const LEPTON: Champion = {
  name: 'lepton',
  line: (input, output) => ['lepton', '-singlethread', input, output],
};
/** It names its files itself. */
export const PACKJPG: Champion = {
  name: 'packJPG',
  line: (input, output) => [
    ...['bash', '-c', 'cp "$0" "$1.jpg" && packJPG -np -o "$1.jpg" >&2 && mv "$1.pjg" "$1"'],
    ...[input, output],
  ],
};
const CWEBP: Champion = {
  name: 'cwebp -z 9',
  line: (input, output) => ['cwebp', '-quiet', '-lossless', '-z', '9', input, '-o', output],
};
const FLAC: Champion = {
  name: 'flac -8',
  line: (input, output) => ['flac', '-s', '-8', input, '-o', output],
};
/** The numbers behind an npy header of 128 bytes, as one channel. */
const FLAC_RAW: Champion = {
  name: 'flac -8',
  line: (input, output) => [
    ...['flac', '-s', '-8', '--force-raw-format', '--endian=little', '--sign=signed'],
    ...['--channels=1', '--bps=16', '--sample-rate=44100', '--skip=64', input, '-o', output],
  ],
};

function all(folder: string, unless: readonly string[] = []): string[] {
  if (!existsSync(join(DATA, folder))) return [];
  return readdirSync(join(DATA, folder))
    .filter((name) => !unless.includes(name))
    .map((name) => join(folder, name));
}

/** Makes another file of a picture. */
function picture(ending: string, convert: (image: Sharp) => Sharp): NonNullable<Kind['make']> {
  return async (input, folder) => {
    const file = join(folder, `${basename(input, '.png')}.${ending}`);
    await convert(sharp(input)).toFile(file);
    return file;
  };
}

async function pixmap(input: string, folder: string): Promise<string> {
  const { data, info } = await sharp(input).raw().toBuffer({ resolveWithObject: true });
  const file = join(folder, `${basename(input, '.png')}.ppm`);
  const header = Buffer.from(`P6\n${info.width} ${info.height}\n255\n`);
  writeFileSync(file, Buffer.concat([header, data]));
  return file;
}

/** Of the batch that no model was trained on, which npm has. */
async function testImages(_: string, folder: string): Promise<string> {
  await writeCifar10(folder, ['test_batch']);
  const file = join(folder, 'test_batch.bin');
  writeFileSync(file, readFileSync(file).subarray(0, 1000 * 3073));
  return file;
}

/** Writes the bytes that a file becomes. */
function bytes(ending: string, of: (bytes: Buffer) => Uint8Array): NonNullable<Kind['make']> {
  return async (input, folder) => {
    const file = join(folder, `${basename(input)}.${ending}`);
    writeFileSync(file, of(readFileSync(input)));
    return file;
  };
}

/** The middle of what files of pictures in the table are made of. */
const PICTURES = ['kodak/kodim05.png', 'kodak/kodim23.png'];

/** All that is measured, one row each. */
export function kinds(): Kind[] {
  return [
    { name: 'idx, MNIST of bits', files: ['mnist/t10k-binarized-idx3-ubyte'] },
    { name: 'idx, MNIST of 8 bits', files: ['mnist/t10k-images-idx3-ubyte'] },
    {
      name: 'idx inside gzip',
      files: ['mnist/t10k-binarized-idx3-ubyte'],
      make: bytes('gz', (file) => gzipSync(file, { level: 9 })),
    },
    {
      name: 'CIFAR-10, 1,000 of the test batch',
      files: ['cifar10/test_batch.bin'],
      make: testImages,
    },
    { name: 'PNG, Kodak', files: PICTURES, champions: [CJXL, CWEBP] },
    { name: 'PNG, Wikipedia', files: ['wikipedia-photos/015.png'], champions: [CJXL, CWEBP] },
    { name: 'PPM', files: PICTURES, make: pixmap, champions: [CJXL] },
    {
      name: 'TIFF, LZW',
      files: PICTURES,
      make: picture('tif', (image) => image.tiff({ compression: 'lzw' })),
    },
    {
      name: 'WebP, lossless',
      files: PICTURES,
      make: picture('webp', (image) => image.webp({ lossless: true })),
    },
    {
      name: 'AVIF, lossless',
      files: PICTURES,
      make: picture('avif', (image) => image.avif({ lossless: true, effort: 3 })),
    },
    {
      name: 'JPEG',
      files: ['jpeg/mate-FreshFlower.jpg', 'jpeg/sharp-Landscape_1.jpg'],
      champions: [CJXL_JPEG, LEPTON, PACKJPG],
    },
    { name: 'WAV', files: all('wav-alsa', ['copyright']), champions: [FLAC] },
    { name: 'npy, ECG', files: ['arrays-npy/mitbih100_int16.npy'], champions: [FLAC_RAW] },
    { name: 'npy, weather', files: ['arrays-npy/eraint_z_int16.npy'], champions: [FLAC_RAW] },
    { name: 'npy, MR', files: ['arrays-npy/dicom_MR2_UNCI_u16.npy'] },
    {
      name: 'npz, weather',
      files: ['arrays-npy/eraint_z_int16.npy'],
      make: bytes('npz', (file) => zipFile([['z.npy', file]], true)),
    },
    { name: 'CSV', files: ['ett/ETTh1.csv', 'uci-adult/adult.data'] },
    { name: 'JSON', files: ['json/canada.json', 'json/twitter.json', 'json/gsoc-2018.json'] },
    { name: 'JSON lines', files: ['json/amazon_cellphones.ndjson'] },
    { name: 'XML', files: ['silesia/xml'] },
    { name: 'Calgary', files: all('calgary') },
    { name: 'Canterbury', files: all('canterbury') },
  ];
}
