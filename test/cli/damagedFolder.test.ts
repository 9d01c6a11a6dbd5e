import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { MAGIC } from '../../src/container/block.js';
import { Random } from '../../src/train/random.js';
import { npyFile } from '../data/npyFile.js';
import { SOUND_FILES } from '../data/soundFiles.js';
import { idxFile } from '../data.js';
import { expectError } from './outcome.js';
import { craystack, inFolder } from './process.js';

/** A folder of a text, random bytes of idx and a sound: three parts. */
async function packed(folder: string): Promise<Buffer> {
  mkdirSync(join(folder, 'm'));
  const random = new Random(3);
  const noise = (length: number) => Uint8Array.from({ length }, () => random.uint32() >>> 7);
  writeFileSync(join(folder, 'm/a.txt'), 'text\n'.repeat(100));
  writeFileSync(join(folder, 'm/b.idx'), idxFile([100, 28, 28], noise(78_400)));
  const samples = noise(80_000);
  writeFileSync(join(folder, 'm/c.wav'), SOUND_FILES.wav({ channels: 1, bits: 16 }, samples));
  await craystack(['compress', '-q', 'm'], { cwd: folder });
  return readFileSync(join(folder, 'm.cray'));
}

/** Where the parts of a file begin, but the first. */
function borders(file: Buffer): number[] {
  const found: number[] = [];
  for (let at = file.indexOf(MAGIC, 1); at > 0; at = file.indexOf(MAGIC, at + 1)) found.push(at);
  return found;
}

describe('a folder in a damaged file', () => {
  it(
    'that is cut between two parts gives the others, and is not sound',
    inFolder(async (folder) => {
      const whole = await packed(folder);
      const at = borders(whole);
      expect(at).to.have.length(2);
      for (const [i, there] of [['a.txt'], ['a.txt', 'b.idx']].entries()) {
        const cut = { cwd: folder, input: whole.subarray(0, at[i]) };
        const missing = i === 0 ? 'idx, wav' : 'wav';
        const fault = `folder: expected 2 groups, got ${i}; the files in ${missing} at its end are missing`;
        for (const args of [['info'], ['info', '--json'], ['test', '-q']]) {
          const { status, stdout, stderr } = await craystack(args, cut);
          expect({ status, stdout: `${stdout}`, stderr }, `${args}`).to.deep.equal({
            status: 1,
            stdout: '',
            stderr: `craystack: CORRUPT: standard input: ${fault}\n`,
          });
        }
        const out = `out-${i}`;
        const args = ['decompress', '-q', '--keep-going', '-o', out];
        const { status, stderr } = await craystack(args, cut);
        expect(readdirSync(join(folder, out))).to.deep.equal(there);
        expect(stderr)
          .to.include('c.wav: is lost')
          .and.include(`restored ${i + 1} of 3 files`);
        expect(status).to.equal(2);
      }
    }),
  );

  it(
    'that is damaged in one part gives all that is in the others',
    inFolder(async (folder) => {
      const whole = await packed(folder);
      const parts = [...borders(whole), whole.length];
      for (const [i, lost] of ['b.idx', 'c.wav'].entries()) {
        const [start, end] = parts.slice(i) as [number, number];
        // In the magic, in the length, in the middle, and near the end.
        for (const at of [start, start + 6, (start + end) >> 1, end - 2000]) {
          const bad = Buffer.from(whole);
          bad[at] = (bad[at] as number) ^ 1;
          const args = ['decompress', '-qf', '--keep-going', '-o', 'out'];
          const { status, stderr } = await craystack(args, { cwd: folder, input: bad });
          expect(readdirSync(join(folder, 'out')), `byte ${at}: ${stderr}`).to.deep.equal(
            ['a.txt', 'b.idx', 'c.wav'].filter((name) => name !== lost),
          );
          expect(stderr).to.include(`${lost}: is lost`).and.include('restored 2 of 3 files');
          expect(status).to.equal(2);
        }
      }
    }),
  );

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
          '^craystack: CORRUPT: standard input: at byte \\d+: the part is lost: the small part at byte \\d+: the checksum does not match\n' +
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

  it(
    'that begins with other bytes is named as what it is, with where the folder begins',
    inFolder(async (folder) => {
      const stray = Buffer.concat([Buffer.from('8 bytes.'), await packed(folder)]);
      writeFileSync(join(folder, 'x.cray'), stray);
      const files = readdirSync(folder);
      const args = ['decompress', '--keep-going', 'x.cray', '-o', 'out'];
      expectError(
        await craystack(args, { cwd: folder }),
        /^craystack: CORRUPT: x\.cray: expected a \.cray file from byte 0 on, got that of a folder from byte 8 on; tail -c \+9 takes it out\n$/,
        folder,
        files,
      );
      const whole = { cwd: folder, input: stray.subarray(8) };
      const { status } = await craystack(['decompress', '-q', '-o', 'out'], whole);
      expect(status).to.equal(0);
      expect(readdirSync(join(folder, 'out'))).to.deep.equal(['a.txt', 'b.idx', 'c.wav']);
    }),
  );
});
