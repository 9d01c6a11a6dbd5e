import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { onDisk, openDirectory } from '../../../src/data/folders.js';
import { evaluateFolder } from '../../../src/eval/evaluateFolder.js';
import { loadModel, type Model, withEffort } from '../../../src/model/model.js';
import { decompressFolder } from '../../../src/pipeline/decode/decompressFolder.js';
import { chooseModel } from '../../../src/pipeline/encode/chooseModel.js';
import { compress } from '../../../src/pipeline/encode/compress.js';
import { compressFolder } from '../../../src/pipeline/encode/compressFolder.js';
import { readInfo } from '../../../src/pipeline/info.js';
import { Random } from '../../../src/train/random.js';
import { npyFile } from '../../data/npyFile.js';
import { collect } from '../../data.js';

const MODELS = ['photo', 'arrays', 'bytes', 'numbers'].map((name) => loadModel(name));
const QUICK = MODELS.map((model) => withEffort(model, 1) ?? model);

/** What numbers add up to, twice over, as an array of 64 bits: steps of 3 values. */
function sums(count: number, seed: number): Uint8Array {
  const random = new Random(seed);
  let [sum, step] = [0n, 0n];
  const values = BigInt64Array.from({ length: count }, () => {
    step += BigInt(Math.floor(3 * random.uniform()) - 1);
    sum += step;
    return sum;
  });
  return npyFile('<i8', [count], new Uint8Array(values.buffer));
}

describe('the arrays of a folder', () => {
  let root: string;
  let from: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'craystack-choose-folder-'));
    from = join(root, 'from');
    mkdirSync(from);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  async function packed(files: Readonly<Record<string, Uint8Array>>, models: readonly Model[]) {
    for (const [name, file] of Object.entries(files)) writeFileSync(join(from, name), file);
    const find = (dataset: Parameters<typeof chooseModel>[0]) => chooseModel(dataset, models);
    const cray = await collect(compressFolder(await openDirectory(from), find));
    const to = join(root, 'to');
    const byName = ({ modelName }: { modelName: string }) =>
      models.find(({ spec }) => spec.name === modelName) as Model;
    await decompressFolder([cray], byName, onDisk(to, to));
    expect(readdirSync(to).sort()).to.deep.equal(Object.keys(files).sort());
    for (const [name, file] of Object.entries(files)) {
      expect(Buffer.compare(readFileSync(join(to, name)), file), name).to.equal(0);
    }
    const { parts } = await readInfo([cray]);
    return { bytes: cray.length, models: parts.map(({ front }) => front.header.modelName) };
  }

  const alone = async (file: Uint8Array, models: readonly Model[]) =>
    (await collect(compress([file], (dataset) => chooseModel(dataset, models)))).length;

  it('are taken apart by their numbers, where a file alone would be', async () => {
    const file = sums(20_000, 1);
    const folder = await packed({ 'li.npy': file }, MODELS);
    expect(folder.models[1]).to.equal('numbers');
    expect(folder.bytes).to.be.below((await alone(file, MODELS)) + 300);
  });

  it('are so too where there are several of a kind, of any lengths', async () => {
    const files = { 'a.npy': sums(20_000, 1), 'b.npy': sums(9_999, 2), 'c.npy': sums(1, 3) };
    const { bytes, models } = await packed({ ...files, 'd.txt': Buffer.from('text') }, MODELS);
    expect(models).to.have.length(2);
    expect(models[1]).to.equal('numbers');
    expect(bytes).to.be.below((await alone(files['a.npy'], MODELS)) * 2);
  });

  it('stay arrays where these take less, or hardly more', async () => {
    const random = new Random(5);
    const noise = Uint8Array.from({ length: 100_000 }, () => 256 * random.uniform());
    const { models } = await packed({ 'a.npy': npyFile('|u1', [100, 1000], noise) }, MODELS);
    expect(models[1]).to.equal('arrays');
  });

  it('go by what is quick, where that is asked for', async () => {
    const { models } = await packed({ 'a.npy': sums(20_000, 1), 'b.npy': sums(20_000, 2) }, QUICK);
    expect(models[1]).to.match(/^numbers/);
  });

  it('are measured by the same choice', async () => {
    writeFileSync(join(from, 'li.npy'), sums(20_000, 1));
    const find = (dataset: Parameters<typeof chooseModel>[0]) => chooseModel(dataset, MODELS);
    const [whole, ...parts] = await evaluateFolder('f', await openDirectory(from), find);
    expect(parts.map(({ model }) => model)[1]).to.equal('numbers');
    const cray = await collect(compressFolder(await openDirectory(from), find));
    expect(whole?.bytes).to.equal(cray.length);
  });
});
