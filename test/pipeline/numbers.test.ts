import { expect } from 'chai';
import { seekableBytes } from '../../src/bytes/seekable.js';
import { loadModel } from '../../src/model/model.js';
import { decompress } from '../../src/pipeline/decode/decompress.js';
import { decompressItems } from '../../src/pipeline/decode/select.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import type { CompressOptions } from '../../src/pipeline/encode/compressOptions.js';
import { Random } from '../../src/train/random.js';
import { npyFile } from '../data/npyFile.js';
import { collect } from '../data.js';

const model = loadModel('numbers');

const bytesOf = ({ buffer }: Float64Array | Float32Array | BigInt64Array) =>
  new Uint8Array(buffer as ArrayBuffer);

/** A NumPy file of prices, some of which are missing, in rows of three. */
function prices(rows: number, fortran = false): Uint8Array {
  const random = new Random(1);
  const values = Float64Array.from({ length: 3 * rows }, (_, i) =>
    i % 97 === 5 ? Number.NaN : Math.floor(1e4 * random.uniform()) / 100,
  );
  return npyFile('<f8', [rows, 3], bytesOf(values), { fortran });
}

/** A checkpoint of layers that are alike, and a counter of steps. */
function checkpoint(layers: number, size: number): Uint8Array {
  const random = new Random(2);
  const weights = Array.from(
    { length: layers },
    () => new Float32Array(random.normals(size * size)),
  );
  const data = [...weights.map(bytesOf), bytesOf(BigInt64Array.of(1000n))];
  let at = 0;
  const header = Object.fromEntries(
    data.map((bytes, i) => {
      const [dtype, shape] = i < layers ? ['F32', [size, size]] : ['I64', [1]];
      at += bytes.length;
      return [`layer.${i}`, { dtype, shape, data_offsets: [at - bytes.length, at] }];
    }),
  );
  const text = Buffer.from(JSON.stringify(header));
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([start, text, ...data]);
}

const squeeze = (file: Uint8Array, options: CompressOptions = {}) =>
  collect(compress([file], () => model, { format: 'bytes', verify: true, ...options }));

const restore = (file: Uint8Array, threads = 1) =>
  collect(decompress(seekableBytes(file), () => model, { threads }));

describe('files of numbers', () => {
  const files: readonly [string, Uint8Array, number][] = [
    ['NumPy arrays of decimals', prices(1500), 0.25],
    ['NumPy arrays whose first index is the fastest', prices(1500, true), 0.25],
    ['checkpoints', checkpoint(8, 30), 0.93],
  ];
  for (const [name, file, most] of files) {
    it(`of ${name} come back, and take less than their numbers`, async () => {
      const coded = await squeeze(file);
      expect(coded.length).to.be.below(most * file.length);
      expect(Buffer.compare(await restore(coded), file)).to.equal(0);
    });

    it(`of ${name} come back from chunks cut anywhere, on threads`, async () => {
      const options = { chunkItems: 20011, verify: false };
      const coded = await squeeze(file, { ...options, threads: 2 });
      expect(coded.length).to.be.below((most + 0.12) * file.length);
      expect(Buffer.compare(await restore(coded, 2), file)).to.equal(0);
      const one = await squeeze(file, options);
      expect(Buffer.compare(one, coded), 'the same on one thread').to.equal(0);
    });
  }

  it('come back from chunks of one to twenty bytes', async () => {
    const file = prices(8);
    for (const chunkItems of [1, 3, 8, 20]) {
      expect(Buffer.compare(await restore(await squeeze(file, { chunkItems })), file)).to.equal(0);
    }
  });

  it('come back by items, of some chunks alone', async () => {
    const file = prices(1000);
    const coded = await squeeze(file, { chunkItems: 9999 });
    const ranges = [
      { from: 9990, to: 10050 },
      { from: 20000, to: 20001 },
    ];
    const some = await collect(decompressItems(seekableBytes(coded), ranges, () => model));
    const expected = [file.subarray(9990, 10050), file.subarray(20000, 20001)];
    expect(Buffer.compare(some, Buffer.concat(expected))).to.equal(0);
  });

  it('come back with a head that lies', async () => {
    const file = prices(100).slice();
    const cut = file.subarray(0, 1500);
    const empty = npyFile('<f8', [0], new Uint8Array(0));
    for (const odd of [cut, empty, new Uint8Array(0), Uint8Array.of(7)]) {
      expect(Buffer.compare(await restore(await squeeze(odd)), odd)).to.equal(0);
    }
  });
});
