import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { mnistSlice } from '../data.js';
import { expectError } from './outcome.js';
import { craystack, inFolder, PROGRAM, run } from './process.js';

const images = Buffer.from(mnistSlice(0, 20));
const root = process.getuid?.() === 0;

/** A user that may do nothing, as root becomes; others are refused as themselves. */
const AS_NOBODY = root ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];

/** A test that can be made only where something is at hand, and is named as skipped elsewhere. */
function itWhere(possible: boolean, lack: string, name: string, test: () => Promise<void>) {
  if (possible) it(name, test);
  else it(`${name}: skipped, ${lack}`);
}

const has = (command: string) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;

describe('a file system that refuses', () => {
  it(
    'is said in one line: what is missing, a directory, or badly linked',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'd'), images);
      mkdirSync(join(folder, 'sub'));
      symlinkSync('loop', join(folder, 'loop'));
      const files = readdirSync(folder);
      for (const [args, message] of [
        [['compress', 'missing'], 'missing: no such file or directory'],
        [['decompress', 'sub', '-c'], 'sub: is a directory, expected a file'],
        [['test', 'sub'], 'sub: is a directory, expected a file'],
        [['info', 'sub'], 'sub: is a directory, expected a file'],
        [['compress', 'd', '-o', 'sub'], 'sub: is a directory'],
        [['compress', 'd', '-fo', 'sub'], 'sub: is a directory'],
        [['compress', 'd', '-o', 'no/such/x'], 'no/such/x: no such file or directory'],
        [['compress', 'd/x'], 'd/x: not a directory'],
        [['compress', 'loop'], 'loop: a symbolic link leads back to itself'],
        [['compress', 'd', '-o', 'x'.repeat(300)], `${'x'.repeat(300)}: the name is too long`],
      ] as const) {
        const outcome = await craystack(args, { cwd: folder });
        expectError(outcome, `craystack: IO: ${message}`, folder, files);
      }
    }),
  );

  itWhere(
    !root || has('setpriv'),
    'root may read everything, and there is no setpriv',
    'is said of files that may not be read and folders that may not be written',
    inFolder(async (folder) => {
      chmodSync(folder, 0o755);
      writeFileSync(join(folder, 'secret'), images, { mode: 0 });
      writeFileSync(join(folder, 'd'), images, { mode: 0o644 });
      mkdirSync(join(folder, 'locked'));
      const packed = (await craystack(['compress', '-q'], { input: images })).stdout;
      writeFileSync(join(folder, 'locked', 'd.cray'), packed, { mode: 0o444 });
      chmodSync(join(folder, 'locked'), 0o555);
      const files = readdirSync(folder);
      for (const [args, message] of [
        [['compress', 'secret', '-c'], 'secret: permission denied'],
        [['compress', 'd', '-o', 'locked/x'], 'locked/x: permission denied'],
        [['decompress', 'locked/d.cray', '--rm'], 'locked/d: permission denied'],
      ] as const) {
        const [command = '', ...rest] = [...AS_NOBODY, process.execPath, ...PROGRAM, ...args];
        expectError(
          await run(command, rest, { cwd: folder }),
          `craystack: IO: ${message}`,
          folder,
          files,
        );
      }
      expect(readdirSync(join(folder, 'locked'))).to.deep.equal(['d.cray']);
      chmodSync(join(folder, 'locked'), 0o755);
    }),
  );

  itWhere(
    existsSync('/proc/self/mem'),
    'there is no /proc',
    'is said when a file cannot be read to its end',
    inFolder(async (folder) => {
      const outcome = await craystack(['compress', '/proc/self/mem', '-o', 'x'], { cwd: folder });
      expectError(outcome, 'craystack: IO: /proc/self/mem: the device has an error', folder, []);
    }),
  );
});

describe('a working directory that is gone', () => {
  itWhere(
    process.platform === 'linux',
    'it cannot be deleted',
    'is said in one line, whatever is asked for',
    inFolder(async (folder) => {
      const line =
        'craystack: IO: the working directory is gone, or cannot be read: go to another, as by cd';
      for (const command of ['--version', 'compress x', 'info /dev/null', 'decompress']) {
        for (const limit of ['', 'ulimit -v 8000000; ']) {
          const script = `rmdir ../gone; ${limit}exec "$@" ${command}`;
          mkdirSync(join(folder, 'gone'));
          const args = ['-c', script, 'sh', process.execPath, ...PROGRAM];
          expectError(await run('sh', args, { cwd: join(folder, 'gone') }), line, folder, []);
        }
      }
    }),
  );
});

