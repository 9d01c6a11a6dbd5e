import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { deflate } from 'pako';
import { encodePng } from '../../src/data/encodePng.js';
import { openDataset } from '../../src/data/open.js';
import { loadModel } from '../../src/model/model.js';
import { compressDataset } from '../../src/pipeline/encode/compress.js';
import { Meter } from '../../src/pipeline/progress.js';
import { Random } from '../../src/train/random.js';
import { npyFile } from '../data/npyFile.js';
import { makePng } from '../data/pngFile.js';
import { SOUND_FILES } from '../data/soundFiles.js';
import { collect, mnistSlice } from '../data.js';
import { craystack, inFolder } from './process.js';

/** A PNG that is much smaller than its pixels. */
function picture(seed: number): Promise<Uint8Array> {
  const pixels = Uint8Array.from(
    { length: 3 * 160 * 90 },
    (_, i) => (seed * (i % 480) + ((i * i) % 7)) >> 2,
  );
  return encodePng(pixels, 160, 90);
}

/** A PNG that zlib gives again. */
function exactPng(side: number): Uint8Array {
  const rows = Uint8Array.from({ length: side * (side + 1) }, (_, i) => {
    const [y, x] = [Math.floor(i / (side + 1)), i % (side + 1)];
    return x === 0 ? 0 : (x * y) >> 3;
  });
  const header = { width: side, height: side, depth: 8, colour: 0, interlace: 0 };
  return makePng(header, deflate(rows, { level: 6 }));
}

/** A .cray file of a picture as it was before files said how many bytes went in. */
async function asOfOld(png: Uint8Array): Promise<Uint8Array> {
  const dataset = { ...(await openDataset([png])), fileBytes: undefined };
  return collect(compressDataset(dataset, () => loadModel('photo'), {}, new Meter(), png.length));
}

const bytesIn = (folder: string) =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

/** What is said of a transfer, as JSON, and what `info` says of a file. */
async function told(cwd: string, args: readonly string[], file: string) {
  const made = await craystack(['--log-format', 'json', ...args], { cwd });
  const info = await craystack(['info', '--json', file], { cwd });
  return {
    summary: JSON.parse(made.stderr.trim().split('\n').at(-1) as string),
    info: JSON.parse(info.stdout.toString()),
  };
}

