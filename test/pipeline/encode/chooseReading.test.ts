import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { loadModel } from '../../../src/model/model.js';
import { packageFile } from '../../../src/package.js';
import { decompress } from '../../../src/pipeline/decode/decompress.js';
import { chooseModel } from '../../../src/pipeline/encode/chooseModel.js';
import { compress } from '../../../src/pipeline/encode/compress.js';
import type { CompressOptions } from '../../../src/pipeline/encode/compressOptions.js';
import { readInfo } from '../../../src/pipeline/info.js';
import { Random } from '../../../src/train/random.js';
import { npyFile } from '../../data/npyFile.js';
import { collect } from '../../data.js';

const MODELS = ['photo', 'arrays', 'bytes'].map((name) => loadModel(name));
const NUMBERS = [...MODELS, loadModel('numbers')];

const [HEIGHT, WIDTH, CHANNELS] = [32, 32, 3];

/** A picture of CIFAR-10, all of a channel one after another. */
const planes = readFileSync(packageFile('fixtures/cifar10/test-20.bin')).subarray(1, 3073);
const pixels = planes.map((_, i) => planes[(i % 3) * 1024 + Math.floor(i / 3)] as number);

const find = ({ modelName }: { modelName: string }) => loadModel(modelName);

async function compressed(file: Uint8Array, options: CompressOptions = {}, models = MODELS) {
  const cray = await collect(compress([file], (dataset) => chooseModel(dataset, models), options));
  expect(Buffer.compare(await collect(decompress([cray], find)), file)).to.equal(0);
  const { dataFormat, shape, modelName } = (await readInfo([cray])).parts[0].front.header;
  return { bytes: cray.length, dataFormat, shape, modelName };
}

