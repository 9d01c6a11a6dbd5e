import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { mnistSlice } from '../data.js';
import { expectError } from './outcome.js';
import { craystack, inFolder, PROGRAM, run } from './process.js';

const images = Buffer.from(mnistSlice(0, 20));
/** Devices have whole sectors. */
const IMAGE = Buffer.alloc(1 << 14);
IMAGE.set(images);

/** Runs a script of sh, in which "$@" is the program, with these arguments of node before it. */
function sh(folder: string, script: string, nodeArgs: readonly string[] = []) {
  return run('sh', ['-c', script, 'sh', process.execPath, ...nodeArgs, ...PROGRAM], {
    cwd: folder,
  });
}

/**
 * Has files be block devices for the program, and its streams of them what Node makes of such: one from which
 * nothing comes, and one that lets go what it is given.
 */
const AS_DEVICES = `
  import fs from 'node:fs';
  import { Readable, Writable } from 'node:stream';
  import { syncBuiltinESMExports } from 'node:module';
  import { isMainThread } from 'node:worker_threads';
  const { fstatSync } = fs;
  fs.fstatSync = (fd, ...more) =>
    Object.assign(fstatSync(fd, ...more), { isFile: () => false, isBlockDevice: () => true });
  syncBuiltinESMExports();
  // The streams of a command's own thread are others.
  if (isMainThread) {
    const stdin = Readable.from([]);
    const stdout = new Writable({ write: (_, __, done) => done() });
    Object.defineProperty(process, 'stdin', { get: () => stdin });
    Object.defineProperty(process, 'stdout', { get: () => stdout });
  }
`;

describe('a block device', () => {
  it(
    'is read to its end and written as standard input and output, where files are said to be such',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'in'), IMAGE);
      const devices = ['--import', `data:text/javascript,${encodeURIComponent(AS_DEVICES)}`];
      const packed = await sh(folder, '"$@" compress -qm bytes < in > out', devices);
      expect([packed.status, packed.stderr]).to.deep.equal([0, '']);
      const options = { input: readFileSync(join(folder, 'out')) };
      const { stdout } = await craystack(['decompress', '-q'], options);
      expect(stdout.equals(IMAGE)).to.equal(true);
      // From where it is.
      const rest = await sh(
        folder,
        '(head -c 4096 > /dev/null; "$@" compress -qm bytes) < in > out',
        devices,
      );
      expect([rest.status, rest.stderr]).to.deep.equal([0, '']);
      const back = await craystack(['decompress', '-q'], {
        input: readFileSync(join(folder, 'out')),
      });
      expect(back.stdout.equals(IMAGE.subarray(4096))).to.equal(true);
    }),
  );

  it('is read and written, also by its name, and says when it is full', async function () {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'image'), IMAGE);
      const attached = spawnSync('losetup', ['--find', '--show', join(folder, 'image')]);
      // No block device to be had: what is not tested then is what the system makes of one.
      if (attached.status !== 0) this.skip();
      const device = attached.stdout.toString().trim();
      try {
        const named = await craystack(['compress', '-qcm', 'bytes', device]);
        const piped = await sh(folder, `"$@" compress -qm bytes < ${device}`);
        for (const { status, stderr, stdout } of [named, piped]) {
          expect([status, stderr]).to.deep.equal([0, '']);
          const back = await craystack(['decompress', '-q'], { input: stdout });
          expect(back.stdout.equals(IMAGE)).to.equal(true);
        }
        const other = Buffer.alloc(IMAGE.length, 'other bytes ');
        writeFileSync(join(folder, 'other'), other);
        for (const output of [`-c > ${device}`, `-o ${device}`]) {
          const written = await sh(folder, `"$@" compress -qm bytes other ${output}`);
          expect([written.status, written.stderr], output).to.deep.equal([0, '']);
          const length = (await craystack(['compress', '-qcm', 'bytes', join(folder, 'other')]))
            .stdout.length;
          const start = readFileSync(device).subarray(0, length);
          const back = await craystack(['decompress', '-q'], { input: start });
          expect(back.stdout.equals(other), output).to.equal(true);
        }
        const large = Buffer.alloc(IMAGE.length + 1, 'a device has no room for this ');
        writeFileSync(
          join(folder, 'large.cray'),
          (await craystack(['compress', '-qm', 'bytes'], { input: large })).stdout,
        );
        const full = await sh(folder, `"$@" decompress -qc large.cray > ${device}`);
        const line = 'craystack: IO: standard output: no space left on the device';
        expectError(full, line, folder, ['image', 'large.cray', 'other']);
      } finally {
        spawnSync('losetup', ['--detach', device]);
      }
    })();
  });
});

describe('a folder as standard input', () => {
  it(
    'is refused by all that reads',
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'sub'));
      const line = 'craystack: IO: standard input: is a directory, expected a file';
      for (const command of ['compress', 'decompress', 'test', 'info', 'eval', 'inspect']) {
        expectError(await sh(folder, `"$@" ${command} < sub`), line, folder, ['sub']);
      }
      expectError(await sh(folder, '"$@" compress /dev/stdin < sub'), line, folder, ['sub']);
      expectError(await sh(folder, '"$@" concat - -c < sub'), line, folder, ['sub']);
      expectError(await sh(folder, '"$@" report --json < sub'), line, folder, ['sub']);
    }),
  );
});
