import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import sharp from 'sharp';
import { openDirectory } from '../../../src/data/folders.js';
import { openDataset } from '../../../src/data/open.js';
import { type PeekableDataset, peekable } from '../../../src/data/peekable.js';
import { loadModel, modelNames } from '../../../src/model/model.js';
import { packageFile } from '../../../src/package.js';
import { type ChosenModel, chooseModel } from '../../../src/pipeline/encode/chooseModel.js';
import { compress } from '../../../src/pipeline/encode/compress.js';
import { compressFolder } from '../../../src/pipeline/encode/compressFolder.js';
import { collect } from '../../data.js';

const FIXTURES = ['mozjpeg-testorig.jpg', 'mozjpeg-testorig12.jpg'] as const;
const fixture = (name: string) =>
  new Uint8Array(readFileSync(packageFile(`fixtures/jpeg/${name}`)));

const all = modelNames().map((name) => loadModel(name));
const made = loadModel('jpeg');

/** A data set that may not be looked at. */
async function shy(file: Uint8Array): Promise<PeekableDataset> {
  const dataset = peekable(await openDataset([file]));
  return { ...dataset, first: () => Promise.reject(new Error('looked')) };
}

/** A JPEG file of a picture in colour. */
async function jpegOf(side: number, pixel: (x: number, y: number) => number): Promise<Uint8Array> {
  const pixels = Uint8Array.from({ length: 3 * side * side }, (_, i) => {
    const at = Math.floor(i / 3);
    return pixel(at % side, Math.floor(at / side)) >> (i % 3);
  });
  const image = sharp(pixels, { raw: { width: side, height: side, channels: 3 } });
  return new Uint8Array(await image.jpeg().toBuffer());
}

/** Bytes of a file by the best of all models, and which were asked for. */
async function automatic(file: Uint8Array) {
  const found: ChosenModel[] = [];
  const choose = async (dataset: PeekableDataset) => {
    const chosen = await chooseModel(dataset, all);
    found.push(chosen);
    return chosen;
  };
  const { length } = await collect(compress([file], choose));
  return { length, models: found.map(({ model }) => model.spec.name), found };
}

describe('blocks of pictures', () => {
  it('are by the model that is made for them, without a look at them', async () => {
    for (const name of FIXTURES) {
      const { model, tried, untried } = await chooseModel(await shy(fixture(name)), all);
      expect(model.spec.name).to.equal('jpeg');
      expect({ tried, untried }).to.deep.equal({ tried: [], untried: 'pictures' });
    }
  });

  it('are tried on all models that are made for them, where there are several', async () => {
    const other = { ...made, spec: { ...made.spec, name: 'other' } };
    const dataset = peekable(await openDataset([fixture(FIXTURES[0])]));
    const { tried, untried, bits } = await chooseModel(dataset, [...all, other]);
    expect(tried?.map(({ model }) => model)).to.deep.equal(['jpeg', 'other']);
    expect(untried).to.equal(undefined);
    expect(bits).to.be.above(0);
  });

  it('are tried on others where none is made for them, and where it is not said of which pictures they are', async () => {
    const dataset = async () => peekable(await openDataset([fixture(FIXTURES[0])]));
    const without = all.filter(({ spec }) => spec.name !== 'jpeg');
    expect((await chooseModel(await dataset(), without)).tried).to.have.length(2);
    const none = { ...(await dataset()), pictures: undefined };
    expect((await chooseModel(none, all)).tried).to.have.length(3);
  });

  it('take within 1 % of the least that any model makes of their files', async () => {
    const files = await Promise.all([
      ...FIXTURES.map(fixture),
      jpegOf(600, () => 255),
      jpegOf(256, (x, y) => (x * 2654435761 + (y % 16) * 40503 * x) & 255),
      jpegOf(300, (x, y) => (x + y) & 255),
      jpegOf(24, (x, y) => (x * y * 7) & 255),
    ]);
    for (const [i, file] of files.entries()) {
      const { length } = await automatic(file);
      for (const model of [made, loadModel('bytes'), loadModel('arrays')]) {
        const asBytes = model.spec.name === 'bytes' ? { format: 'bytes' } : {};
        const other = (await collect(compress([file], () => model, asBytes))).length;
        expect(length, `file ${i}, ${model.spec.name}`).to.be.at.most(1.01 * other);
      }
    }
  });

  it('have files that are tried as bytes where these may be less, and no others', async () => {
    expect((await automatic(fixture(FIXTURES[0]))).models).to.deep.equal(['jpeg']);
    for (const file of [
      await jpegOf(48, (x, y) => (x * y * 7) & 255),
      await jpegOf(1024, () => 255),
    ]) {
      expect((await automatic(file)).models).to.deep.equal(['jpeg', 'bytes']);
    }
  });

  it('of a folder are by that model without a trial too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
    try {
      for (let i = 0; i < 3; i++) writeFileSync(join(folder, `${i}.jpg`), fixture(FIXTURES[0]));
      const found: ChosenModel[] = [];
      const choose = async (dataset: PeekableDataset) => {
        const chosen = await chooseModel(dataset, all);
        found.push(chosen);
        return chosen;
      };
      await collect(compressFolder(await openDirectory(folder), choose));
      expect(found[1]?.model.spec.name).to.equal('jpeg');
      expect(found[1]?.untried).to.equal('pictures');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
