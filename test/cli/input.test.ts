import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { mnistSlice } from '../data.js';
import { craystack, inFolder, PROGRAM, run } from './process.js';

const images = Buffer.from(mnistSlice(0, 20));
const LINE = 'a line that another program reads\n';

/** Runs a script of sh, in which "$@" is the program. */
function sh(folder: string, script: string) {
  return run('sh', ['-c', script, 'sh', process.execPath, ...PROGRAM], { cwd: folder });
}

describe('standard input and output that are files', () => {
  it(
    'are read from where they are, also as .cray files, and by the names that systems give them',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'd'), Buffer.concat([Buffer.from(LINE), images]));
      for (const name of ['', '-', '/dev/stdin', '/dev/fd/0']) {
        const packed = await sh(folder, `(read -r line; "$@" compress -q ${name}) < d`);
        expect([packed.status, packed.stderr], name).to.deep.equal([0, '']);
        const back = await craystack(['decompress', '-q'], { input: packed.stdout });
        expect(back.stdout.equals(images), name).to.equal(true);
        writeFileSync(join(folder, 'p'), Buffer.concat([Buffer.from(LINE), packed.stdout]));
      }
      for (const [args, expected] of [
        ['decompress -q', images],
        ['decompress -q --items 3:5', Buffer.from(mnistSlice(3, 5))],
        ['decompress -q --keep-going', images],
        ['decompress -q /dev/stdin -o /dev/stdout', images],
        ['test -q', Buffer.alloc(0)],
      ] as const) {
        const restored = await sh(folder, `(read -r line; "$@" ${args}) < p`);
        expect([restored.status, restored.stderr], args).to.deep.equal([0, '']);
        expect(restored.stdout.equals(expected), args).to.equal(true);
      }
      const info = await sh(folder, '(read -r line; "$@" info --json) < p');
      expect(JSON.parse(info.stdout.toString())).to.include({ items: 20 });
      const joined = await sh(folder, '(read -r line; "$@" concat -q - -c) < p');
      expect([joined.status, joined.stderr]).to.deep.equal([0, '']);
      const back = await craystack(['decompress', '-q'], { input: joined.stdout });
      expect(back.stdout.equals(images)).to.equal(true);
    }),
  );

  it(
    'at their ends have nothing more to read',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'd'), LINE);
      const packed = await sh(folder, '(read -r line; "$@" compress -q) < d');
      const back = await craystack(['decompress', '-q'], { input: packed.stdout });
      expect([packed.status, back.status, back.stdout.length]).to.deep.equal([0, 0, 0]);
    }),
  );

  it(
    'are written from where they are, and keep what is before',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'd'), images);
      const expected = (await craystack(['compress', '-q'], { input: images })).stdout;
      for (const output of ['', '-fo /dev/stdout', '-fo /proc/self/fd/1']) {
        await sh(folder, `(echo before; "$@" compress -q - ${output} < d; echo after) > out`);
        const written = readFileSync(join(folder, 'out'));
        const text = Buffer.concat([Buffer.from('before\n'), expected, Buffer.from('after\n')]);
        expect(written.equals(text), output).to.equal(true);
      }
      const kept = await craystack(['compress', '--rm', 'd', '-o', '/dev/stdout'], { cwd: folder });
      expect(kept.stderr).to.equal(
        'craystack: USAGE: --rm goes from files to files, not from or to a pipe\n',
      );
      expect(existsSync(join(folder, 'd'))).to.equal(true);
    }),
  );
});
