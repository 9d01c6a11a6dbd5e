import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { idxFile, mnistSlice } from '../data.js';
import { expectError } from './outcome.js';
import { craystack, inFolder } from './process.js';

const images = Buffer.from(mnistSlice(0, 20));

describe('craystack compress and decompress', () => {
  it(
    'restore a file beside its compressed one, and say what they did',
    inFolder(async (folder) => {
      const file = join(folder, 'digits');
      writeFileSync(file, images);
      const packed = await craystack(['compress', file]);
      expect(packed.stderr).to.match(
        /^craystack: .*digits\.cray: 15.7 kB -> \d+ B, ratio \d+\.\d\d, 0\.\d{4} bits\/dim, \d+\.\d\d MB\/s, model mnist-binary-neighbourhood, restores byte for byte\n$/,
      );
      expect([packed.status, packed.stdout.length]).to.deep.equal([0, 0]);
      const unpacked = await craystack(['decompress', `${file}.cray`, '-o', `${file}.back`, '-q']);
      expect(unpacked).to.deep.include({ status: 0, stderr: '' });
      expect(readFileSync(`${file}.back`).equals(images)).to.equal(true);
    }),
  );

  it('work in pipes, with and without a dash, also on gzip', async () => {
    const named = ['-m', 'mnist-binary-vae'];
    const packed = await craystack(['compress', '-q', ...named], { input: images });
    const alike = await craystack(['compress', '-', '-q', ...named], { input: images });
    expect(packed.stdout.equals(alike.stdout)).to.equal(true);
    const inside = await craystack(['compress', '-', '-q', ...named], { input: gzipSync(images) });
    // The key "inside" and the value "gzip", each with its length before it; and "bytes" and three digits.
    expect(inside.stdout.length).to.equal(packed.stdout.length + 12 + 10);
    for (const input of [packed.stdout, inside.stdout]) {
      const unpacked = await craystack(['decompress', '-', '-q'], { input });
      expect(unpacked).to.deep.include({ status: 0, stderr: '' });
      expect(unpacked.stdout.equals(images)).to.equal(true);
    }
  });

  it(
    'write to stdout with -c, and name the output of a .gz after it',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'digits.gz'), gzipSync(images));
      await craystack(['compress', 'digits.gz', '-q'], { cwd: folder });
      expect(readdirSync(folder)).to.deep.equal(['digits.gz', 'digits.gz.cray']);
      const { stdout } = await craystack(['decompress', '-qc', 'digits.gz.cray'], { cwd: folder });
      expect(stdout.equals(images)).to.equal(true);
    }),
  );

  it(
    'leave out the order of the items on request, and say so',
    inFolder(async (folder) => {
      const file = join(folder, 'digits');
      writeFileSync(file, images);
      await craystack(['compress', file, '-q']);
      const ordered = readFileSync(`${file}.cray`).length;
      await craystack(['compress', file, '-qf', '--unordered']);
      // log2(20!) is 61.1 bits, 7.6 bytes; messages are words of four bytes.
      expect(ordered - readFileSync(`${file}.cray`).length).to.be.oneOf([4, 8]);
      const unpacked = await craystack(['decompress', 'digits.cray', '-o', 'back'], {
        cwd: folder,
      });
      expect(unpacked.stderr.split('\n')[0]).to.equal(
        'craystack: digits.cray: has no order; its items come back sorted',
      );
      const items = Array.from({ length: 20 }, (_, i) =>
        images.subarray(16 + 784 * i, 16 + 784 * (i + 1)),
      ).sort(Buffer.compare);
      const expected = Buffer.concat([images.subarray(0, 16), ...items]);
      expect(readFileSync(join(folder, 'back')).equals(expected)).to.equal(true);
    }),
  );

  it('say where the order of the items that is left out would have saved more than it takes', async () => {
    const same = Uint8Array.from({ length: 30 * 784 }, (_, i) => (i % 784) % 251);
    const args = ['compress', '--unordered'];
    const { stderr } = await craystack(args, { input: idxFile([30, 28, 28], same) });
    expect(stderr).to.match(
      /^craystack: standard input: takes less without --unordered: about 0\.0\d* bits\/dim by model (photo|arrays|bytes), which needs the order of the items, and about \d\.\d* bits\/dim by mnist-\S+, which does not\n[^\n]*\n$/,
    );
    const digits = await craystack(args, { input: images });
    expect(digits.stderr).to.match(/^[^\n]*, restores the items in sorted order\n$/);
  });

  it(
    'do not overwrite without -f',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'd'), images);
      writeFileSync(join(folder, 'd.cray'), 'precious');
      const refused = await craystack(['compress', 'd'], { cwd: folder });
      expectError(refused, /^craystack: IO: d\.cray: already exists; -f overwrites it\n$/, folder, [
        'd',
        'd.cray',
      ]);
      expect(readFileSync(join(folder, 'd.cray'), 'utf8')).to.equal('precious');
      expect((await craystack(['compress', 'd', '-f'], { cwd: folder })).status).to.equal(0);
      const { stdout } = await craystack(['decompress', '-qc', 'd.cray'], { cwd: folder });
      expect(stdout.equals(images)).to.equal(true);
    }),
  );
});
