import { expect } from 'chai';
import { openDataset } from '../../../src/data/open.js';
import { type PeekableDataset, peekable } from '../../../src/data/peekable.js';
import { loadModel, type Model, modelNames } from '../../../src/model/model.js';
import { decompress } from '../../../src/pipeline/decode/decompress.js';
import { chooseModel } from '../../../src/pipeline/encode/chooseModel.js';
import { compress } from '../../../src/pipeline/encode/compress.js';
import { readInfo } from '../../../src/pipeline/info.js';
import { Random } from '../../../src/train/random.js';
import { npyFile } from '../../data/npyFile.js';
import { collect, idxFile } from '../../data.js';
import { failure, smallFile, smallModel } from '../small.js';

const all = () => modelNames().map((name) => loadModel(name));

/** Some text in which little is said twice in a row. */
const text = Buffer.from(
  Array.from({ length: 3000 }, (_, i) => `line ${(i * 7919) % 3001} of the log\n`).join(''),
);

/** A walk of 16-bit numbers. */
function walk(): Uint8Array {
  const random = new Random(3);
  let at = 0;
  const numbers = Int16Array.from({ length: 20_000 }, () => {
    at += Math.floor(9 * random.uniform()) - 4;
    return at;
  });
  return npyFile('<i2', [20_000], new Uint8Array(numbers.buffer));
}

/** A picture in colour: waves with noise, in steps. */
function waves(height: number, width: number): Uint8Array {
  const random = new Random(5);
  const values = Uint8Array.from({ length: height * width * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    const wave = 60 * Math.sin(x / 17 + y / 29) + 40 * Math.sin(x / 5 - y / 11);
    return 9 * Math.round(((128 + wave) * (1 - 0.1 * (i % 3)) + 2 * random.uniform() - 1) / 9);
  });
  return idxFile([1, height, width, 3], values);
}

async function chosen(file: Uint8Array, models: Model[], options = {}) {
  const dataset = peekable(await openDataset([file] as never));
  return chooseModel(dataset, models, options);
}

describe('chooseModel', () => {
  it('takes the model that makes a sample smallest', async () => {
    expect((await chosen(text, all())).model.spec.name).to.equal('bytes');
    expect((await chosen(walk(), all())).model.spec.name).to.equal('arrays');
  });

  it('tries nothing where only one model fits', async () => {
    const dataset = peekable(await openDataset([smallFile(9)] as never));
    const shy: PeekableDataset = { ...dataset, first: () => Promise.reject(new Error('looked')) };
    const { model } = await chooseModel(shy, [smallModel(), loadModel('mnist-binary-vae')]);
    expect(model.spec.name).to.equal('small');
  });

  it('takes a large file that is nearly all runs for runs, whatever a sample takes', async () => {
    const sparse = new Uint8Array(3 << 20);
    for (let i = 0; i < 500; i++) sparse[1_234_567 + i] = (i * i) >> 3;
    for (const file of [new Uint8Array(3 << 20), sparse]) {
      expect((await chosen(file, all())).model.spec.name).to.equal('numbers');
    }
    const some = sparse.map((byte, i) => (i % 3 === 0 && i < 1 << 20 ? (i * i) >> 7 : byte));
    expect((await chosen(some, all())).model.spec.name).not.to.equal('numbers');
  });

  it('leaves out what learns where there is no order, and says where nothing fits', async () => {
    const { model } = await chosen(smallFile(50), [...all(), smallModel()], { unordered: true });
    expect(model.spec.name).to.equal('small');
    expect(await failure(chosen(text, [smallModel()]))).to.equal(
      'DATA_MISMATCH: no model fits u8 items of 1: there are small',
    );
  });

  it('says which model would take less with the order that is left out, and is silent where none would', async () => {
    // The same picture again and again, of values that no model without order has.
    const same = Uint8Array.from({ length: 50 * 784 }, (_, i) => {
      const at = i % 784;
      return 4 * (Math.floor(at / 28) + (at % 28));
    });
    const less = await chosen(idxFile([50, 28, 28], same), all(), { unordered: true });
    expect(less.model.spec.name).to.match(/^mnist/);
    expect(less.inOrder?.model).to.equal('photo');
    expect(less.inOrder?.bitsPerDim).to.be.within(0.001, 0.1);
    const random = new Random(8);
    const noise = Uint8Array.from({ length: 50 * 784 }, () => 256 * random.uniform());
    for (const [file, options] of [
      [idxFile([50, 28, 28], noise), { unordered: true }],
      [idxFile([50, 28, 28], same), {}],
    ] as const) {
      expect((await chosen(file, all(), options)).inOrder).to.equal(undefined);
    }
  });

  it('says of data without order which models there are, where all of them learn', async () => {
    expect(await failure(chosen(text, all(), { unordered: true }))).to.equal(
      'ArgumentError: unordered: the models that fit u8 items of 1 learn from item to item, in order: arrays, bytes, numbers',
    );
  });

  it('may choose a model that has no values for some of the data, which are then plain', async () => {
    const bits = smallFile(20_000).slice();
    bits[bits.length - 1] = 255;
    const findModel = (dataset: PeekableDataset) =>
      chooseModel(dataset, [smallModel(), smallModel(0.9)]);
    const options = { chunkItems: 10_000 };
    const file = new Uint8Array(await collect(compress([bits] as never, findModel, options)));
    const { parts } = await readInfo([file] as never);
    expect(parts[0].front.header.levels).to.equal(256);
    expect(parts[0]).to.include({ chunks: 2, plainChunks: 1 });
    expect(await collect(decompress([file] as never, () => smallModel()))).to.deep.equal(
      Buffer.from(bits),
    );
    expect(await failure(collect(compress([bits] as never, () => smallModel(), options)))).to.equal(
      'DATA_MISMATCH: item 19999, element 15: expected a value in 0 … 1, got 255',
    );
  });

  it('tries the middle of an item that is large', async () => {
    const dots = (x: number, y: number) => 200 * Number((7 * x + 13 * y) % 11 < 4);
    const slope = (x: number, y: number) => x / 2 + y / 4;
    const image = (value: typeof dots) =>
      idxFile(
        [1, 300, 400],
        Uint8Array.from({ length: 300 * 400 }, (_, i) => value(i % 400, Math.floor(i / 400))),
      );
    const framed = image((x, y) => (x < 100 || x >= 300 ? dots : slope)(x, y));
    expect((await chosen(image(dots), all())).model.spec.name).to.equal('bytes');
    expect((await chosen(framed, all())).model.spec.name).to.equal('arrays');
  });

  it('looks beyond a sample, at which a model is dear that has much to learn', async () => {
    const [arrays, photo] = ['arrays', 'photo'].map((name) => loadModel(name)) as [Model, Model];
    const sizeBy = async (model: Model, image: Uint8Array) =>
      (await collect(compress([image] as never, () => model))).length;
    // A sample holds the first whole, and is a sixth of the second.
    const small = waves(75, 200);
    expect(await sizeBy(photo, small)).to.be.above(await sizeBy(arrays, small));
    expect((await chosen(small, [arrays, photo])).model).to.equal(arrays);
    const large = waves(300, 400);
    expect(await sizeBy(photo, large)).to.be.below(await sizeBy(arrays, large));
    expect((await chosen(large, [arrays, photo])).model).to.equal(photo);
  });
});
