import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { packageFile } from '../../src/package.js';
import { mnistSlice } from '../data.js';
import { craystack, inFolder, PROGRAM, run } from './process.js';

const images = mnistSlice(0, 20);

/** Everything that prints, of a folder with d, an idx file, and d.cray. */
const PRINTING = [
  ['--help'],
  ['--version'],
  ['help', 'compress'],
  ['info', '--help'],
  ['info', 'd.cray'],
  ['info', '--json', 'd.cray', 'd.cray'],
  ['models'],
  ['models', '--json'],
  ['inspect', 'd.cray'],
  ['inspect', '--json', 'd.cray'],
  ['eval', '-m', 'bytes', 'd'],
  ['eval', '-m', 'bytes', '--csv', 'd'],
  ['report', '--json', '--no-peers', 'd.cray'],
  ['init', 'vae', '--data', 'd', '-o', '-'],
  ['completion', 'bash'],
  ['compress', '-qc', 'd'],
  ['decompress', '-qc', 'd.cray'],
  ['concat', '-qc', 'd.cray', 'd.cray'],
] as const;

/** Runs a command line with its standard output to what has this name. */
function into(path: string, args: readonly string[], cwd: string) {
  const out = openSync(path, 'w');
  const { status, stderr } = spawnSync(process.execPath, [...PROGRAM, ...args], {
    cwd,
    stdio: ['ignore', out, 'pipe'],
  });
  closeSync(out);
  return { status, stderr: stderr.toString() };
}

async function makeInputs(folder: string): Promise<void> {
  writeFileSync(join(folder, 'd'), images);
  const { status } = await craystack(['compress', '-qm', 'mnist-binary-vae', 'd'], { cwd: folder });
  expect(status).to.equal(0);
}

describe('standard output', () => {
  it('that is full is an error of whatever prints', async function () {
    if (!existsSync('/dev/full')) this.skip();
    await inFolder(async (folder) => {
      await makeInputs(folder);
      for (const args of PRINTING) {
        expect(into('/dev/full', args, folder), args.join(' ')).to.deep.equal({
          status: 1,
          stderr: 'craystack: IO: standard output: no space left on the device\n',
        });
      }
    })();
  });

  it(
    'that takes a part alone, as a disk does that fills up, is one too',
    inFolder(async (folder) => {
      await makeInputs(folder);
      for (const args of [['--help'], ['models'], ['completion', 'bash']]) {
        const { status, stderr } = await run(
          'sh',
          ['-c', 'ulimit -f 1; exec "$0" "$@" > out', process.execPath, ...PROGRAM, ...args],
          { cwd: folder },
        );
        expect(statSync(join(folder, 'out')).size, args.join(' ')).to.be.within(1, 1024);
        expect([status, stderr], args.join(' ')).to.deep.equal([
          1,
          'craystack: IO: standard output: the file grows larger than is allowed\n',
        ]);
      }
    }),
  );

  it(
    'that nobody reads any more is none, and hides no other',
    inFolder(async (folder) => {
      await makeInputs(folder);
      // What follows the pipe ends at once; the shell then says how the program ended.
      const script = '(sleep 0.2; "$0" "$@"; echo "status $?" >&2) | true';
      for (const [args, expected] of [
        [['info', 'd.cray'], 'status 0\n'],
        [['--help'], 'status 0\n'],
        [['decompress', '-qc', 'd.cray'], 'status 0\n'],
        [['info', 'none', 'd.cray'], 'craystack: IO: none: no such file or directory\nstatus 1\n'],
      ] as const) {
        const { stderr } = await run('sh', ['-c', script, process.execPath, ...PROGRAM, ...args], {
          cwd: folder,
        });
        expect(stderr, args.join(' ')).to.equal(expected);
      }
    }),
  );

  it('that is closed is an error of what writes data there, before anything is done', async function () {
    if (!existsSync('/proc/self/fdinfo/1')) this.skip();
    await inFolder(async (folder) => {
      await makeInputs(folder);
      const said = (script: string) =>
        run('sh', ['-c', script, process.execPath, ...PROGRAM], { cwd: folder });
      const closed =
        'craystack: IO: standard output: is closed, or the null device in its place, and nothing of that would be ' +
        'kept: name a file with -o FILE; test checks a .cray file, and > /dev/null throws away\n';
      for (const command of ['compress -qc d', 'decompress -qc d.cray', 'concat -c d.cray']) {
        for (const output of ['>&-', '1<> /dev/null']) {
          const { status, stderr } = await said(`"$0" "$@" ${command} ${output}`);
          expect([status, stderr], `${command} ${output}`).to.deep.equal([1, closed]);
        }
        for (const output of ['> /dev/null', '> out']) {
          const { status, stderr } = await said(`"$0" "$@" ${command} ${output}`);
          expect(status, `${command} ${output}`).to.equal(0);
          expect(stderr).not.to.include('closed');
        }
      }
    })();
  });

  it('is written by one file of the program', () => {
    const src = packageFile('src');
    const writers = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.startsWith('kernels/compiled'))
      .filter((path) => {
        const text = readFileSync(join(src, path), 'utf8');
        return /stdout\.write|STDOUT,|console\.(log|info)/.test(text);
      });
    expect(writers).to.deep.equal(['cli/standardOutput.ts']);
  });
});
