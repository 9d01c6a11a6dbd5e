import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { expect } from 'chai';
import { planFor } from '../../src/codecs/numbers/planFor.js';
import { evaluate } from '../../src/eval/evaluate.js';
import { evaluationSchema } from '../../src/eval/schema.js';
import { loadModel, makeModel } from '../../src/model/model.js';
import { packageFile } from '../../src/package.js';
import { chooseModel } from '../../src/pipeline/encode/chooseModel.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import { readInfo } from '../../src/pipeline/info.js';
import { Random } from '../../src/train/random.js';
import { npyFile } from '../data/npyFile.js';
import { makePng } from '../data/pngFile.js';
import { collect, mnistSlice } from '../data.js';
import { failure, smallFile, smallModel, squeeze } from '../pipeline/small.js';

const NOTHING = new Uint8Array(0);

describe('evaluate', () => {
  it('gives what the schema says, of the file that compress makes', async () => {
    const file = smallFile(100);
    const result = await evaluate('small', file, () => smallModel());
    expect(evaluationSchema.parse(result)).to.deep.equal(result);
    expect(result).to.include({ items: 100, elements: 1600, originalBytes: file.length });
    expect(result.bytes).to.equal((await squeeze(file)).length);
    expect(result.bitsPerDim.file).to.equal((8 * result.bytes) / 1600);
    expect(result.bitsPerDim.standardError).to.equal(null);
  });

  it('is about the items, also of a picture that would better be kept as bytes', async () => {
    const model = loadModel('arrays');
    const header = { width: 97, height: 40, depth: 8, colour: 0, interlace: 0 };
    const random = new Random(1);
    const noise = Uint8Array.from({ length: 200 }, () => 256 * random.uniform());
    // What repeats far away is little for deflate, and nothing for who looks at neighbours.
    const rows = Uint8Array.from({ length: 98 * 40 }, (_, i) =>
      i % 98 === 0 ? 0 : (noise[i % 200] as number),
    );
    const file = makePng(header, deflateSync(rows));
    const { parts } = await readInfo([await collect(compress([file], () => model))]);
    expect(parts[0].front.header.dataFormat).to.equal('bytes');
    const result = await evaluate('p.png', file, () => model);
    expect(result).to.include({ format: 'png-exact', items: 1, elements: 97 * 40 });
    const bits = Object.values(result.bits).reduce((sum, part) => sum + part, 0);
    expect(bits).to.be.closeTo(8 * result.bytes, 1e-6);
  });

  it('is of the reading and the model that compress takes, of arrays of all kinds', async () => {
    const models = ['photo', 'arrays', 'bytes', 'numbers'].map((name) => loadModel(name));
    const random = new Random(3);
    const prices = Float64Array.from(
      { length: 3000 },
      () => Math.floor(random.uniform() * 400) / 100,
    );
    const cents = npyFile('<f8', [300, 10], new Uint8Array(prices.buffer));
    const planes = readFileSync(packageFile('fixtures/cifar10/test-20.bin')).subarray(1, 3073);
    const channels = npyFile('|u1', [3, 32, 32], planes);
    const raw = { dtype: 'f64', shape: [10], byteOrder: 'little' } as const;
    for (const [file, format, options] of [
      [cents, 'bytes', {}],
      [cents.subarray(128), 'bytes', { raw }],
      [channels, 'npy-planes', {}],
      [cents, 'npy', { format: 'npy' }],
    ] as const) {
      const find = (dataset: Parameters<typeof chooseModel>[0]) => chooseModel(dataset, models);
      const cray = await collect(compress([file], find, options));
      const { header } = (await readInfo([cray])).parts[0].front;
      const result = await evaluate('x', file, find, options);
      expect(header.dataFormat).to.equal(format);
      expect(result).to.include({ format, model: header.modelName, bytes: cray.length });
    }
  });

  it('plans again what was planned when the model was chosen, before which nothing is timed', async () => {
    const models = ['arrays', 'bytes', 'numbers'].map((name) => loadModel(name));
    const numbers = new Random(3).normals(3000);
    const bytes = new Uint8Array(
      Float64Array.from(numbers, (x) => Math.round(1e3 * x) / 1e3).buffer,
    );
    const file = npyFile('<f8', [3000], bytes);
    const axes = [{ count: 3000, stride: 8 }];
    const fields = [{ name: 'values', offset: 128, type: 'f64', bigEndian: false, axes }] as const;
    const find = (dataset: Parameters<typeof chooseModel>[0]) => chooseModel(dataset, models);
    await collect(compress([file], find));
    const plan = planFor(file, fields);
    await collect(compress([file], find));
    expect(planFor(file, fields), 'asked for what compress asks for').to.equal(plan);
    expect(await evaluate('x', file, find)).to.include({ model: 'numbers' });
    expect(planFor(file, fields)).not.to.equal(plan);
  });

  it('knows the error of an estimate that is sampled', async () => {
    const model = loadModel('mnist-binary-vae');
    const { bitsPerDim } = await evaluate('digits', mnistSlice(0, 10), () => model);
    expect(bitsPerDim.standardError).to.be.within(1e-4, 1e-2);
    expect(bitsPerDim.estimate).to.be.below(bitsPerDim.message);
  });

  it('refuses data without items, and models that do not fit', async () => {
    const empty = evaluate('empty', smallFile(0), () => smallModel());
    expect(await failure(empty)).to.equal(
      'DATA_INVALID: a data set without items: there is nothing to measure',
    );
    const other = evaluate('other', smallFile(3), () => loadModel('mnist-binary-vae'));
    expect(await failure(other)).to.equal(
      'DATA_MISMATCH: model mnist-binary-vae fits u8 items of 28 x 28, got u8 items of 4 x 4',
    );
    const data = { dtype: 'u8', shape: [4, 4], levels: 2 };
    const codec = {
      type: 'categoricalWeights',
      size: 16,
      symbols: 2,
      precision: 8,
      weights: [1, 0],
    };
    const zeros = makeModel(JSON.stringify({ format: 1, name: 'zeros', data, codec }), NOTHING, '');
    expect(await failure(evaluate('ones', smallFile(3), () => zeros))).to.match(
      /^DATA_MISMATCH: item 0: the model gives it no probability/,
    );
  });
});
