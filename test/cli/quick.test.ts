import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Random } from '../../src/train/random.js';
import { npyFile } from '../data/npyFile.js';
import { bytesOf } from '../frozen/input.js';
import { craystack, inFolder } from './process.js';

const random = new Random(1);
const weights = npyFile(
  '<f4',
  [120, 500],
  bytesOf(Float32Array.from({ length: 60000 }, () => (random.normals(1)[0] as number) / 50)),
);
const text = Buffer.from('what no model that learns is tried on, '.repeat(3000));

describe('craystack compress --effort 1', () => {
  it(
    'is quick with bytes, and with arrays that are no pictures, and restores them byte for byte',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'w.npy'), weights);
      writeFileSync(join(folder, 'text'), text);
      for (const [name, file, most] of [
        ['w.npy', weights, 0.86],
        ['text', text, 0.005],
      ] as const) {
        const { stderr } = await craystack(['compress', '--effort', '1', name], { cwd: folder });
        expect(stderr).to.match(/, model numbers-1, restores byte for byte\n$/);
        const packed = readFileSync(join(folder, `${name}.cray`));
        expect(packed.length).to.be.below(most * file.length);
        await craystack(['decompress', '-q', `${name}.cray`, '-o', 'back'], { cwd: folder });
        expect(readFileSync(join(folder, 'back')).equals(file)).to.equal(true);
        await craystack(['compress', '-q', '--rm', '-f', '--effort', '4', 'back'], { cwd: folder });
        expect((await craystack(['test', '-q', 'back.cray'], { cwd: folder })).status).to.equal(0);
      }
    }),
  );

  it(
    'takes the model for photographs of pictures, as before',
    inFolder(async (folder) => {
      const pixels = Uint8Array.from({ length: 4800 }, (_, i) => (i % 120) + Math.floor(i / 120));
      writeFileSync(join(folder, 'p.npy'), npyFile('|u1', [1, 40, 40, 3], pixels));
      const { stderr } = await craystack(['compress', '--effort', '1', 'p.npy'], { cwd: folder });
      expect(stderr).to.not.include('numbers');
    }),
  );

  it(
    'is what numbers has when it is named, as any effort is, of arrays too',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'w.npy'), weights);
      const sizes: number[] = [];
      for (const effort of [[], ['--effort', '5'], ['--effort', '6'], ['--effort', '1']]) {
        const args = ['compress', '-f', '-m', 'numbers', ...effort, 'w.npy'];
        const { stderr } = await craystack(args, { cwd: folder });
        expect(stderr).to.include('restores byte for byte');
        sizes.push(readFileSync(join(folder, 'w.npy.cray')).length);
      }
      const [usual, five, six, one] = sizes as [number, number, number, number];
      expect(five).to.equal(usual);
      expect(Math.abs(six - usual)).to.be.below(20);
      expect(one).to.be.within(usual, 1.05 * usual);
      const inspected = await craystack(['inspect', 'w.npy.cray'], { cwd: folder });
      expect(inspected.stdout.toString()).to.include('planes');
    }),
  );
});
