import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadModel } from '../../src/model/model.js';
import { packageFile } from '../../src/package.js';
import { npyFile } from '../data/npyFile.js';
import { idxFile, mnistSlice } from '../data.js';
import { findModel, rareBits } from '../fuzz/models.js';
import { codecInputs } from './codecs.js';
import { bytesOf, cifarImages, type FrozenInput } from './input.js';
import { numbersInputs } from './numbers.js';

const EFFORTS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Rows, columns and channels of CIFAR's images as they are here. */
const [SIDE, PLANE] = [32, 1024];

/** Images beside each other as one picture of [rows, columns, 3]. */
function mosaic(
  images: readonly Uint8Array[],
  across: number,
): { shape: number[]; values: Uint8Array } {
  const [rows, columns] = [(SIDE * images.length) / across, SIDE * across];
  const values = new Uint8Array(rows * columns * 3);
  images.forEach((image, i) => {
    const [top, left] = [SIDE * Math.floor(i / across), SIDE * (i % across)];
    image.forEach((value, k) => {
      const [c, y, x] = [Math.floor(k / PLANE), Math.floor((k % PLANE) / SIDE), k % SIDE];
      values[((top + y) * columns + left + x) * 3 + c] = value;
    });
  });
  return { shape: [rows, columns, 3], values };
}

/** Light from values that the eye sees as even steps: 16 bits, more where there is more light. */
const light = (values: Uint8Array) =>
  Uint16Array.from(values, (v, i) => v * v + (i % 3) * (v >> 2));

/** Pictures for experts: two items each, so that what the first taught is there for the second. */
function pictures(): FrozenInput[] {
  const images = cifarImages();
  const first = mosaic(images.slice(0, 4), 2);
  const second = mosaic(images.slice(4, 8), 2);
  const both = Buffer.concat([first.values, second.values]);
  const channels = (n: number) => {
    const picked = both.filter((_, i) => i % 3 < n);
    return npyFile('|u1', [2, ...first.shape.slice(0, 2), n].slice(0, n === 1 ? 3 : 4), picked);
  };
  const alpha = Uint8Array.from({ length: 64 * 64 * 4 }, (_, i) =>
    i % 4 < 3 ? (first.values[(i >> 2) * 3 + (i % 4)] as number) : i % 256 < 128 ? 255 : i >> 6,
  );
  const photo = npyFile('|u1', [2, ...first.shape], both);
  // Sixteen bits cost twice as much: fewer rows.
  const rows = first.values.subarray(0, 40 * 64 * 3);
  const photo16 = npyFile('<u2', [1, 40, 64, 3], bytesOf(light(rows)));
  return [
    ...EFFORTS.flatMap((effort) => [
      { name: `photo-${effort}`, model: loadModel(`photo-${effort}`), data: photo },
      { name: `photo16-${effort}`, model: loadModel(`photo16-${effort}`), data: photo16 },
    ]),
    // Large enough for the slowest rates of learning, and flat in places.
    { name: 'photo-digits', model: loadModel('photo'), data: digitsMosaic(7, 8) },
    { name: 'photo-gray', model: loadModel('photo'), data: channels(1) },
    { name: 'photo-gray-9', model: loadModel('photo-9'), data: channels(1) },
    { name: 'photo-two-channels', model: loadModel('photo-7'), data: channels(2) },
    {
      name: 'photo-alpha',
      model: loadModel('photo-8'),
      data: npyFile('|u1', [1, 64, 64, 4], alpha),
    },
    {
      name: 'photo16-gray',
      model: loadModel('photo16'),
      data: npyFile('<u2', [1, 64, 64], bytesOf(light(first.values.filter((_, i) => i % 3 === 0)))),
    },
  ];
}

/** How many pixels are set in each column of binarised images: a series in 28 channels. */
function columnSums(items: number): number[] {
  const pixels = mnistSlice(0, items).subarray(16);
  return Array.from({ length: items * 28 }, (_, k) => {
    let sum = 0;
    const [item, column] = [Math.floor(k / 28), k % 28];
    for (let row = 0; row < 28; row++) sum += pixels[item * 784 + row * 28 + column] as number;
    return sum;
  });
}

/** Arrays of every dtype that arrays takes, in one to four dimensions. */
function arrays(): FrozenInput[] {
  const sums = columnSums(40);
  const walk = (step: number) => {
    let at = 0;
    return sums.map((sum, i) => {
      at += (sum - 6) * step + (i % 3);
      return at;
    });
  };
  const series: [string, string, number[], ArrayBufferView][] = [
    ['u8', '|u1', [40, 28], Uint8Array.from(sums)],
    ['i8', '|i1', [1120], Int8Array.from(sums, (v) => v - 8)],
    ['u16', '<u2', [4, 10, 28], Uint16Array.from(walk(7), (v) => v & 0xffff)],
    ['i16', '<i2', [1120], Int16Array.from(walk(5))],
    ['i16-lattice', '<i2', [40, 28], Int16Array.from(sums, (v) => 5 + 12 * v)],
    ['u32', '<u4', [560, 2], Uint32Array.from(walk(70001), (v) => v >>> 0)],
    ['i32', '<i4', [2, 4, 5, 28], Int32Array.from(walk(1023))],
    ['f32', '<f4', [40, 28], Float32Array.from(walk(3), (v) => v / 100)],
    ['f64', '<f8', [560], Float64Array.from(walk(3).slice(0, 560), (v) => v / 64)],
    ['i64', '<i8', [560], BigInt64Array.from(walk(99).slice(0, 560), (v) => BigInt(v) * 1000n)],
  ];
  const model = loadModel('arrays');
  return series.map(([name, descr, shape, values]) => ({
    name: `arrays-${name}`,
    model,
    data: npyFile(descr, shape, bytesOf(values)),
  }));
}

