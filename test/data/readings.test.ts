import { expect } from 'chai';
import { openDataset } from '../../src/data/open.js';
import { peekable } from '../../src/data/peekable.js';
import { readAs } from '../../src/data/readings.js';
import { collect } from '../data.js';
import { npyFile } from './npyFile.js';
import { expectExact, open } from './restored.js';

const ramp = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 255);

/** Ways to read an array of these sizes: format, items and their sizes. */
async function waysOf(sizes: readonly number[], descr = '|u1', fortran = false) {
  const bytes = Number(descr.at(-1)) * sizes.reduce((a, b) => a * b, 1);
  const dataset = await openDataset([
    npyFile(descr, sizes, ramp(Math.min(bytes, 4096)), { fortran }),
  ]);
  return (dataset.readings ?? []).map(({ format, together, shape }) => [
    format,
    (dataset.items ?? 0) / together,
    shape.join(' x '),
  ]);
}

describe('the ways to read an array', () => {
  it('are those in which it may be pictures', async () => {
    expect(await waysOf([512, 768, 3])).to.deep.equal([['npy-rows', 1, '512 x 768 x 3']]);
    expect(await waysOf([512, 768], '<u2')).to.deep.equal([['npy-rows', 1, '512 x 768']]);
    expect(await waysOf([3, 512, 768])).to.deep.equal([['npy-planes', 1, '512 x 768 x 3']]);
    expect(await waysOf([512, 768, 3], '|u1', true)).to.deep.equal([
      ['npy-planes', 1, '768 x 512 x 3'],
    ]);
    expect(await waysOf([9, 3, 32, 32])).to.deep.equal([['npy-pixels', 9, '32 x 32 x 3']]);
    // As many bands as make up the whole.
    expect(await waysOf([4000, 3000, 3])).to.deep.equal([['npy-rows', 8, '500 x 3000 x 3']]);
  });

  it('are none for what is a picture, a series, a table, or of other numbers', async () => {
    for (const sizes of [
      [1, 512, 768, 3],
      [100_000, 12],
      [100_000, 2],
      [5000],
      [9, 28, 28],
      [9, 5, 32, 32],
      [8, 8, 3],
    ]) {
      expect(await waysOf(sizes), `${sizes}`).to.deep.equal([]);
    }
    expect(await waysOf([512, 768, 3], '<f4')).to.deep.equal([]);
    expect(await waysOf([512, 768, 3], '<f2')).to.deep.equal([]);
    // No band of these rows goes into all of them.
    expect(await waysOf([4001, 3000, 3])).to.deep.equal([]);
  });

  it('bring back the very file, in pieces of any size', async () => {
    const cases: [string, readonly number[], string][] = [
      ['npy-rows', [20, 18, 3], '|u1'],
      ['npy-rows', [20, 18], '>i2'],
      ['npy-planes', [3, 20, 18], '|i1'],
      ['npy-pixels', [5, 4, 20, 18], '<u2'],
    ];
    for (const [format, sizes, descr] of cases) {
      const bytes = Number(descr.at(-1)) * sizes.reduce((a, b) => a * b, 1);
      const file = npyFile(descr, sizes, ramp(bytes));
      for (const most of [1, 2, 7]) await expectExact(file, format, { format }, most);
      for (const cut of [1, 100, bytes - 1]) {
        await expectExact(file.subarray(0, file.length - cut), format, { format }, 2);
      }
      await expectExact(Buffer.concat([file, Buffer.from('after')]), format, { format });
    }
  });

  it('put the channels of a pixel beside each other', async () => {
    const { elements } = await open(npyFile('|u1', [3, 16, 16], ramp(768)), {
      format: 'npy-planes',
    });
    const channels = ramp(768);
    expect([...elements.subarray(0, 3)]).to.deep.equal([channels[0], channels[256], channels[512]]);
  });

  it('leave the items to be taken that were looked at', async () => {
    const file = npyFile('|u1', [4, 3, 16, 16], ramp(3072));
    const dataset = peekable(await openDataset([file]));
    const [reading] = dataset.readings ?? [];
    const other = readAs(dataset, reading as NonNullable<typeof reading>);
    const first = await other.first(2);
    const all: Uint8Array[] = [];
    for await (const { elements } of other.pieces(3)) all.push(elements);
    const whole = Buffer.concat(all);
    expect(whole).to.have.length(3072);
    expect(whole.subarray(0, first.elements.length)).to.deep.equal(Buffer.from(first.elements));
    expect(await collect(other.tail())).to.have.length(0);
  });
});