describe('sizes, as people and machines are told them', () => {
  for (const [what, write] of [
    ['a picture', async () => Buffer.from(await picture(5))],
    ['a picture that comes back byte for byte', async () => Buffer.from(exactPng(200))],
    ['a picture of Netpbm', async () => Buffer.from(`P5\n40 30\n255\n${'pixel'.repeat(240)}`)],
    [
      'several pictures of Netpbm',
      async () => Buffer.from(`P5\n40 30\n255\n${'x'.repeat(1200)}`.repeat(3)),
    ],
    [
      'several arrays',
      async () =>
        Buffer.concat([1, 2, 3].map((i) => npyFile('<f8', [40, 5], Buffer.alloc(1600, i)))),
    ],
    [
      'an array that is kept as bytes',
      async () => {
        const prices = Float64Array.from({ length: 1200 }, (_, i) => ((i * i) % 9973) / 100);
        return Buffer.from(npyFile('<f8', [400, 3], new Uint8Array(prices.buffer)));
      },
    ],
    [
      'sound of 24 bits',
      async () => {
        const samples = Uint8Array.from({ length: 6000 }, (_, i) => (i % 3) * (i >> 4));
        return Buffer.from(SOUND_FILES.wav({ bits: 24, channels: 1 }, samples));
      },
    ],
    ['what was inside gzip', async () => gzipSync(mnistSlice(0, 40))],
    ['a picture inside gzip', async () => gzipSync(await picture(3))],
    ['any other file', async () => Buffer.from(mnistSlice(0, 40))],
  ] as const) {
    it(
      `of ${what} are those of the file that went in and of the one that came out`,
      inFolder(async (cwd) => {
        const file = await write();
        writeFileSync(join(cwd, 'x'), file);
        const args = ['compress', 'x', '-o', 'x.cray'];
        const { summary, info } = await told(cwd, args, 'x.cray');
        const bytes = statSync(join(cwd, 'x.cray')).size;
        const ratio = file.length / bytes;
        expect(summary).to.include({ from: file.length, to: bytes, ratio });
        expect(info).to.include({ originalBytes: file.length, bytes, ratio });
        expect(info.bitsPerDim).to.equal(summary.bitsPerDim);
        const { stdout } = await craystack(['info', 'x.cray'], { cwd });
        const rate = summary.bitsPerDim.toFixed(4);
        expect(stdout.toString()).to.include(
          `\n  size      ${file.length} -> ${bytes} bytes, ratio ${ratio.toFixed(2)}, ${rate} bits/dim\n`,
        );
      }),
    );
  }

  it(
    'of an array are bits for each of its numbers, whatever model has them, and eval says the same',
    inFolder(async (cwd) => {
      const prices = Float64Array.from({ length: 1200 }, (_, i) => ((i * i) % 9973) / 100);
      writeFileSync(join(cwd, 'x'), npyFile('<f8', [400, 3], new Uint8Array(prices.buffer)));
      for (const model of ['arrays', 'numbers']) {
        const args = ['compress', '-f', 'x', '-m', model, '-o', 'x.cray', '--no-metadata'];
        const { summary, info } = await told(cwd, args, 'x.cray');
        const rate = (8 * statSync(join(cwd, 'x.cray')).size) / 1200;
        expect([summary.bitsPerDim, info.bitsPerDim]).to.deep.equal([rate, rate]);
        const { stdout } = await craystack(['eval', '--json', 'x', '-m', model], { cwd });
        const [{ bytes, elements, bitsPerDim }] = JSON.parse(stdout.toString()).results;
        expect([elements, bitsPerDim.file]).to.deep.equal([1200, (8 * bytes) / 1200]);
        const restored = (await told(cwd, ['decompress', 'x.cray', '-o', model], 'x.cray')).summary;
        expect(restored.bitsPerDim).to.equal(rate);
      }
    }),
  );

  it(
    'of a folder of pictures are those of its files, both ways',
    inFolder(async (cwd) => {
      mkdirSync(join(cwd, 'four'));
      for (const seed of [2, 3, 5, 7])
        writeFileSync(join(cwd, 'four', `${seed}.png`), await picture(seed));
      const { summary, info } = await told(cwd, ['compress', 'four'], 'four.cray');
      const from = bytesIn(join(cwd, 'four'));
      const to = statSync(join(cwd, 'four.cray')).size;
      expect(summary).to.include({ from, to, ratio: from / to });
      expect(info).to.include({ originalBytes: from, bytes: to, ratio: from / to });
      expect(info.bitsPerDim).to.equal(summary.bitsPerDim);
      expect(info.datasets.length).to.be.above(1);
      const args = ['decompress', 'four.cray', '-o', 'again'];
      const restored = (await told(cwd, args, 'four.cray')).summary;
      const again = bytesIn(join(cwd, 'again'));
      expect(restored).to.include({ from: to, to: again, ratio: again / to });
      // New files have other bytes than those that went in, and both figures are of the new ones.
      expect(again).to.not.equal(from);
      expect(restored.bitsPerDim).to.equal((8 * to) / again);
    }),
  );

  it(
    'of a folder are bits for each byte of its files, so that they agree with the ratio, both ways',
    inFolder(async (cwd) => {
      mkdirSync(join(cwd, 'many'));
      for (let i = 0; i < 50; i++) writeFileSync(join(cwd, 'many', `${i}`), `hello ${i}\n`);
      const doubles = new Float64Array(9000).map((_, i) => Math.sin(i) * i);
      const array = npyFile('<f8', [3000, 3], new Uint8Array(doubles.buffer));
      writeFileSync(join(cwd, 'many', 'a.npy'), array);
      const { summary, info } = await told(cwd, ['compress', 'many'], 'many.cray');
      expect(info.datasets).to.have.length(2);
      expect(summary.bitsPerDim).to.equal((8 * summary.to) / summary.from);
      expect(info.bitsPerDim).to.equal(summary.bitsPerDim);
      const { stdout } = await craystack(['info', 'many.cray'], { cwd });
      const rate = info.bitsPerDim.toFixed(4);
      expect(stdout.toString()).to.include(`, ratio ${info.ratio.toFixed(2)}, ${rate} bits/byte\n`);
      const args = ['decompress', 'many.cray', '-o', 'again'];
      const restored = await craystack(args, { cwd });
      expect(restored.stderr).to.include(`, ${rate} bits/byte, `);
    }),
  );

  it(
    'of an empty folder have no rate',
    inFolder(async (cwd) => {
      mkdirSync(join(cwd, 'none'));
      const { summary, info } = await told(cwd, ['compress', 'none'], 'none.cray');
      expect(summary).to.not.have.property('bitsPerDim');
      expect(info).to.not.have.property('bitsPerDim');
    }),
  );

  it(
    'of numbers of 64 bits are bits for each number, not for its halves',
    inFolder(async (cwd) => {
      const doubles = new Float64Array(600).map((_, i) => Math.sin(i) * i);
      writeFileSync(join(cwd, 'x'), new Uint8Array(doubles.buffer));
      // As bytes, which auto takes, they have no dimensions but these.
      const args = ['compress', 'x', '--dtype', 'f64', '--shape', '3', '-m', 'arrays'];
      const { summary, info } = await told(cwd, args, 'x.cray');
      const rate = (8 * statSync(join(cwd, 'x.cray')).size) / 600;
      expect(summary.bitsPerDim).to.equal(rate);
      expect(info.bitsPerDim).to.equal(rate);
      const restored = await told(cwd, ['decompress', 'x.cray', '-o', 'y'], 'x.cray');
      expect(restored.summary.bitsPerDim).to.equal(rate);
      const joined = await told(cwd, ['concat', 'x.cray', 'x.cray', '-o', 'j.cray'], 'j.cray');
      expect(joined.info.bitsPerDim).to.equal((8 * joined.info.bytes) / 1200);
      expect(joined.summary.bitsPerDim).to.equal(joined.info.bitsPerDim);
    }),
  );

  it(
    'of a folder with pictures say that the others come back byte for byte',
    inFolder(async (cwd) => {
      mkdirSync(join(cwd, 'two'));
      // One of them would be kept as bytes.
      for (const name of ['p', 'q']) writeFileSync(join(cwd, 'two', name), await picture(2));
      writeFileSync(join(cwd, 'two/t'), 'text');
      const { stderr } = await craystack(['compress', 'two'], { cwd });
      expect(stderr).to.match(
        /, restores some pictures as the same pixels and metadata in new files, all else byte for byte\n$/,
      );
    }),
  );

  it(
    'of joined files are those of the .cray files, and what went into these is kept',
    inFolder(async (cwd) => {
      const files = [gzipSync(mnistSlice(0, 20)), Buffer.from(mnistSlice(20, 30))];
      files.forEach((file, i) => {
        writeFileSync(join(cwd, `${i}`), file);
      });
      await craystack(['compress', '-qm', 'mnist-binary-vae', '0', '1'], { cwd });
      const names = ['0.cray', '1.cray'];
      const from = names.reduce((sum, name) => sum + statSync(join(cwd, name)).size, 0);
      const args = ['concat', ...names, '-o', 'j.cray'];
      const { summary, info } = await told(cwd, args, 'j.cray');
      const bytes = statSync(join(cwd, 'j.cray')).size;
      expect(summary).to.include({ from, to: bytes, ratio: from / bytes });
      const originalBytes = files.reduce((sum, { length }) => sum + length, 0);
      expect(info).to.include({ originalBytes, bytes, inside: 'gzip', exact: false });
    }),
  );

  it(
    'are not said where an older file does not have them',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'old.cray'), await asOfOld(await picture(5)));
      const { stdout } = await craystack(['info', 'old.cray'], { cwd });
      const bytes = statSync(join(cwd, 'old.cray')).size;
      expect(stdout.toString()).to.match(
        new RegExp(
          `\\n {2}size {6}${bytes} bytes, \\d+\\.\\d{4} bits/dim; those of the file that went in are not said\\n`,
        ),
      );
      const json = await craystack(['info', 'old.cray', '--json'], { cwd });
      expect(JSON.parse(json.stdout.toString())).to.not.have.any.keys('originalBytes', 'ratio');
    }),
  );

  it(
    'of some items are those of what was read, without a rate that would be of other items',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'd'), mnistSlice(0, 20));
      await craystack(['compress', '-qm', 'mnist-binary-vae', 'd'], { cwd });
      const { stderr } = await craystack(['decompress', '--items', '3', 'd.cray'], { cwd });
      expect(stderr).to.match(
        /^craystack: d\.part: [\d.]+ k?B -> 800 B, \d+\.\d\d MB\/s, model mnist-binary-vae\n$/,
      );
    }),
  );

  it(
    'leave a model inside out of bits/dim alone, and say so',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'd'), mnistSlice(0, 20));
      const args = ['compress', '-m', 'mnist-binary-vae', '--embed-model', 'd'];
      const { summary, info } = await told(cwd, args, 'd.cray');
      expect(info.bitsPerDim).to.equal(summary.bitsPerDim);
      expect(info.ratio).to.equal(summary.ratio);
      const { stdout } = await craystack(['info', 'd.cray'], { cwd });
      expect(stdout.toString()).to.match(/ratio 0\.01, 0\.\d{4} bits\/dim without it\n/);
      expect(readFileSync(join(cwd, 'd.cray')).length).to.equal(info.bytes);
    }),
  );

  it(
    'of a file that goes on after its items count what follows as dimensions too',
    inFolder(async (cwd) => {
      const random = new Random(1);
      const after = Uint8Array.from({ length: 20_000 }, () => 256 * random.uniform());
      const file = Buffer.concat([mnistSlice(0, 2), after]);
      writeFileSync(join(cwd, 'x'), file);
      const { summary, info } = await told(cwd, ['compress', 'x', '-o', 'x.cray'], 'x.cray');
      // Noise takes 8 bits a byte, whatever stands before it.
      expect(summary.bitsPerDim).to.be.within(7.3, 8.1);
      expect(info.bitsPerDim).to.equal(summary.bitsPerDim);
      const back = await craystack(['--log-format', 'json', 'decompress', '-f', 'x.cray'], { cwd });
      const restored = JSON.parse(back.stderr.trim().split('\n').at(-1) as string);
      expect(restored.bitsPerDim).to.equal(summary.bitsPerDim);
    }),
  );
});
