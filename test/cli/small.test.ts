import { chmodSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { craystack, inFolder } from './process.js';

/** What `info` says of a file, for machines. */
async function infoOf(folder: string, file: string) {
  const { stdout } = await craystack(['info', '--json', file], { cwd: folder });
  return JSON.parse(stdout.toString());
}

describe('a file of a few bytes', () => {
  it(
    'has its name, time and permissions from its .cray file, which says nothing of them',
    inFolder(async (folder) => {
      const file = join(folder, 'run.sh');
      writeFileSync(file, '#!/bin/sh\n');
      chmodSync(file, 0o750);
      utimesSync(file, 1e9, 1e9);
      await craystack(['compress', '-q', '--rm', 'run.sh'], { cwd: folder });
      expect(statSync(`${file}.cray`).size).to.be.at.most(40);
      expect((await infoOf(folder, 'run.sh.cray')).provenance).to.deep.equal([{}]);
      await craystack(['decompress', '-q', 'run.sh.cray'], { cwd: folder });
      expect(readFileSync(file, 'utf8')).to.equal('#!/bin/sh\n');
      const { mode, mtimeMs } = statSync(file);
      expect([mode & 0o777, mtimeMs]).to.deep.equal([0o750, 1e12]);
    }),
  );

  it(
    'says them with --metadata, and a comment anyway; from 1 KiB on they are said unasked',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'a'), 'a');
      const keys = async (...args: string[]) => {
        await craystack(['compress', '-qf', ...args, 'a'], { cwd: folder });
        return Object.keys((await infoOf(folder, 'a.cray')).provenance[0]);
      };
      const all = ['creator', 'name', 'mtime', 'mode'];
      expect(await keys('--metadata')).to.deep.equal(all);
      expect(await keys('--comment', 'mine')).to.deep.equal(['comment']);
      writeFileSync(join(folder, 'a'), 'a'.repeat(1024));
      expect(await keys()).to.deep.equal(all);
      expect(await keys('--no-metadata')).to.deep.equal(['creator']);
    }),
  );

  it(
    'says its version and the beginning of its digest, and is joined by cat and by concat',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'a'), 'abc');
      writeFileSync(join(folder, 'b'), 'defg');
      await craystack(['compress', '-q', '-m', 'bytes', 'a', 'b'], { cwd: folder });
      const { version, sha256Begins, sha256 } = await infoOf(folder, 'a.cray');
      expect([version, sha256Begins, sha256]).to.deep.equal([3, 'ba7816bf8f01cfea', undefined]);
      const text = await craystack(['info', 'a.cray'], { cwd: folder });
      expect(text.stdout.toString()).to.include('file      SHA-256 ba7816bf8f01cfea…\n');
      await craystack(['concat', '-q', '-o', 'c.cray', 'a.cray', 'b.cray'], { cwd: folder });
      const both = ['a.cray', 'b.cray'].map((file) => readFileSync(join(folder, file)));
      writeFileSync(join(folder, 'd.cray'), Buffer.concat(both));
      for (const file of ['c.cray', 'd.cray']) {
        const { stdout } = await craystack(['decompress', '-qc', file], { cwd: folder });
        expect(stdout.toString()).to.equal('abcdefg');
      }
    }),
  );
});

describe('what stands before the items', () => {
  it(
    'is coded as well: zeros in a PAD chunk of a WAV take next to nothing',
    inFolder(async (folder) => {
      const sound = (padding: number) => {
        const head = Buffer.alloc(44 + 8 + padding);
        head.write(
          'RIFF....WAVEfmt \x10\0\0\0\x01\0\x01\0\x44\xac\0\0\x88\x58\x01\0\x02\0\x10\0',
          'latin1',
        );
        head.writeUInt32LE(head.length - 8 + 16_000, 4);
        head.write('PAD ', 36);
        head.writeUInt32LE(padding, 40);
        head.write('data', 44 + padding);
        head.writeUInt32LE(16_000, 48 + padding);
        const samples = Buffer.alloc(16_000);
        for (let i = 0; i < 8000; i++)
          samples.writeInt16LE(Math.round(9000 * Math.sin(i / 9)), 2 * i);
        return Buffer.concat([head, samples]);
      };
      writeFileSync(join(folder, 'bare.wav'), sound(2));
      writeFileSync(join(folder, 'padded.wav'), sound(20_000));
      await craystack(['compress', '-q', 'bare.wav', 'padded.wav'], { cwd: folder });
      const [bare, padded] = ['bare', 'padded'].map(
        (name) => statSync(join(folder, `${name}.wav.cray`)).size,
      );
      expect((padded as number) - (bare as number)).to.be.below(60);
      await craystack(['decompress', '-qf', 'padded.wav.cray'], { cwd: folder });
      expect(readFileSync(join(folder, 'padded.wav')).equals(sound(20_000))).to.equal(true);
    }),
  );
});
