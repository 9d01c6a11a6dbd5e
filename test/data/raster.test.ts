import { expect } from 'chai';
import { openDataset } from '../../src/data/open.js';
import { bmpFile, type RasterFile, tgaFile } from './rasterFile.js';
import { expectBytes, expectExact } from './restored.js';

const HEIGHT = 5;

/** Rows of a file: each sample says which row, column and channel of it it is. */
function rowsOf({ width, channels }: RasterFile): Uint8Array[] {
  return Array.from({ length: HEIGHT }, (_, y) =>
    Uint8Array.from({ length: width * channels }, (_, i) => 40 * y + i),
  );
}

const PICTURES: readonly RasterFile[] = ([1, 3, 4] as const).flatMap((channels) =>
  [false, true].flatMap((downwards) =>
    [7, 8].map((width) => ({ width, height: HEIGHT, channels, downwards })),
  ),
);

describe('pictures whose samples are bare', () => {
  it('are read from the top down, red first, and come back byte for byte', async () => {
    for (const picture of PICTURES) {
      const { width, channels, downwards } = picture;
      const rows = rowsOf(picture);
      const files = [
        ['bmp', bmpFile(picture, rows)],
        ['bmp', Buffer.concat([bmpFile({ ...picture, filling: 9 }, rows), Buffer.from('after')])],
        ['tga', tgaFile(picture, rows)],
        ['tga', tgaFile(picture, rows, true)],
      ] as const;
      for (const [format, file] of files) {
        const { dataset, elements } = await expectExact(file, format);
        expect(dataset.shape).to.deep.equal([HEIGHT, width, ...(channels > 1 ? [channels] : [])]);
        const top = rows[downwards ? 0 : HEIGHT - 1] as Uint8Array;
        expect(elements[0]).to.equal(top[channels === 1 ? 0 : 2]);
        expect(elements[width * channels - 1]).to.equal(
          top[width * channels - (channels === 3 ? 3 : 1)],
        );
      }
    }
  });

  const picture = { width: 8, height: HEIGHT, channels: 3 } as const;

  it('come back wherever they are cut, or a byte is another', async () => {
    for (const file of [
      bmpFile(picture, rowsOf(picture)),
      tgaFile(picture, rowsOf(picture), true),
    ]) {
      for (let at = 0; at < file.length; at++) {
        const other = Buffer.from(file);
        other[at] = (other[at] as number) ^ 0x41;
        for (const damaged of [other, file.subarray(0, at)]) {
          const { format } = await openDataset([damaged]);
          await expectExact(damaged, format);
        }
      }
    }
  });

  it('are bytes for what is compressed, packed, or not whole', async () => {
    const change = (at: number, value: number) => {
      const file = bmpFile(picture, rowsOf(picture));
      file[at] = value;
      return file;
    };
    await expectBytes(
      change(30, 1),
      'bmp: expected 8, 24 or 32 bits that are not compressed, got 24 by 1',
    );
    await expectBytes(change(28, 4), 'got 4 by 0');
    await expectBytes(change(22, 99), 'bmp: expected 2430 bytes, got 174');
    await expectBytes(change(10, 20), 'its pixels are where its header is');
    const longer = Buffer.concat([tgaFile(picture, rowsOf(picture)), Buffer.from('x')]);
    await expectBytes(longer, 'tga: expected');
  });
});

describe('pictures that nothing here reads', () => {
  it('are bytes, and said to be what they are', async () => {
    await expectBytes(Buffer.from('GIF89a, and more'), 'GIF is not read as pixels');
    await expectBytes(Buffer.from('8BPS\0\x01'), 'Photoshop is not read as pixels');
    await expectBytes(Buffer.from('GIF, a text'), undefined);
  });
});
