import { expect } from 'chai';
import { npyFile } from '../npyFile.js';
import { expectExact, open } from '../restored.js';

const ramp = (length: number, seed: number) =>
  Uint8Array.from({ length }, (_, i) => (i * seed + (i >> 3)) & 255);

describe('arrays that np.save wrote into one file', () => {
  const cases: [string, readonly number[], readonly number[], boolean][] = [
    ['<i4', [40], [40], false],
    ['|u1', [4, 5, 3], [4, 5, 3], false],
    ['>u2', [4, 5], [5, 4], true],
    ['<f8', [3, 2], [2, 3, 2], false],
    ['<c8', [3], [3, 2], false],
  ];
  for (const [descr, sizes, shape, fortran] of cases) {
    it(`are items: of ${descr}, ${sizes.join(' x ')}`, async () => {
      const bytes = Number(descr.slice(2)) * sizes.reduce((a, b) => a * b, 1);
      const arrays = [1, 2, 3, 4, 5].map((seed) =>
        npyFile(descr, sizes, ramp(bytes, seed), { fortran }),
      );
      for (const most of [1, 2, 5, 9]) {
        const { dataset, elements } = await expectExact(
          Buffer.concat(arrays),
          'npy-stream',
          {},
          most,
        );
        expect(dataset.shape).to.deep.equal(shape);
        expect(elements).to.have.length(5 * bytes);
      }
    });
  }

  const two = [1, 2].map((seed) => npyFile('<i4', [40], ramp(160, seed)));

  it('go on until there is something else', async () => {
    const other = npyFile('<i4', [41], ramp(164, 3));
    for (const after of [other, Buffer.from('after'), two[0]?.subarray(0, 200) as Uint8Array]) {
      const { tail } = await expectExact(Buffer.concat([...two, after]), 'npy-stream');
      expect(tail).to.deep.equal(new Uint8Array(after));
    }
  });

  it('are one array and what follows where they differ, and where there is one', async () => {
    const [first] = two as [Uint8Array];
    await expectExact(Buffer.concat([first, npyFile('<i4', [41], ramp(164, 3))]), 'npy');
    expect((await open(first)).dataset.format).to.equal('npy');
    await expectExact(npyFile('<i4', [0], new Uint8Array(0)), 'npy');
    const empty = npyFile('<i4', [0], new Uint8Array(0));
    await expectExact(Buffer.concat([empty, empty]), 'npy');
  });
});
