import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import sharp from 'sharp';
import { openDirectory } from '../../../src/data/folder/open.js';
import { Random } from '../../../src/train/random.js';
import { craystack, inFolder } from '../../cli/process.js';
import { npyFile } from '../npyFile.js';

/** A small picture as sharp writes it, which is not as others would. */
function thumbnail(width: number, height: number, seed: number): Promise<Buffer> {
  const random = new Random(seed);
  const pixels = Uint8Array.from({ length: 3 * width * height }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    return 128 + 60 * Math.sin(x / 9) * Math.cos(y / 7) + 12 * random.uniform();
  });
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

describe('small groups of a folder', () => {
  it(
    'are data sets where their files are compressed, whatever their size',
    inFolder(async (folder) => {
      const root = join(folder, 'thumbnails');
      mkdirSync(root);
      let alone = 0;
      for (const width of [24, 40, 60]) {
        writeFileSync(join(root, `${width}.png`), await thumbnail(width, width, width));
        alone += await compressed(folder, `thumbnails/${width}.png`);
      }
      const together = await compressed(folder, 'thumbnails');
      expect((await openDirectory(root)).datasets).to.have.length(4);
      expect(together).to.be.below(1.02 * alone + 200);
    }),
  );

  it(
    'are bytes where these are elements as they are, or next to nothing',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'a.npy'), npyFile('<i2', [30, 30], new Uint8Array(1800)));
      writeFileSync(join(folder, 'b.png'), await sharp({ create: BLACK }).png().toBuffer());
      expect((await openDirectory(folder)).datasets).to.have.length(1);
    }),
  );

  it(
    'are no more than some hundred',
    inFolder(async (folder) => {
      for (let width = 30; width < 300; width++) {
        writeFileSync(join(folder, `${width}.png`), await thumbnail(width, 8, width));
      }
      expect((await openDirectory(folder)).datasets).to.have.length(257);
    }),
  );
});

const BLACK = { width: 4, height: 4, channels: 3, background: 'black' } as const;

/** Bytes that the command makes of something. */
async function compressed(cwd: string, name: string): Promise<number> {
  await craystack(['compress', '-q', '-f', '-o', 'out.cray', name], { cwd });
  return readFileSync(join(cwd, 'out.cray')).length;
}
