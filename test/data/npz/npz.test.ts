import { constants, deflateRawSync } from 'node:zlib';
import { expect } from 'chai';
import { npyFile } from '../npyFile.js';
import { expectBytes, expectExact } from '../restored.js';
import { zipFile } from '../zipFile.js';

const noise = (n: number, step: number) =>
  Uint8Array.from({ length: n }, (_, i) => (i * step + ((i * i) >> 6)) & 255);

describe('npz files', () => {
  const images = npyFile('<i2', [5, 4, 3], noise(120, 7));
  const more = npyFile('<i2', [70, 4, 3], noise(1680, 3));
  const labels = npyFile('|u1', [5], noise(5, 1));

  for (const deflated of [false, true]) {
    const how = deflated ? 'deflated' : 'stored';
    it(`of one type, ${how}, have the items of all in a row`, async () => {
      const file = zipFile([['a.npy', images] as const, ['b.npy', more] as const], deflated);
      const { dataset } = await expectExact(file, 'npz');
      expect(dataset).to.include({ items: 75, dtype: 'i16' });
      expect(dataset.shape).to.deep.equal([4, 3]);
    });

    it(`of several types, ${how}, have the bytes of all in a row`, async () => {
      const file = zipFile([['x.npy', images] as const, ['y.npy', labels] as const], deflated);
      const { dataset } = await expectExact(file, 'npz');
      expect(dataset).to.include({ items: images.length + labels.length, dtype: 'u8' });
    });

    it(`with something else inside, ${how}, come back`, async () => {
      const broken = images.subarray(0, 50);
      await expectExact(
        zipFile([['x.npy', images] as const, ['y.txt', labels] as const], deflated),
        'npz',
      );
      await expectExact(zipFile([['x.npy', broken] as const], deflated), 'npz');
      await expectExact(zipFile([['x.npy', new Uint8Array(0)] as const], deflated), 'npz');
    });
  }

  const file = zipFile([['a.npy', images] as const, ['b.npy', more] as const], true);
  const odd = (bytes: Uint8Array) => deflateRawSync(bytes, { strategy: constants.Z_HUFFMAN_ONLY });
  const bomb = zipFile([['a.npy', new Uint8Array(1 << 20)] as const], true);
  // It says that there is a gigabyte inside.
  Buffer.from(bomb.buffer, bomb.byteOffset).writeUInt32LE(
    1 << 30,
    bomb.lastIndexOf(0x50, -23) + 24,
  );
  const bad: [string, Uint8Array, string][] = [
    ['a file cut short', file.subarray(0, file.length - 1), 'npz: zip: '],
    ['a file cut in the middle', file.subarray(0, 99), 'npz: zip: '],
    ['another encoder', zipFile([['a.npy', more] as const], true, odd), 'no settings of zlib'],
    [
      'damaged bytes',
      Buffer.concat([file.subarray(0, 60), Buffer.alloc(9, 255), file.subarray(69)]),
      'npz: ',
    ],
    ['a bomb', bomb, 'npz: '],
  ];
  for (const [title, bytes, note] of bad) {
    it(`are bytes for ${title}`, () => expectBytes(bytes, note));
  }
});
