/** Small files of each kind that people have, real ones where the repository has such, and made ones else. */
import { readFileSync } from 'node:fs';
import { packageFile } from '../../../src/package.js';
import { Random } from '../../../src/train/random.js';
import { npyFile } from '../../data/npyFile.js';
import { SOUND_FILES } from '../../data/soundFiles.js';
import { idxFile, mnistSlice } from '../../data.js';
import { bytesOf, cifarImages } from '../../frozen/input.js';
import { numbersInputs } from '../../frozen/numbers.js';

/** A value for each place, which may use what is random. */
function made<T>(n: number, of: (i: number, random: Random) => T): T[] {
  const random = new Random(n);
  return Array.from({ length: n }, (_, i) => of(i, random));
}

/** What goes by chance, from 0 on. */
function walk(n: number, step: (random: Random) => number): number[] {
  let at = 0;
  return made(n, (_, random) => {
    at += step(random);
    return at;
  });
}

const evenly = (most: number) => (random: Random) => Math.floor(most * random.uniform());
const normal = (random: Random) => random.normals(1)[0] as number;

/** Real pictures side by side, [rows, columns, 3], with all channels or the mean of them. */
function photograph(channels: 1 | 3): Uint8Array {
  const images = cifarImages().slice(0, 16);
  const size = 128;
  return Uint8Array.from({ length: size * size * channels }, (_, i) => {
    const [at, c] = [Math.floor(i / channels), i % channels];
    const [y, x] = [Math.floor(at / size), at % size];
    const image = images[4 * (y >> 5) + (x >> 5)] as Uint8Array;
    return image[1024 * c + 32 * (y & 31) + (x & 31)] as number;
  });
}

/** Lines and blocks of few colours. */
const drawing = () =>
  Uint8Array.from({ length: 200 * 160 }, (_, i) => {
    const [y, x] = [Math.floor(i / 200), i % 200];
    return 60 * Number(((x >> 4) + (y >> 5)) % 3 === 0) + 90 * Number((x + 2 * y) % 37 < 2);
  });

const csv = () =>
  Buffer.from(
    made(1500, (i, random) => {
      const kind = ['north', 'south', 'east'][evenly(3)(random)];
      return `${i},${kind},${(20 + 5 * Math.sin(i / 30) + normal(random)).toFixed(2)},${evenly(900)(random)}\n`;
    }).join(''),
  );

const sound = () => {
  const samples = made(12_000, (i, random) => {
    const t = Math.floor(i / 2);
    const tone = 5000 * Math.sin(t / 9) + 2500 * Math.sin(t / 3.1 + (i % 2));
    return tone * (1 + Math.sin(t / 900)) + 40 * normal(random);
  });
  return SOUND_FILES.wav({ bits: 16, channels: 2 }, bytesOf(Int16Array.from(samples)));
};

/** Few numbers that are not 0, in a large array. */
function sparse(n: number, most: number): number[] {
  return made(n, (_, random) => (random.uniform() < 0.02 ? 1 + evenly(most)(random) : 0));
}

/** Records of 20 bytes in a file that nobody knows: an identifier, two measures, a kind, flags. */
function records(): Uint8Array {
  const [rows, random] = [1500, new Random(4)];
  const out = Buffer.alloc(20 * rows);
  for (let i = 0; i < rows; i++) {
    out.writeUInt32LE(700_000 + 3 * i + evenly(3)(random), 20 * i);
    out.writeFloatLE(40 + 9 * Math.sin(i / 50) + 0.01 * normal(random), 20 * i + 4);
    out.writeDoubleLE(evenly(5000)(random) / 100, 20 * i + 8);
    out.writeUInt16LE(evenly(7)(random), 20 * i + 16);
    out.writeUInt16LE(i % 2, 20 * i + 18);
  }
  return out;
}

const frozen = (name: string) => () =>
  numbersInputs().find((input) => input.name === name)?.data as Uint8Array;

const field = (n: number) =>
  made(n * n, (i, random) => {
    const [y, x] = [Math.floor(i / n), i % n];
    return 280 + 9 * Math.sin(x / 15) * Math.cos(y / 22) + 0.02 * normal(random);
  });

type Numbers = ArrayBufferView & { readonly length: number };
const array = (descr: string, shape: readonly number[], values: Numbers) =>
  npyFile(descr, shape, bytesOf(values));