function bytes(): FrozenInput[] {
  const model = loadModel('bytes');
  const text = readFileSync(packageFile('LICENSE'));
  const table = columnSums(60).map((sum, i) => (i % 28 === 27 ? `${sum}\n` : `${sum},`));
  return [
    { name: 'bytes-text', model, data: text },
    { name: 'bytes-table', model, data: Buffer.from(table.join('')) },
    // Code, long enough for the tables of contexts to fill up.
    {
      name: 'bytes-code',
      model,
      data: readFileSync(packageFile('src/kernels/revisions/1.wasm')).subarray(16_000, 40_000),
    },
    { name: 'bytes-images', model, data: Buffer.concat(cifarImages().slice(0, 3)) },
  ];
}

function digits(from: number, to: number): Uint8Array {
  const file = createRequire(import.meta.url).resolve('mnist-loader/data/t10k-images-idx3-ubyte');
  return idxFile([to - from, 28, 28], readFileSync(file).subarray(16 + from * 784, 16 + to * 784));
}

/** Digits beside and above each other, as one gray picture. */
function digitsMosaic(across: number, down: number): Uint8Array {
  const pixels = digits(100, 100 + across * down).subarray(16);
  const picture = new Uint8Array(pixels.length);
  pixels.forEach((value, i) => {
    const [digit, y, x] = [Math.floor(i / 784), Math.floor((i % 784) / 28), i % 28];
    const [top, left] = [28 * Math.floor(digit / across), 28 * (digit % across)];
    picture[(top + y) * 28 * across + left + x] = value;
  });
  return npyFile('|u1', [1, 28 * down, 28 * across], picture);
}

/** The models that have networks. */
function networks(): FrozenInput[] {
  const labelled = readFileSync(packageFile('fixtures/cifar10/test-20.bin')).subarray(0, 5 * 3073);
  return [
    { name: 'mnist-binary-vae', data: mnistSlice(40, 160), options: { chunkItems: 70 } },
    { name: 'mnist-binary-neighbourhood', data: mnistSlice(70, 110), options: { chunkItems: 20 } },
    { name: 'mnist-neighbourhood', data: digits(0, 16), options: { chunkItems: 8 } },
    { name: 'cifar10', data: labelled, options: { chunkItems: 3 } },
    { name: 'mnist-binary-vae-unordered', data: mnistSlice(0, 40), options: { unordered: true } },
  ].map((input) => ({ ...input, model: loadModel(input.name.replace('-unordered', '')) }));
}

/** Small parts of the shapes that the other inputs do not have, and parts whose residue is packed. */
function smallAndPacked(): FrozenInput[] {
  const [bytesModel, arraysModel] = [loadModel('bytes'), loadModel('arrays')];
  const vae = loadModel('mnist-binary-vae');
  const text = readFileSync(packageFile('LICENSE'));
  const waves = Int16Array.from({ length: 900 }, (_, i) => 3000 * ((i % 90) - 45) + (i % 7));
  const samples = bytesOf(waves);
  const head = Buffer.alloc(44 + 8 + 300);
  head.write('RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0', 'latin1');
  for (const [value, at] of [
    [44100, 24],
    [88200, 28],
    [2, 32],
    [16, 34],
  ] as const) {
    head.writeUInt32LE(value, at);
  }
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('PAD \x2c\x01\0\0', 36, 'latin1');
  head.write('data', 344);
  head.writeUInt32LE(samples.length, 348);
  const sound = Buffer.concat([head, samples]);
  return [
    { name: 'small-byte', model: bytesModel, data: Uint8Array.of(65) },
    { name: 'small-empty', model: bytesModel, data: new Uint8Array(0) },
    { name: 'small-text', model: bytesModel, data: text },
    { name: 'small-sound', model: arraysModel, data: sound },
    { name: 'small-array', model: arraysModel, data: npyFile('<i2', [30, 30], samples) },
    { name: 'small-image', model: vae, data: mnistSlice(3, 4) },
    {
      name: 'small-unordered',
      model: vae,
      data: mnistSlice(3, 8),
      options: { unordered: true, seed: 5 },
    },
    {
      name: 'packed-model',
      model: findModel({ modelName: 'autoencoder' }),
      data: rareBits(60),
      options: { embedModel: true },
    },
    {
      name: 'packed-tail',
      model: bytesModel,
      data: Buffer.concat([idxFile([4, 9], text.subarray(0, 36)), text]),
      options: { chunkItems: 3 },
    },
  ];
}

/** Pictures by their coefficients, of 8 and of 12 bits, whole and in chunks that end within rows, and quickly. */
function jpegs(): FrozenInput[] {
  const model = loadModel('jpeg');
  const quick = loadModel('jpeg-1');
  const fixture = (name: string) => readFileSync(packageFile(`fixtures/jpeg/${name}`));
  const data = fixture('mozjpeg-testorig.jpg');
  return [
    { name: 'jpeg-8', model, data },
    { name: 'jpeg-12', model, data: fixture('mozjpeg-testorig12.jpg') },
    { name: 'jpeg-chunks', model, data, options: { chunkItems: 300 } },
    { name: 'jpeg-1-8', model: quick, data },
    { name: 'jpeg-1-12', model: quick, data: fixture('mozjpeg-testorig12.jpg') },
  ];
}

/** All that a revision has a frozen file of. */
export function frozenInputs(): FrozenInput[] {
  return [
    ...pictures(),
    ...arrays(),
    ...bytes(),
    ...numbersInputs(),
    ...jpegs(),
    ...networks(),
    ...codecInputs(),
    ...smallAndPacked(),
  ];
}
