import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { npyFile } from '../data/npyFile.js';
import { expectError } from './outcome.js';
import { craystack, inFolder } from './process.js';

describe('a folder in a damaged file', () => {
  it(
    'is restored without what is lost by --keep-going, which says what that is',
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'd'));
      writeFileSync(join(folder, 'd/text'), 'text\n'.repeat(100));
      const numbers = Uint8Array.from({ length: 80_000 }, (_, i) => (i * i) >> 7);
      writeFileSync(join(folder, 'd/a.npy'), npyFile('<i2', [400, 100], numbers));
      await craystack(['compress', '-q', 'd'], { cwd: folder });
      const bad = readFileSync(join(folder, 'd.cray'));
      bad.fill(0x55, bad.length - 300, bad.length - 280);
      writeFileSync(join(folder, 'd.cray'), bad);
      const files = readdirSync(folder);
      const line = /^craystack: CORRUPT: d\.cray: [^\n]*\n$/;
      const whole = await craystack(['decompress', 'd.cray', '-o', 'e'], { cwd: folder });
      expectError(whole, line, folder, files);

      const args = ['decompress', '-q', '--keep-going', '-o', 'e'];
      const { status, stderr } = await craystack(args, { cwd: folder, input: bad });
      expect(stderr).to.match(
        new RegExp(
          '^craystack: CORRUPT: standard input: part 1 at byte 0: at byte \\d+: the part is lost: the small part at byte \\d+: the checksum does not match\n' +
            'craystack: CORRUPT: standard input: a\\.npy: is lost, in whole or in part, and left out\n' +
            'craystack: CORRUPT: standard input: restored 1 of 2 files\n$',
        ),
      );
      expect(status).to.equal(2);
      expect(readdirSync(join(folder, 'e'))).to.deep.equal(['text']);

      bad.fill(0x55, 150);
      const nothing = await craystack([...args.slice(0, -1), 'f'], { cwd: folder, input: bad });
      expect(readdirSync(folder)).to.deep.equal([...files, 'e']);
      expect(nothing.status).to.equal(1);
      expect(nothing.stderr).to.match(/^craystack: (CORRUPT|TRUNCATED): [^\n]*\n$/);
    }),
  );
});