/** The files by what they are. */
export const KINDS_OF_FILES: Readonly<Record<string, () => Uint8Array>> = {
  'a text': () => readFileSync(packageFile('LICENSE')),
  'JSON of numbers': () =>
    readFileSync(packageFile('fixtures/golden/craystack-python-codecs.json')).subarray(0, 60_000),
  'a program': () =>
    readFileSync(packageFile('src/kernels/revisions/1.wasm')).subarray(16_000, 40_000),
  'a table of text': csv,
  'a structured array': frozen('numbers-table'),
  'records that nobody knows': records,
  'a checkpoint': frozen('numbers-checkpoint'),
  'weights of a model': () =>
    readFileSync(packageFile('models/mnist-binary-vae/weights.safetensors')).subarray(0, 60_000),
  sound,
  'a photograph': () => idxFile([1, 128, 128, 3], photograph(3)),
  'a photograph, gray, as rows': () => npyFile('|u1', [128, 128], photograph(1)),
  'a photograph of 16 bits': () =>
    array(
      '<u2',
      [1, 96, 96, 3],
      Uint16Array.from(
        photograph(3).subarray(0, 96 * 96 * 3),
        (v, i) => v * v + (i % 3) * (v >> 2),
      ),
    ),
  'a drawing': () => npyFile('|u1', [160, 200], drawing()),
  'a picture of noise': () =>
    npyFile('|u1', [100, 200], Uint8Array.from(made(20_000, (_, r) => evenly(256)(r)))),
  'digits of bits': () => mnistSlice(0, 100),
  'sparse bytes': () => npyFile('|u1', [300, 200], Uint8Array.from(sparse(60_000, 9))),
  'sparse counts': () => array('<i4', [10_000], Int32Array.from(sparse(10_000, 99))),
  'sparse f32': () =>
    array(
      '<f4',
      [100, 100],
      Float32Array.from(sparse(10_000, 1000), (v) => v / 7),
    ),
  'i8, a walk': () => array('|i1', [20_000], Int8Array.from(walk(20_000, (r) => evenly(3)(r) - 1))),
  'i16, a walk': () =>
    array('<i2', [20_000], Int16Array.from(walk(20_000, (r) => evenly(9)(r) - 4))),
  'i16, big-endian, three channels': () =>
    array(
      '>i2',
      [4000, 3],
      Int16Array.from(made(12_000, (i, r) => 90 * Math.sin(i / 99) + normal(r))).map(
        (v) => ((v & 255) << 8) | ((v >> 8) & 255),
      ),
    ),
  'i32, sorted': () => array('<i4', [10_000], Int32Array.from(walk(10_000, evenly(200)))),
  'i32, classes': () =>
    array('<i4', [10_000], Int32Array.from(made(10_000, (_, r) => evenly(5)(r) * evenly(20)(r)))),
  'i64, time stamps': () =>
    array(
      '<i8',
      [5000],
      BigInt64Array.from(
        walk(5000, evenly(99)),
        (v) => 1_700_000_000_000_000_000n + 1_000_000n * BigInt(v),
      ),
    ),
  'u32, noise': () =>
    array('<u4', [10_000], Uint32Array.from(made(10_000, (_, r) => evenly(2 ** 32)(r)))),
  'f32, a smooth field': () => array('<f4', [100, 100], Float32Array.from(field(100))),
  'f32, noise': () => array('<f4', [10_000], Float32Array.from(made(10_000, (_, r) => normal(r)))),
  'f64, prices': () =>
    array(
      '<f8',
      [6000],
      Float64Array.from(
        walk(6000, (r) => evenly(21)(r) - 10),
        (v) => (90_000 + v) / 100,
      ),
    ),
  'f64, a smooth field': () => array('<f8', [80, 80], Float64Array.from(field(80))),
  'f64, columns': () =>
    array(
      '<f8',
      [1500, 4],
      Float64Array.from(
        made(6000, (i, r) =>
          i % 4 === 0
            ? i
            : i % 4 === 1
              ? evenly(3)(r)
              : Math.round(1000 * normal(r)) / (i % 4 === 2 ? 10 : 1000),
        ),
      ),
    ),
  bool: () =>
    array(
      '|b1',
      [30_000],
      Uint8Array.from(made(30_000, (i, r) => Number(r.uniform() < 0.3 + 0.3 * Math.sin(i / 500)))),
    ),
  'u16, spectra': () =>
    array(
      '<u2',
      [60, 200],
      Uint16Array.from(
        made(
          12_000,
          (i, r) => 400 + 3000 * Math.exp(-(((i % 200) - 70) ** 2) / 300) + 20 * normal(r),
        ),
      ),
    ),
};