describe('what is no file', () => {
  it(
    'is refused where it is a socket',
    inFolder(async (folder) => {
      const server = createServer().listen(join(folder, 's'));
      const outcome = await craystack(['compress', 's'], { cwd: folder });
      const line = 'craystack: IO: s: is a socket, or a device that is not there';
      expectError(outcome, line, folder, ['s']);
      server.close();
    }),
  );

  itWhere(
    has('mkfifo'),
    'there is no mkfifo',
    'is read and written where it is a fifo, and never deleted',
    inFolder(async (folder) => {
      spawnSync('mkfifo', ['in', 'out'], { cwd: folder });
      const kept = await craystack(['compress', 'in', '--rm'], { cwd: folder });
      const line = 'craystack: USAGE: in: is no file, so --rm does not delete it';
      expectError(kept, line, folder, ['in', 'out']);

      const packing = craystack(['compress', 'in', '-o', 'out', '-q'], { cwd: folder });
      const feeding = run('sh', ['-c', 'cat > in'], { cwd: folder, input: images });
      const restored = await craystack(['decompress', 'out', '-qc'], { cwd: folder });
      await Promise.all([packing, feeding]);
      expect(restored.stdout.equals(images)).to.equal(true);
      expect(readdirSync(folder).sort()).to.deep.equal(['in', 'out']);
    }),
  );
});

describe('a full disk', () => {
  itWhere(
    existsSync('/dev/full'),
    'there is no /dev/full',
    'is said where a device is full, also as standard output',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'd'), images);
      const outcome = await craystack(['compress', 'd', '-o', '/dev/full'], { cwd: folder });
      const line = 'no space left on the device';
      expectError(outcome, `craystack: IO: /dev/full: ${line}`, folder, ['d']);
      const full = openSync('/dev/full', 'w');
      const { status, stderr } = spawnSync(process.execPath, [...PROGRAM, 'compress', '-c', 'd'], {
        cwd: folder,
        stdio: ['ignore', full, 'pipe'],
      });
      closeSync(full);
      expect([status, stderr.toString()]).to.deep.equal([
        1,
        `craystack: IO: standard output: ${line}\n`,
      ]);
    }),
  );

  it(
    'by a limit on the size of files leaves no file, and the source',
    inFolder(async (folder) => {
      const packed = (await craystack(['compress', '-q'], { input: images })).stdout;
      writeFileSync(join(folder, 'd.cray'), packed);
      // One block of 512 bytes; the signal that comes with it would end the program.
      const limited = await run(
        'sh',
        [
          '-c',
          'ulimit -f 1; exec "$0" "$@"',
          process.execPath,
          ...PROGRAM,
          'decompress',
          '--rm',
          'd.cray',
        ],
        { cwd: folder },
      );
      const line = 'craystack: IO: d: the file grows larger than is allowed';
      expectError(limited, line, folder, ['d.cray']);
      expect(readFileSync(join(folder, 'd.cray')).equals(packed)).to.equal(true);
    }),
  );

  it('by a small file system leaves no file, and the source', async function () {
    await inFolder(async (folder) => {
      const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', folder]);
      if (mounted.status !== 0) this.skip();
      try {
        const many = Buffer.from(mnistSlice(0, 200));
        const packed = (await craystack(['compress', '-qm', 'mnist-binary-vae'], { input: many }))
          .stdout;
        writeFileSync(join(folder, 'd.cray'), packed);
        const outcome = await craystack(['decompress', '--rm', 'd.cray'], { cwd: folder });
        const line = 'craystack: IO: d: no space left on the device';
        expectError(outcome, line, folder, ['d.cray']);
        expect(readFileSync(join(folder, 'd.cray')).equals(packed)).to.equal(true);
      } finally {
        spawnSync('umount', [folder]);
      }
    })();
  });
});
