import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { mnistSlice } from '../data.js';
import { craystack, inFolder } from './process.js';

/** A name that would paint, and be two lines. */
const NAME = 'a\x1b[31m\nb';
const SHOWN = 'a\\x1b[31m\\x0ab';

describe('names of files on stdout', () => {
  it(
    'have nothing that a terminal obeys where they are for people',
    inFolder(async (cwd) => {
      mkdirSync(join(cwd, 'd'));
      const [file, tree] = [join('d', NAME), `${NAME}.d`];
      writeFileSync(join(cwd, file), mnistSlice(0, 3));
      mkdirSync(join(cwd, tree));
      writeFileSync(join(cwd, tree, 'x'), 'text');
      await craystack(['compress', '-q', file, tree], { cwd });
      for (const args of [
        ['info', `${file}.cray`],
        ['inspect', `${file}.cray`],
        ['eval', '-m', 'bytes', file],
      ]) {
        const { stdout } = await craystack(args, { cwd });
        expect(`${stdout}`.startsWith(join('d', SHOWN)), args[0]).to.equal(true);
      }
      const { stdout } = await craystack(['info', `${tree}.cray`], { cwd });
      expect(`${stdout}`.startsWith(`${SHOWN}.d.cray\n`)).to.equal(true);
    }),
  );
});
