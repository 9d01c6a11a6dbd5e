import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { mnistSlice } from '../data.js';
import { craystack, inFolder } from './process.js';

const images = Buffer.from(mnistSlice(0, 20));

describe('several files', () => {
  it(
    'are each compressed, restored and tested; a bad one does not stop the others',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'a'), images);
      writeFileSync(join(folder, 'b'), 'not images');
      writeFileSync(join(folder, 'c'), images);
      const model = ['-m', 'mnist-binary-vae'];
      const packed = await craystack(['compress', '--rm', ...model, 'a', 'b', 'c', '-q'], {
        cwd: folder,
      });
      expect(packed.stderr).to.match(
        /^craystack: DATA_MISMATCH: b: model mnist-binary-vae fits [^\n]*\n$/,
      );
      expect(packed.status).to.equal(1);
      expect(readdirSync(folder)).to.deep.equal(['a.cray', 'b', 'c.cray']);

      const tested = await craystack(['test', 'a.cray', 'b', 'c.cray'], { cwd: folder });
      expect(tested.stderr).to.match(
        /^craystack: a\.cray: all is well\ncraystack: NOT_CRAY: b: [^\n]*\ncraystack: c\.cray: all is well\n$/,
      );
      expect(tested.status).to.equal(1);

      const unpacked = await craystack(['decompress', '--rm', '-q', 'a.cray', 'c.cray'], {
        cwd: folder,
      });
      expect(unpacked).to.deep.include({ status: 0, stderr: '' });
      expect(readdirSync(folder)).to.deep.equal(['a', 'b', 'c']);
      expect(readFileSync(join(folder, 'c')).equals(images)).to.equal(true);
    }),
  );

  it(
    'are not deleted unless what came of them is whole',
    inFolder(async (folder) => {
      const good = (await craystack(['compress', '-q'], { input: images })).stdout;
      writeFileSync(join(folder, 'x.cray'), good.subarray(0, good.length - 1));
      const { status } = await craystack(['decompress', '--rm', '-q', 'x.cray'], { cwd: folder });
      expect(status).to.equal(1);
      expect(readdirSync(folder)).to.deep.equal(['x.cray']);
    }),
  );
});
