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
    'are skipped where they are .cray files, with a note, unless forced',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'a'), images);
      writeFileSync(join(folder, 'b.cray'), 'another file of that name');
      const model = ['-m', 'mnist-binary-vae'];
      await craystack(['compress', '-q', 'a', ...model], { cwd: folder });
      const packed = readFileSync(join(folder, 'a.cray'));
      for (const args of [['a.cray'], ['--rm', 'a.cray'], ['a.cray', '-o', 'x']]) {
        const { status, stderr } = await craystack(['compress', ...args], { cwd: folder });
        expect([status, stderr]).to.deep.equal([
          2,
          'craystack: a.cray: is a .cray file, and skipped; -f compresses it\n',
        ]);
        expect(readdirSync(folder)).to.deep.equal(['a', 'a.cray', 'b.cray']);
      }
      const twice = await craystack(['compress', '-q', ...readdirSync(folder)], { cwd: folder });
      expect([twice.status, twice.stderr]).to.deep.equal([
        1,
        'craystack: IO: a.cray: already exists; -f overwrites it\n',
      ]);
      expect(readdirSync(folder)).to.deep.equal(['a', 'a.cray', 'b.cray', 'b.cray.cray']);
      const forced = await craystack(['compress', '-qf', 'a.cray'], { cwd: folder });
      expect([forced.status, forced.stderr]).to.deep.equal([0, '']);
      const back = await craystack(['decompress', '-qc', 'a.cray.cray'], { cwd: folder });
      expect(back.stdout.equals(packed)).to.equal(true);
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
