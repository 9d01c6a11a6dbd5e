import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import sharp from 'sharp';
import { craystack, inFolder } from './process.js';

const gray = Uint8Array.from({ length: 1200 }, (_, i) => (i % 40) * 3 + Math.floor(i / 40));

describe('how craystack compress reads a file', () => {
  it(
    'says what will come back, and gives the very file on request',
    inFolder(async (folder) => {
      const picture = sharp(gray, { raw: { width: 40, height: 30, channels: 1 } });
      const file = await picture.png({ compressionLevel: 3 }).toBuffer();
      writeFileSync(join(folder, 'p.png'), file);
      const pixels = await craystack(['compress', 'p.png', '--effort', '2'], { cwd: folder });
      expect(pixels.stderr).to.match(/, restores same pixels and metadata, new file\n$/);
      const exact = await craystack(['compress', 'p.png', '--exact', '-o', 'e.cray'], {
        cwd: folder,
      });
      expect(exact.stderr).to.match(/, restores byte for byte\n/);
      await craystack(['decompress', '-q', 'e.cray', '-o', 'back'], { cwd: folder });
      expect(readFileSync(join(folder, 'back')).equals(file)).to.equal(true);
      const info = await craystack(['info', '--json', 'p.png.cray'], { cwd: folder });
      expect(JSON.parse(info.stdout.toString())).to.include({ fidelity: 'pixels' });
      expect((await craystack(['test', '-q', 'p.png.cray'], { cwd: folder })).status).to.equal(0);
    }),
  );

  it(
    'can be told, also with a named effort that is read back with --rm',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'raw'), gray);
      const args = ['raw', '--dtype', 'u8', '--shape', '30x40', '-m', 'photo', '--effort', '2'];
      const packed = await craystack(['compress', ...args, '--rm'], { cwd: folder });
      expect(packed.stderr).to.include('model photo-2');
      const info = await craystack(['info', '--json', 'raw.cray'], { cwd: folder });
      const shape = [30, 40];
      expect(JSON.parse(info.stdout.toString())).to.deep.include({
        format: 'raw',
        shape,
        items: 1,
      });
      await craystack(['decompress', '-q', 'raw.cray'], { cwd: folder });
      expect(readFileSync(join(folder, 'raw')).equals(gray)).to.equal(true);
    }),
  );

  it('says why a file is kept as bytes, and goes on', async () => {
    const input = Buffer.from('RIFF\x10\0\0\0WAVEfmt ', 'latin1');
    const { stdout, stderr, status } = await craystack(['compress'], { input });
    expect(stderr).to.match(/standard input: is kept as bytes: wav: /);
    expect(status).to.equal(0);
    const back = await craystack(['decompress', '-q'], { input: stdout });
    expect(back.stdout.equals(input)).to.equal(true);
  });

  it('refuses what says different things', async () => {
    for (const [args, message] of [
      [['--shape', '3x3'], 'USAGE: --shape is of a raw input, and wants --dtype as well'],
      [['--dtype', 'u8', '--format', 'idx'], 'USAGE: --format and --dtype exclude each other'],
      [['-m', 'bytes', '--effort', '3'], 'USAGE: --effort: model bytes has none'],
      [['--shape', '3y'], "USAGE: option '--shape <sizes>' argument '3y' is invalid"],
    ] as const) {
      const { stderr, status } = await craystack(['compress', ...args], { input: gray });
      expect(stderr).to.include(message);
      expect(status).to.equal(1);
    }
  });
});
