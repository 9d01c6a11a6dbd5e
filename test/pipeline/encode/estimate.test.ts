import { expect } from 'chai';
import { readAsBytes } from '../../../src/data/asBytes.js';
import type { InFile } from '../../../src/data/dataset.js';
import { openDataset } from '../../../src/data/open.js';
import { peekable } from '../../../src/data/peekable.js';
import { loadModel } from '../../../src/model/model.js';
import { rateBy } from '../../../src/pipeline/encode/estimate.js';
import { npyFile } from '../../data/npyFile.js';
import { bytesOf } from '../../frozen/input.js';

const ROWS = 4000;
/** Two columns of doubles: prices, and how many. */
const prices = Float64Array.from({ length: 2 * ROWS }, (_, i) =>
  i % 2 ? (i * 7919) % 90 : Math.round(9000 + 300 * Math.sin(i / 90)) / 100,
);

async function array(rows: number) {
  const file = npyFile('<f8', [rows, 2], bytesOf(prices.subarray(0, 2 * rows)));
  return peekable(await openDataset([file]));
}

describe('the rate of a model over the first bytes of the data', () => {
  it('is that of a file of these alone', async () => {
    for (const name of ['arrays', 'numbers']) {
      const model = loadModel(name);
      const read = async (rows: number) => {
        const dataset = await array(rows);
        return name === 'arrays' ? dataset : readAsBytes(dataset, dataset.inFile as InFile);
      };
      // The head of 128 bytes is of the bytes of the file, and before the items of the array.
      const some = await rateBy(model, await read(ROWS), {}, 1000 * 16 + 128);
      const alone = await rateBy(model, await read(1000 + (name === 'arrays' ? 8 : 0)), {}, 1e9);
      expect(some, name).to.be.above(0.1).and.below(6);
      expect(some, name).to.be.closeTo(alone as number, 0.01);
    }
  });

  it('knows the fields of the file', async () => {
    const dataset = await array(ROWS);
    const bytes = readAsBytes(dataset, dataset.inFile as InFile);
    const [apart, plain] = await Promise.all(
      ['numbers', 'bytes'].map((name) => rateBy(loadModel(name), bytes, {}, 1e6)),
    );
    expect(apart).to.be.below(0.8 * (plain as number));
  });

  it('is not known of items that are larger', async () => {
    const dataset = peekable(await openDataset([npyFile('<u2', [1, 9, 9], new Uint8Array(162))]));
    expect(await rateBy(loadModel('arrays'), dataset, {}, 161)).to.equal(undefined);
    expect(await rateBy(loadModel('arrays'), dataset, {}, 162)).to.be.a('number');
  });
});
