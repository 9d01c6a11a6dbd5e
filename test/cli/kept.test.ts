import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { systemTime } from '../../src/data/times.js';
import { mnistSlice } from '../data.js';
import { expectError, expectSilence } from './outcome.js';
import { craystack, inFolder } from './process.js';

const root = process.getuid?.() === 0;
/** 1960, in the middle of a second. */
const OLD = -315_000_000.25;
const HOLE = 1 << 17;

/** A file of little, with two long holes; where in it the rest is. */
function makeSparse(path: string): void {
  const file = openSync(path, 'w');
  writeSync(file, 'start', 0);
  writeSync(file, 'middle', HOLE + 1000);
  ftruncateSync(file, 2 * HOLE + 77);
  closeSync(file);
}

/** Nanoseconds since 1970 as touch takes them. */
function dateOf(nanoseconds: bigint): string {
  const [sign, digits] = nanoseconds < 0n ? ['-', -nanoseconds] : ['', nanoseconds];
  return `@${sign}${`${digits}`.padStart(10, '0').replace(/(?=.{9}$)/, '.')}`;
}

describe('what is kept beside bytes', () => {
  it(
    'are times before 1970, of files, folders and what is in them',
    inFolder(async (folder) => {
      const path = (name: string) => join(folder, name);
      mkdirSync(path('d/sub'), { recursive: true });
      writeFileSync(path('d/sub/x'), mnistSlice(0, 60));
      writeFileSync(path('digits'), mnistSlice(0, 60));
      const names = ['digits', 'd/sub/x', 'd/sub', 'd'];
      for (const name of names) utimesSync(path(name), 0, systemTime(OLD));
      expectSilence(await craystack(['compress', '-q', 'digits', 'd'], { cwd: folder }));
      execFileSync('rm', ['-r', path('d'), path('digits')]);
      expectSilence(
        await craystack(['decompress', '-q', 'digits.cray', 'd.cray'], { cwd: folder }),
      );
      for (const name of names) expect(statSync(path(name)).mtimeMs, name).to.equal(OLD * 1000);
      // Of the .cray file too, which has the time of what it holds.
      expect(statSync(path('digits.cray')).mtimeMs).to.equal(OLD * 1000);
      const { stdout } = await craystack(['info', 'digits.cray'], { cwd: folder });
      expect(stdout.toString()).to.include('changed   1960-01-08T03:59:59.750Z');
    }),
  );

  it(
    'are times to the microsecond, which are the same of a file alone and in a folder',
    inFolder(async (folder) => {
      const path = (name: string) => join(folder, name);
      mkdirSync(path('d'));
      const names = ['x', 'd/x', 'd'];
      for (const [nanoseconds, expected] of [
        [1_234_567_890_123_456_000n, 1_234_567_890_123_456_000n],
        [-1_234_567_890_123_456_000n, -1_234_567_890_123_456_000n],
        [1_764_538_443_900_645_434n, undefined],
      ] as const) {
        for (const name of names.slice(0, 2)) writeFileSync(path(name), 'x'.repeat(2000));
        for (const name of names) {
          execFileSync('touch', ['-d', dateOf(nanoseconds), path(name)]);
        }
        expectSilence(await craystack(['compress', '-qf', 'x', 'd'], { cwd: folder }));
        expectSilence(await craystack(['decompress', '-qf', 'x.cray', 'd.cray'], { cwd: folder }));
        const times = names.map((name) => statSync(path(name), { bigint: true }).mtimeNs);
        for (const time of times) {
          expect(time).to.equal(times[0]);
          expect(Math.abs(Number(time - nanoseconds))).to.be.below(1000);
          if (expected !== undefined) expect(time).to.equal(expected);
        }
      }
    }),
  );

  it(
    'are holes, in files and in folders',
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'd'));
      const names = ['sparse', 'd/sparse'];
      for (const name of names) makeSparse(join(folder, name));
      const whole = readFileSync(join(folder, 'sparse'));
      if (statSync(join(folder, 'sparse')).blocks * 512 > HOLE) return;
      expectSilence(await craystack(['compress', '-q', 'sparse', 'd'], { cwd: folder }));
      expectSilence(
        await craystack(['decompress', '-qf', 'sparse.cray', 'd.cray'], { cwd: folder }),
      );
      for (const name of names) {
        const place = join(folder, name);
        expect(readFileSync(place).equals(whole), name).to.equal(true);
        expect(statSync(place).blocks * 512, name).to.be.at.most(1 << 15);
      }
      // A hole at the end is one too, and a pipe gets all bytes.
      const piped = await craystack(['decompress', '-qc', 'sparse.cray'], { cwd: folder });
      expect(piped.stdout.equals(whole)).to.equal(true);
    }),
  );

  it(
    'are hard links of a folder of more than a MiB, too',
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'd'));
      writeFileSync(join(folder, 'd/a'), 'hi');
      linkSync(join(folder, 'd/a'), join(folder, 'd/b'));
      writeFileSync(join(folder, 'd/zeros'), new Uint8Array(1_100_000));
      expectSilence(await craystack(['compress', '-q', 'd'], { cwd: folder }));
      expectSilence(await craystack(['decompress', '-qf', 'd.cray'], { cwd: folder }));
      expect(statSync(join(folder, 'd/b')).nlink).to.equal(2);
    }),
  );

  it(
    'are hard links within a folder',
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'd/sub'), { recursive: true });
      writeFileSync(join(folder, 'd/x'), mnistSlice(0, 90));
      linkSync(join(folder, 'd/x'), join(folder, 'd/sub/y.txt'));
      expectSilence(
        await craystack(['compress', '-qm', 'arrays', '--verify', 'd'], { cwd: folder }),
      );
      expectSilence(await craystack(['test', '-q', 'd.cray'], { cwd: folder }));
      const { stdout } = await craystack(['info', 'd.cray'], { cwd: folder });
      expect(stdout.toString()).to.include('folder: 2 files, 1 folder, 0 links inside');
      expect(stdout.toString()).to.include(`size      ${mnistSlice(0, 90).length} -> `);
      for (const options of [[], ['--keep-going']]) {
        expectSilence(
          await craystack(['decompress', '-qf', ...options, 'd.cray'], { cwd: folder }),
        );
        const [x, y] = ['d/x', 'd/sub/y.txt'].map((name) => lstatSync(join(folder, name)));
        expect([x?.ino, x?.nlink]).to.deep.equal([y?.ino, 2]);
        expect(readFileSync(join(folder, 'd/x')).equals(mnistSlice(0, 90))).to.equal(true);
      }
      for (const [args, line] of [
        [['decompress', '-c'], 'USAGE: d.cray: holds a folder, which is restored to a folder'],
        [['concat', 'd.cray', '-c'], 'UNSUPPORTED: d.cray: holds a folder, '],
      ] as const) {
        const outcome = await craystack([...args, 'd.cray'], { cwd: folder });
        expectError(outcome, new RegExp(`^craystack: ${line}`), folder, ['d', 'd.cray']);
      }
      // What is damaged takes the other names along.
      const packed = readFileSync(join(folder, 'd.cray'));
      const at = packed.length - 700;
      packed[at] = (packed[at] as number) ^ 1;
      writeFileSync(join(folder, 'bad.cray'), packed);
      const bad = await craystack(['decompress', '--keep-going', 'bad.cray'], { cwd: folder });
      expect(bad.status).to.equal(2);
      for (const line of ['x: is lost', 'sub/y.txt: is lost', 'restored 0 of 2 files']) {
        expect(bad.stderr).to.include(`bad.cray: ${line}`);
      }
      expect(readdirSync(join(folder, 'bad'), { recursive: true })).to.deep.equal(['sub']);
    }),
  );

  it(
    'are not that symbolic links are names of one, which is said',
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'd'));
      symlinkSync('nowhere', join(folder, 'd/a'));
      linkSync(join(folder, 'd/a'), join(folder, 'd/b'));
      expect(lstatSync(join(folder, 'd/b')).nlink).to.equal(2);
      const { stderr } = await craystack(['compress', 'd'], { cwd: folder });
      const lines =
        'that symbolic links are names of one (hard links), which will be links of their own';
      expect(stderr.split('\n').slice(0, -2)).to.deep.equal([`craystack: d: not kept: ${lines}`]);
      expectSilence(await craystack(['decompress', '-qf', 'd.cray'], { cwd: folder }));
      for (const name of ['a', 'b']) {
        expect(readlinkSync(join(folder, 'd', name))).to.equal('nowhere');
        expect(lstatSync(join(folder, 'd', name)).nlink).to.equal(1);
      }
      // A link whose other names are elsewhere is one here, too.
      linkSync(join(folder, 'd/a'), join(folder, 'c'));
      expect((await craystack(['compress', '-f', 'd'], { cwd: folder })).stderr).to.not.include(
        'not kept',
      );
    }),
  );

  it(
    'are not owners, nor bits that change who runs a file, which is said',
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'd'));
      writeFileSync(join(folder, 'd/x'), 'x');
      const said = async () =>
        (await craystack(['compress', '-f', 'd'], { cwd: folder })).stderr.split('\n').slice(0, -2);
      expect(await said()).to.deep.equal([]);
      chmodSync(join(folder, 'd/x'), 0o4755);
      const bits = 'setuid, setgid and sticky bits';
      expect(await said()).to.deep.equal([`craystack: d: not kept: ${bits}`]);
      if (!root) return;
      spawnSync('chown', ['12345', join(folder, 'd/x')]);
      chmodSync(join(folder, 'd/x'), 0o644);
      const owners = 'owners and groups, which will be those of who restores it';
      expect(await said()).to.deep.equal([`craystack: d: not kept: ${owners}`]);
    }),
  );

  it(
    'are not those of a file alone or of the folder itself, which is said in the same words',
    inFolder(async (folder) => {
      const path = (name: string) => join(folder, name);
      mkdirSync(path('d'));
      writeFileSync(path('x'), 'x'.repeat(3000));
      const said = async (name: string) =>
        (await craystack(['compress', '-f', name], { cwd: folder })).stderr
          .split('\n')
          .filter((line) => line.includes(': not kept: '));
      const bits = 'setuid, setgid and sticky bits';
      for (const [name, mode, plain] of [
        ['x', 0o6711, 0o711],
        ['d', 0o1777, 0o777],
      ] as const) {
        expect(await said(name)).to.deep.equal([]);
        chmodSync(path(name), mode);
        expect(await said(name)).to.deep.equal([`craystack: ${name}: not kept: ${bits}`]);
        const args = ['decompress', '-qf', `${name}.cray`];
        expectSilence(await craystack(args, { cwd: folder }));
        expect(statSync(path(name)).mode & 0o7777).to.equal(plain);
      }
      if (!root) return;
      const owners = 'owners and groups, which will be those of who restores it';
      for (const name of ['x', 'd']) {
        spawnSync('chown', ['12345', path(name)]);
        expect(await said(name)).to.deep.equal([`craystack: ${name}: not kept: ${owners}`]);
      }
    }),
  );
});
