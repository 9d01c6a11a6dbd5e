import { expect } from 'chai';
import { seekableBytes } from '../../src/bytes/seekable.js';
import { loadModel, modelNames } from '../../src/model/model.js';
import { decompress } from '../../src/pipeline/decode/decompress.js';
import { chooseModel } from '../../src/pipeline/encode/chooseModel.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import { Random } from '../../src/train/random.js';
import { npyFile } from '../data/npyFile.js';
import { collect } from '../data.js';

/** Rows and columns of the arrays. */
const [ROWS, COLUMNS] = [36, 20];
const COUNT = ROWS * COLUMNS;
/** Of the same values in native order, what another byte order may take. */
const MOST = 1.02;

/** Something smooth with a little noise, in [-1, 1]. */
function wave(): readonly number[] {
  const random = new Random(1);
  return Array.from({ length: COUNT }, (_, i) => {
    const [y, x] = [Math.floor(i / COLUMNS), i % COLUMNS];
    return 0.97 * Math.sin(y / 15) * Math.cos(x / 11) + 0.02 * random.uniform();
  });
}

/** The bits of the half that is next to 0 from a number: what NumPy's are is of no matter here. */
function halfBits(value: number): number {
  const single = new Uint32Array(Float32Array.of(value).buffer)[0] as number;
  const exponent = ((single >>> 23) & 0xff) - 112;
  const sign = (single >>> 16) & 0x8000;
  return exponent <= 0 ? sign : sign | (exponent << 10) | ((single >>> 13) & 0x3ff);
}

const whole = (most: number) => wave().map((value) => Math.floor(most * (value + 1)));
const bytesOf = ({ buffer }: { buffer: ArrayBufferLike }) => new Uint8Array(buffer as ArrayBuffer);
const seconds = () => whole(1e5).map((value, i) => BigInt(1_700_000_000 + 60 * i + (value % 3)));
const complex = () => wave().flatMap((value, i) => [value, (i % 7) / 8]);

/** Types of NumPy without their byte order: bytes of what is turned round in another, and the values in native order. */
const TYPES: readonly (readonly [type: string, width: number, values: () => Uint8Array])[] = [
  ['b1', 1, () => Uint8Array.from(wave(), (value) => (value > 0.1 ? 1 : 0))],
  ['u1', 1, () => Uint8Array.from(whole(100))],
  ['i1', 1, () => bytesOf(Int8Array.from(whole(60), (value) => value - 60))],
  ['u2', 2, () => bytesOf(Uint16Array.from(whole(9000)))],
  ['i2', 2, () => bytesOf(Int16Array.from(whole(9000), (value) => value - 9000))],
  ['u4', 4, () => bytesOf(Uint32Array.from(whole(1e6)))],
  ['i4', 4, () => bytesOf(Int32Array.from(whole(1e6), (value) => value - 1e6))],
  ['u8', 8, () => bytesOf(BigUint64Array.from(whole(1e9), BigInt))],
  ['i8', 8, () => bytesOf(BigInt64Array.from(whole(1e9), (value) => BigInt(value - 1e9)))],
  ['f2', 2, () => bytesOf(Uint16Array.from(wave(), halfBits))],
  ['f4', 4, () => bytesOf(Float32Array.from(wave()))],
  ['f8', 8, () => bytesOf(Float64Array.from(wave(), (value) => Math.round(1e4 * value) / 1e4))],
  ['c8', 4, () => bytesOf(Float32Array.from(complex()))],
  ['c16', 8, () => bytesOf(Float64Array.from(complex()))],
  ['M8[s]', 8, () => bytesOf(BigInt64Array.from(seconds()))],
  ['m8[ms]', 8, () => bytesOf(BigInt64Array.from(seconds(), (value) => value % 5000n))],
];

/** The bytes of numbers of some width the other way round. */
function turned(bytes: Uint8Array, width: number): Uint8Array {
  return bytes.map((_, i) => bytes[i - (i % width) + (width - 1 - (i % width))] as number);
}

const models = modelNames().map((name) => loadModel(name));

const auto = (file: Uint8Array) =>
  collect(compress([file], (dataset) => chooseModel(dataset, models)));

const restore = (file: Uint8Array) =>
  collect(decompress(seekableBytes(file), ({ modelName }) => loadModel(modelName)));

describe('arrays of every type of NumPy', () => {
  for (const [type, width, values] of TYPES) {
    for (const fortran of [false, true]) {
      const order = fortran ? 'whose first index is the fastest' : 'row by row';
      it(`${type} ${order} come back in both byte orders, and take the same`, async function () {
        this.timeout(60_000);
        const native = values();
        const sizes: number[] = [];
        for (const [sign, bytes] of [
          ['<', native],
          ['>', turned(native, width)],
        ] as const) {
          const descr = `${width === 1 ? '|' : sign}${type}`;
          const file = npyFile(descr, [ROWS, COLUMNS], bytes, { fortran });
          const coded = await auto(file);
          expect(Buffer.compare(await restore(coded), file), descr).to.equal(0);
          sizes.push(coded.length);
        }
        const [own, other] = sizes as [number, number];
        expect(other).to.be.at.most(MOST * own);
      });
    }
  }
});