describe('an array', () => {
  it('that is one picture is read as one, whatever its axes are', async () => {
    const one = await compressed(npyFile('|u1', [1, HEIGHT, WIDTH, CHANNELS], pixels));
    expect(one).to.include({ dataFormat: 'npy' });
    const rows = await compressed(npyFile('|u1', [HEIGHT, WIDTH, CHANNELS], pixels));
    expect(rows).to.deep.include({ dataFormat: 'npy-rows', shape: [HEIGHT, WIDTH, CHANNELS] });
    const apart = await compressed(npyFile('|u1', [CHANNELS, HEIGHT, WIDTH], planes));
    expect(apart).to.deep.include({ dataFormat: 'npy-planes', shape: [HEIGHT, WIDTH, CHANNELS] });
    const several = await compressed(npyFile('|u1', [1, CHANNELS, HEIGHT, WIDTH], planes));
    expect(several).to.deep.include({ dataFormat: 'npy-pixels' });
    // The names are longer, and so may be the place of the tail.
    for (const { bytes } of [rows, apart, several]) expect(bytes).to.be.below(one.bytes + 20);
  });

  it('that is none is read as its format has it', async () => {
    const random = new Random(9);
    const noise = Uint8Array.from({ length: 64 * 64 }, () => 256 * random.uniform());
    expect(await compressed(npyFile('|u1', [64, 64], noise))).to.include({ dataFormat: 'npy' });
  });

  it('is read as it is asked for, and where its items are counted', async () => {
    const file = npyFile('|u1', [HEIGHT, WIDTH, CHANNELS], pixels);
    for (const options of [{ format: 'npy' }, { chunkItems: 10 }]) {
      expect(await compressed(file, options)).to.include({ dataFormat: 'npy' });
    }
    expect(await compressed(file, { format: 'npy-rows' })).to.include({ dataFormat: 'npy-rows' });
  });

  describe('of numbers that repeat as bytes', () => {
    const random = new Random(3);
    const prices = Float64Array.from({ length: 3000 }, () =>
      Number((Math.floor(random.uniform() * 400) / 100).toFixed(2)),
    );
    const file = npyFile('<f8', [300, 10], new Uint8Array(prices.buffer));

    it('is kept as the bytes of its file, which take much less', async () => {
      const bytes = await compressed(file);
      const array = await compressed(file, { asBytes: false });
      expect([bytes.dataFormat, array.dataFormat]).to.deep.equal(['bytes', 'npy']);
      expect(bytes.bytes).to.be.below(array.bytes / 2);
    });

    it('stays an array where that is asked for, or where its items are counted', async () => {
      expect(await compressed(file, { format: 'npy' })).to.include({ dataFormat: 'npy' });
      expect(await compressed(file, { chunkItems: 100 })).to.include({ dataFormat: 'npy' });
    });

    it('comes back from a pipe too, and with what follows it', async () => {
      const more = Buffer.concat([file, new Uint8Array(5000).map((_, i) => i)]);
      expect(await compressed(more)).to.include({ dataFormat: 'bytes' });
    });
  });

  describe('of numbers of which only somebody says what they are', () => {
    const random = new Random(5);
    const ROWS = 1000;
    /** Prices, and beside each how many were sold. */
    const prices = Float64Array.from({ length: 2 * ROWS }, (_, i) =>
      i % 2 ? Math.floor(90 * random.uniform()) : Math.floor(1e4 * random.uniform()) / 100,
    );
    const little = new Uint8Array(prices.buffer);
    const rows = { dtype: 'f64', shape: [2], byteOrder: 'little' } as const;

    it('is the bytes of its file, with fields of the type, shape and byte order that are said', async () => {
      const file = npyFile('<f8', [ROWS, 2], little);
      const said = await compressed(file, {}, NUMBERS);
      expect(said).to.include({ dataFormat: 'bytes', modelName: 'numbers' });
      const raw = await compressed(little, { raw: rows }, NUMBERS);
      expect(raw).to.include({ dataFormat: 'bytes', modelName: 'numbers' });
      const big = Uint8Array.from(Buffer.from(little).swap64());
      const turned = await compressed(big, { raw: { ...rows, byteOrder: 'big' } }, NUMBERS);
      expect(turned).to.include({ dataFormat: 'bytes', modelName: 'numbers' });
      for (const { bytes } of [raw, turned]) expect(bytes).to.be.at.most(said.bytes);
    });

    it('stays as it is said where its items are counted', async () => {
      const asked = await compressed(little, { raw: rows, chunkItems: 500 }, NUMBERS);
      expect(asked).to.deep.include({ dataFormat: 'raw', shape: [2, 2] });
    });

    it('is taken apart by the one model that is named for it', async () => {
      for (const options of [{ raw: rows }, {}]) {
        const file = options.raw ? little : npyFile('<f8', [ROWS, 2], little);
        const cray = await collect(compress([file], () => loadModel('numbers'), options));
        expect(Buffer.compare(await collect(decompress([cray], find)), file)).to.equal(0);
        expect(cray.length).to.be.below(0.2 * file.length);
      }
    });
  });

  it('of sound in floats that were integers is taken apart by its frames', async () => {
    const random = new Random(6);
    const samples = Float32Array.from({ length: 8000 }, (_, i) => {
      const level = 8000 * Math.sin(i / (i % 2 ? 31 : 47)) + 40 * random.uniform();
      return Math.round(level) / 32768;
    });
    const data = new Uint8Array(samples.buffer);
    const head = Buffer.alloc(44);
    head.write('RIFF', 0);
    head.writeUInt32LE(36 + data.length, 4);
    head.write('WAVEfmt ', 8);
    head.writeUInt32LE(16, 16);
    for (const [i, value] of [3, 2].entries()) head.writeUInt16LE(value, 20 + 2 * i);
    head.writeUInt32LE(8000, 24);
    head.writeUInt32LE(64000, 28);
    for (const [i, value] of [8, 32].entries()) head.writeUInt16LE(value, 32 + 2 * i);
    head.write('data', 36);
    head.writeUInt32LE(data.length, 40);
    const wav = Buffer.concat([head, data]);
    const before = await compressed(wav);
    const after = await compressed(wav, {}, NUMBERS);
    expect(after).to.include({ dataFormat: 'bytes', modelName: 'numbers' });
    expect(after.bytes).to.be.below(0.6 * before.bytes);
  });

  it('that is smooth is none, though its bytes are tried on the same sample', async () => {
    const waves = Int16Array.from({ length: 20_000 }, (_, i) => 9000 * Math.sin(i / 90));
    const file = npyFile('<i2', [20_000], new Uint8Array(waves.buffer));
    expect(await compressed(file)).to.include({ dataFormat: 'npy' });
  });
});
