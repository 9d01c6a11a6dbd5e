import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { mnistSlice } from '../data.js';
import { expectError } from './outcome.js';
import { craystack, inFolder } from './process.js';

const images = Buffer.from(mnistSlice(0, 20));

describe('a source', () => {
  it(
    'is neither overwritten by its own result nor deleted for one that is not kept',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'd'), images);
      symlinkSync('d', join(folder, 'alias'));
      for (const output of ['d', './d', 'alias']) {
        const same = await craystack(['compress', 'd', '-f', '--rm', '-o', output], {
          cwd: folder,
        });
        expectError(same, /^craystack: IO: .*: is the input itself\n/, folder, ['alias', 'd']);
      }
      expect(readFileSync(join(folder, 'd')).equals(images)).to.equal(true);

      await craystack(['compress', 'd', '-q'], { cwd: folder });
      const args = ['decompress', 'd.cray', '--rm', '-f', '-o', '/dev/null'];
      const gone = await craystack(args, { cwd: folder });
      expectError(gone, /^craystack: USAGE: .*--rm .*\n/, folder, ['alias', 'd', 'd.cray']);
    }),
  );
});
