import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import sharp from 'sharp';
import { encodePng } from '../../src/data/encodePng.js';
import { npyFile } from '../data/npyFile.js';
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

  it(
    'is told in all commands that read data by the same options, which are not of .cray files',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'raw'), gray);
      const reading = ['--dtype', 'u8', '--shape', '30x40'];
      const model = ['-m', 'photo', 'raw', ...reading];
      const evaluated = await craystack(['eval', '--json', ...model], { cwd });
      const [result] = JSON.parse(evaluated.stdout.toString()).results;
      expect(result).to.deep.include({ format: 'raw', shape: [30, 40], items: 1 });
      const inspected = await craystack(['inspect', '--json', ...model], { cwd });
      expect(JSON.parse(inspected.stdout.toString())).to.deep.include({ shape: [30, 40] });
      const reported = await craystack(['report', '--json', '--no-peers', ...model], { cwd });
      const [file] = JSON.parse(reported.stdout.toString()).files;
      expect(file.results[0]).to.deep.include({ format: 'raw', shape: [30, 40] });
      await craystack(['compress', '-q', 'raw'], { cwd });
      for (const command of [['inspect'], ['report', '--json']]) {
        const refused = await craystack([...command, 'raw.cray', ...reading], { cwd });
        expect([refused.status, refused.stderr]).to.deep.equal([
          1,
          'craystack: USAGE: raw.cray: is a .cray file, and --shape says how data are read\n',
        ]);
      }
    }),
  );

  for (const [model, what, make] of [
    ['bytes', 'an array', async () => npyFile('<f8', [30, 5], gray)],
    ['numbers', 'an array', async () => npyFile('<f8', [30, 5], gray)],
    ['numbers', 'a picture', () => encodePng(gray, 20, 20)],
  ] as const) {
    it(
      `is as bytes where the model named is ${model}, also of ${what}, to the byte`,
      inFolder(async (cwd) => {
        const file = await make();
        writeFileSync(join(cwd, 'x'), file);
        const args = ['compress', 'x', '-m', model, '-o', 'x.cray'];
        const { status, stderr } = await craystack(args, { cwd });
        expect(stderr).to.match(new RegExp(`, model ${model}, restores byte for byte\n$`));
        expect(status).to.equal(0);
        const info = await craystack(['info', '--json', 'x.cray'], { cwd });
        expect(JSON.parse(info.stdout.toString())).to.include({ format: 'bytes', model });
        await craystack(['decompress', '-q', 'x.cray', '-o', 'y'], { cwd });
        expect(readFileSync(join(cwd, 'y')).equals(file)).to.equal(true);
        const evaluated = await craystack(['eval', '--json', '-m', model, 'x'], { cwd });
        const [result] = JSON.parse(evaluated.stdout.toString()).results;
        expect(result).to.include({ format: 'bytes', model });
        const report = ['report', '--json', '--no-peers', '-m', model, 'x'];
        expect((await craystack(report, { cwd })).status).to.equal(0);
      }),
    );
  }

  for (const args of [[], ['-m', 'numbers']]) {
    it(
      `says that it is what is inside gzip that comes back, also as bytes, by ${args[1] ?? 'auto'}`,
      inFolder(async (cwd) => {
        const prices = new Float64Array(3000).map((_, i) => Math.round(1e4 * Math.sin(i)) / 100);
        const file = npyFile('<f8', [1000, 3], new Uint8Array(prices.buffer));
        writeFileSync(join(cwd, 'x.npy.gz'), gzipSync(file));
        const refused = await craystack(['compress', 'x.npy.gz', '--rm', ...args], { cwd });
        expect(refused.stderr).to.include('USAGE: x.npy.gz: --rm deletes what comes back byte');
        const { stderr } = await craystack(['compress', 'x.npy.gz', ...args], { cwd });
        expect(stderr).to.match(
          /, model numbers, restores byte for byte, of the file inside gzip\n$/,
        );
        const info = await craystack(['info', '--json', 'x.npy.gz.cray'], { cwd });
        expect(JSON.parse(info.stdout.toString())).to.include({ format: 'bytes', inside: 'gzip' });
        await craystack(['decompress', '-q', 'x.npy.gz.cray'], { cwd });
        expect(readFileSync(join(cwd, 'x.npy')).equals(file)).to.equal(true);
      }),
    );
  }

  it(
    'stays as it was said to be, with a word of what the model named would fit',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'x.npy'), npyFile('<f8', [30, 5], gray));
      const args = ['compress', 'x.npy', '-m', 'bytes', '--format', 'npy'];
      const { status, stderr } = await craystack(args, { cwd });
      expect([status, stderr]).to.deep.equal([
        1,
        'craystack: DATA_MISMATCH: x.npy: model bytes fits u8 items of any shape, got f64 items of 5: as the format bytes it would fit\n',
      ]);
    }),
  );

  it(
    'has all that a chunk may have where more is asked for',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'p.png'), await encodePng(gray, 20, 20));
      const args = ['compress', 'p.png', '--chunk', '2000000000', '--effort', '1'];
      expect((await craystack(args, { cwd })).status).to.equal(0);
      writeFileSync(join(cwd, 'x.npy'), npyFile('<f8', [30, 5], gray));
      const several = ['compress', 'x.npy', '--chunk', '2000000000'];
      expect((await craystack(several, { cwd })).status).to.equal(0);
    }),
  );

  it(
    'is said where it is by the fields of bytes',
    inFolder(async (cwd) => {
      const rows = Buffer.alloc(16 * 500);
      for (let i = 0; i < 500; i++) {
        rows.writeDoubleLE(i / 4, 16 * i);
        rows.writeBigInt64LE(BigInt(i * 7), 16 * i + 8);
      }
      const text =
        "{'descr': [('a', '<f8'), ('b', '<i8')], 'fortran_order': False, 'shape': (500,), }";
      const head = Buffer.from(`\x93NUMPY\x01\x00v\x00${text.padEnd(117)}\n`, 'latin1');
      writeFileSync(join(cwd, 't.npy'), Buffer.concat([head, rows]));
      const { stderr } = await craystack(['compress', 't.npy'], { cwd });
      expect(stderr).to.match(/, model numbers, restores byte for byte\n/);
      expect(stderr).to.include(
        't.npy: is kept as bytes and taken apart by what lies in them: npy: its numbers are not of one plain type\n',
      );
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
