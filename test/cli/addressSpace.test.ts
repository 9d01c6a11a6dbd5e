import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { mnistSlice } from '../data.js';
import { inFolder, PROGRAM, run } from './process.js';

/** Whether the system limits addresses, and says so. */
const LIMITS =
  existsSync('/proc/self/limits') &&
  spawnSync('sh', ['-c', 'ulimit -v 4000000 && grep -q "address space *4096" /proc/self/limits'])
    .status === 0;

(LIMITS ? describe : describe.skip)(
  'where addresses are limited (skipped where the system has no such limit)',
  () => {
    const limited = (kilobytes: number, folder: string, ...args: string[]) =>
      run(
        'sh',
        ['-c', `ulimit -v ${kilobytes}; exec "$0" "$@"`, process.execPath, ...PROGRAM, ...args],
        {
          cwd: folder,
        },
      );

    for (const gigabytes of [4, 12, 30]) {
      it(
        `to ${gigabytes} GB, the program runs, also on threads`,
        inFolder(async (folder) => {
          const digits = Buffer.from(mnistSlice(0, 200));
          writeFileSync(join(folder, 'd'), digits);
          const limit = gigabytes * 1_000_000;
          const packed = await limited(limit, folder, 'compress', 'd', '--chunk', '50', '-T', '2');
          expect(packed.stderr).to.match(/^craystack: d\.cray: /);
          const restored = await limited(
            limit,
            folder,
            'decompress',
            'd.cray',
            '-qo',
            'back',
            '-T',
            '2',
          );
          expect(restored).to.deep.include({ status: 0, stderr: '' });
          expect(readFileSync(join(folder, 'back')).equals(digits)).to.equal(true);
        }),
      );
    }

    it(
      'to too few, one line says so at the end',
      inFolder(async (folder) => {
        writeFileSync(join(folder, 'd'), mnistSlice(0, 200));
        const { status, stderr } = await limited(1_000_000, folder, 'compress', 'd', '-T', '2');
        expect(status).to.equal(1);
        expect(stderr).to.match(/craystack: TOO_LARGE: .*ulimit -v.*\n$/);
      }),
    );
  },
);
