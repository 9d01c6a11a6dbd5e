import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { SOUND_FILES } from '../data/soundFiles.js';
import { expectSilence } from './outcome.js';
import { craystack, inFolder } from './process.js';

const lines = (count: number) => Array.from({ length: count }, (_, i) => `${i + 1}\n`).join('');

/** Compresses a text, in chunks of so many items. */
async function packed(folder: string, name: string, text: string, chunk: number): Promise<Buffer> {
  writeFileSync(join(folder, name), text);
  const args = ['compress', '-q', '-m', 'bytes', '--chunk', `${chunk}`, name];
  expectSilence(await craystack(args, { cwd: folder }));
  return readFileSync(join(folder, `${name}.cray`));
}

describe('files that cat joins', () => {
  it(
    'have sound indices in any order, also before parts that have none',
    inFolder(async (folder) => {
      const large = await packed(folder, 'n', lines(20_000), 10_000);
      const small = await packed(folder, 's', lines(300), 10_000);
      for (const parts of [
        [large, small],
        [small, large],
        [large, small, large, small],
      ]) {
        writeFileSync(join(folder, 'x.cray'), Buffer.concat(parts));
        const some = await craystack(['decompress', '-qc', '--items', ':3', 'x.cray'], {
          cwd: folder,
        });
        expect(some.stderr).to.equal('');
        expect(some).to.include({ status: 0 });
        expect(`${some.stdout}`).to.equal('1\n2');
        expectSilence(
          await craystack(['concat', '-qf', 'x.cray', '-o', 'y.cray'], { cwd: folder }),
        );
      }
      // One that is damaged is told of.
      const bad = Buffer.from(large);
      bad.fill(0x55, bad.length - 8);
      writeFileSync(join(folder, 'x.cray'), Buffer.concat([bad, small]));
      const args = ['decompress', '-qc', '--items', ':3', 'x.cray'];
      const { status, stderr } = await craystack(args, { cwd: folder });
      expect(stderr).to.include('has no sound index');
      expect(status).to.equal(2);
    }),
  );

  it(
    'come back but for the first, where its beginning is damaged',
    inFolder(async (folder) => {
      const [a, b] = [lines(100), lines(300)];
      const large = await packed(folder, 'n', lines(20_000), 10_000);
      const [first, second] = [
        await packed(folder, 'a', a, 1000),
        await packed(folder, 'b', b, 10_000),
      ];
      for (const [parts, rest] of [
        [[first, second], b],
        [[large, second, first], b + a],
      ] as const) {
        // The magic, the version or a length, and what is checked.
        for (const at of [0, 7, 8, 9, 20, 40]) {
          const bad = Buffer.concat(parts);
          bad[at] = (bad[at] as number) ^ 1;
          const args = ['decompress', '-qc', '--keep-going'];
          const { status, stdout, stderr } = await craystack(args, { input: bad, cwd: folder });
          expect(`${stdout}`, `byte ${at}: ${stderr}`).to.equal(rest);
          expect(stderr)
            .to.include('at byte 0: the part is lost')
            .and.include('not known for sure');
          expect(status).to.equal(2);
        }
      }
    }),
  );

  it(
    'are refused where they make no file, by info too, and --keep-going gives the first',
    inFolder(async (folder) => {
      const of = { bits: 16, channels: 1, said: 600 };
      const sound = SOUND_FILES.wav(of, new Uint8Array(600));
      const other = Buffer.from(sound);
      other.writeUInt32LE(44_100, other.indexOf('fmt ') + 12);
      writeFileSync(join(folder, 'a.wav'), sound);
      writeFileSync(join(folder, 'b.wav'), other);
      expectSilence(
        await craystack(['compress', '-q', '--format', 'wav', 'a.wav', 'b.wav'], { cwd: folder }),
      );
      const parts = ['a', 'b'].map((name) => readFileSync(join(folder, `${name}.wav.cray`)));
      writeFileSync(join(folder, 'x.cray'), Buffer.concat(parts));
      const at = (parts[0] as Buffer).length;
      const why =
        `part 2 at byte ${at}: wav: cannot be joined: before its items the first says 48000 Hz, i16, and number 2 44100 Hz, i16; ` +
        `head -c ${at} and tail -c +${at + 1} take the file apart there`;
      for (const args of [['info'], ['info', '--json'], ['test'], ['decompress', '-c']]) {
        const { status, stdout, stderr } = await craystack([...args, 'x.cray'], { cwd: folder });
        expect({ status, stdout: `${stdout}`, stderr }, `${args}`).to.deep.equal({
          status: 1,
          stdout: '',
          stderr: `craystack: UNSUPPORTED: x.cray: ${why}\n`,
        });
      }
      const args = ['decompress', '-qc', '--keep-going', 'x.cray'];
      const { status, stdout, stderr } = await craystack(args, { cwd: folder });
      expect(stderr).to.equal(
        `craystack: UNSUPPORTED: x.cray: left out: ${why}\n` +
          'craystack: UNSUPPORTED: x.cray: restored all 300 items; left out: 1 part\n',
      );
      expect(status).to.equal(2);
      expect(stdout.equals(sound)).to.equal(true);
    }),
  );
});
