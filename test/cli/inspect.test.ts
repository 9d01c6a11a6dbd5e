import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { packageFile } from '../../src/package.js';
import { mnistSlice } from '../data.js';
import { craystack, inFolder } from './process.js';

const images = mnistSlice(0, 30);

describe('craystack inspect', () => {
  it(
    'says what can be done with a folder, and with files of two models one after another',
    inFolder(async (cwd) => {
      mkdirSync(join(cwd, 'd'));
      writeFileSync(join(cwd, 'd/digits'), mnistSlice(0, 200));
      writeFileSync(join(cwd, 'i'), mnistSlice(0, 3));
      await craystack(['compress', '-q', 'd'], { cwd });
      const folder = await craystack(['inspect', 'd.cray'], { cwd });
      expect(folder.stderr).to.include('decompress it, and inspect a file that comes of it');
      const packed = (model: string) => craystack(['compress', '-qcm', model, 'i'], { cwd });
      const both = [(await packed('arrays')).stdout, (await packed('photo')).stdout];
      writeFileSync(join(cwd, 'b.cray'), Buffer.concat(both));
      const joined = await craystack(['inspect', 'b.cray'], { cwd });
      expect(joined.stderr).to.include('compress what decompress gives of it');
      await craystack(['decompress', '-q', 'b.cray'], { cwd });
      expect((await craystack(['inspect', '-q', 'b'], { cwd })).status).to.equal(0);
    }),
  );

  it(
    'shows what items cost, and pixels in a picture, of data and of .cray files alike',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'digits'), images);
      const model = ['-m', 'mnist-binary-vae'];
      await craystack(['compress', '-q', ...model, 'digits'], { cwd });
      const args = ['inspect', 'digits.cray', '--heatmap', 'd.png', '--sort'];
      const { status, stdout, stderr } = await craystack(args, { cwd });
      expect(status).to.equal(0);
      expect(stderr).to.match(
        /^craystack: d\.png: a PNG of what the pixels of 30 items cost, \d+\.\d kB\n$/,
      );
      expect(stdout.toString()).to.match(
        /^digits\.cray: 30 items of 28 x 28, u8, model mnist-binary-vae\nbits an item: \d+\.\d on average/,
      );
      expect(stdout.toString()).to.match(
        /\n +dearest +bits +cheapest +bits\n( +\d+ +\d+\.\d +\d+ +\d+\.\d\n){5}$/,
      );
      expect(readFileSync(join(cwd, 'd.png')).subarray(1, 4).toString()).to.equal('PNG');
      expect((await craystack(args, { cwd })).stderr).to.match(/IO: d\.png: already exists/);
      const json = async (file: string) =>
        JSON.parse(
          (await craystack(['inspect', ...model, file, '--json'], { cwd })).stdout.toString(),
        );
      expect(await json('digits')).to.deep.equal(await json('digits.cray'));
    }),
  );

  it(
    'shows what the blocks of a JPEG file cost, which are about what its file takes',
    inFolder(async (cwd) => {
      const file = packageFile('fixtures/jpeg/mozjpeg-testorig.jpg');
      writeFileSync(join(cwd, 'p.jpg'), readFileSync(file));
      const args = ['inspect', 'p.jpg', '--heatmap', 'p.png', '--json'];
      const { status, stdout, stderr } = await craystack(args, { cwd });
      expect(status).to.equal(0);
      expect(stderr).to.match(
        /: p\.png: a PNG of what the blocks of 1 picture cost, \d+\.\d kB\n$/,
      );
      const { items, itemBits } = JSON.parse(stdout.toString());
      expect(items).to.equal(900);
      expect(itemBits).to.have.length(900);
      await craystack(['compress', '-q', 'p.jpg'], { cwd });
      const bytes = itemBits.reduce((a: number, b: number) => a + b) / 8;
      const whole = readFileSync(join(cwd, 'p.jpg.cray')).length;
      // Beside the message are the markers and tables, EXIF among them.
      expect(bytes).to.be.within(0.85 * whole, whole);
      const packed = await craystack(['inspect', 'p.jpg.cray', '--json'], { cwd });
      expect(JSON.parse(packed.stdout.toString()).itemBits).to.deep.equal(itemBits);
    }),
  );

  it(
    'writes PNGs, and no other picture under the name of one',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'digits'), images);
      const args = ['inspect', 'digits', '--heatmap', 'd.jpg'];
      const { status, stdout, stderr } = await craystack(args, { cwd });
      expect([status, stdout.length, existsSync(join(cwd, 'd.jpg'))]).to.deep.equal([1, 0, false]);
      expect(stderr).to.equal('craystack: USAGE: d.jpg: --heatmap writes .png files, as d.png\n');
    }),
  );

  it(
    'says what can be shown where there is no picture',
    inFolder(async (cwd) => {
      const args = ['inspect', '-m', 'bytes', '--heatmap', 'x.png'];
      const { status, stderr } = await craystack(args, { cwd, input: Buffer.from('some text') });
      expect(status).to.equal(1);
      expect(stderr).to.equal(
        'craystack: UNSUPPORTED: standard input: items of 1 are no pictures: inspect without ' +
          '--heatmap shows the bits of each item\n',
      );
      expect(existsSync(join(cwd, 'x.png'))).to.equal(false);
    }),
  );
});
