import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { packageFile } from '../../../src/package.js';
import { Random } from '../../../src/train/random.js';
import { expectBytes, expectExact } from '../restored.js';

/** Records of labels, and pixels that are noise. */
function records(count: number, labels: (i: number) => readonly number[]): Uint8Array {
  const random = new Random(1);
  return Buffer.concat(
    Array.from({ length: count }, (_, i) => [
      Uint8Array.from(labels(i)),
      Uint8Array.from({ length: 3072 }, () => random.uint32() & 255),
    ]).flat(),
  );
}

describe('CIFAR files', () => {
  it('have their labels beside their pictures', async () => {
    const file = records(23, (i) => [i % 10]);
    const { dataset, pieces, elements } = await expectExact(file, 'cifar10');
    expect(dataset).to.include({ items: 23, sideBytes: 1, dtype: 'u8' });
    expect(dataset.shape).to.deep.equal([3, 32, 32]);
    expect([...(pieces[0]?.side ?? [])]).to.deep.equal([0, 1, 2, 3, 4, 5, 6]);
    expect(elements.subarray(0, 3072)).to.deep.equal(file.subarray(1, 3073));
  });

  it('of 100 classes have two labels', async () => {
    const { dataset, pieces } = await expectExact(
      records(25, (i) => [i % 20, 4 * i - 1 < 0 ? 0 : 4 * i - 1]),
      'cifar100',
    );
    expect(dataset.sideBytes).to.equal(2);
    expect([...(pieces[0]?.side ?? [])].slice(0, 6)).to.deep.equal([0, 0, 1, 3, 2, 7]);
  });

  const file = records(30, (i) => [i % 10]);
  const others: [string, Uint8Array][] = [
    ['a file cut short', file.subarray(0, file.length - 1)],
    ['a file with a byte too many', Buffer.concat([file, Uint8Array.of(0)])],
    ['a label out of range', records(30, (i) => [i])],
    ['zeros', new Uint8Array(4 * 3073)],
    ['one record', file.subarray(0, 3073)],
  ];
  for (const [title, bytes] of others) it(`are not ${title}`, () => expectBytes(bytes, undefined));

  const batch = packageFile('../shared/data/cifar10/data_batch_1.bin');
  const skipped = existsSync(batch) ? '' : ' (skipped: ../shared is not there)';
  it(`of the real data set come back${skipped}`, async function () {
    if (skipped) return this.skip();
    await expectExact(readFileSync(batch), 'cifar10');
  });
});
