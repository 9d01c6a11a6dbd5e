import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { mnistSlice } from '../data.js';
import { craystack, inFolder, PROGRAM, run, shown } from './process.js';

const images = Buffer.from(mnistSlice(0, 20));
const LINE = 'a line that another program reads\n';

/** Runs a script of sh, in which "$@" is the program. */
function sh(folder: string, script: string) {
  return run('sh', ['-c', script, 'sh', process.execPath, ...PROGRAM], { cwd: folder });
}

describe('a file that changes while it is read', () => {
  /** Compresses a text, to which something is added once its beginning has been read. */
  async function growing(folder: string, script: string) {
    const file = join(folder, 'd');
    writeFileSync(file, 'some text, and some more of it\n'.repeat(9000));
    const command = ['-c', script, 'sh', process.execPath, ...PROGRAM];
    const child = spawn('sh', command, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    await shown(child.stderr, /tried on a sample/);
    appendFileSync(file, 'more');
    const [status] = await once(child, 'close');
    const warnings = stderr.split('\n').filter((line) => line.includes('IO: '));
    return { status, warnings };
  }

  it(
    'is told, with status 2, also as standard input; with --rm it is kept, with status 1',
    inFolder(async (folder) => {
      for (const [script, name] of [
        ['exec "$@" compress -fv d', 'd'],
        ['exec "$@" compress -v < d > d.cray', 'standard input'],
      ] as const) {
        expect(await growing(folder, script), script).to.deep.equal({
          status: 2,
          warnings: [
            `craystack: IO: ${name}: changed while it was read, so what was made of it may be neither ` +
              'what it was nor what it is',
          ],
        });
      }
      expect(await growing(folder, 'exec "$@" compress -fv --rm d')).to.deep.equal({
        status: 1,
        warnings: ['craystack: IO: d: changed while it was read, so it is kept'],
      });
      expect(existsSync(join(folder, 'd'))).to.equal(true);
    }),
  );
});

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

  it('is an error where it is closed, and none where it is the null device of a shell', async function () {
    if (!existsSync('/proc/self/fdinfo/0')) this.skip();
    await inFolder(async (folder) => {
      for (const command of [
        'compress',
        'decompress',
        'test',
        'info',
        'inspect',
        'eval -m bytes',
      ]) {
        const { status, stdout, stderr } = await sh(folder, `"$@" ${command} <&-`);
        expect([status, stdout.length, stderr], command).to.deep.equal([
          1,
          0,
          'craystack: IO: standard input: is closed, or the null device in its place, and nothing can be read from ' +
            'it: name a FILE or pipe data in\n',
        ]);
      }
      const nothing = await sh(folder, '"$@" compress -q < /dev/null | "$@" decompress -q');
      expect([nothing.stdout.length, nothing.stderr]).to.deep.equal([0, '']);
    })();
  });

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
