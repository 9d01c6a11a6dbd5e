import {
  appendFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import sharp from 'sharp';
import { Random } from '../../src/train/random.js';
import { npyFile } from '../data/npyFile.js';
import { mnistSlice } from '../data.js';
import { expectError, expectSilence } from './outcome.js';
import { craystack, inFolder } from './process.js';

const images = Buffer.from(mnistSlice(0, 20));
const gray = Uint8Array.from({ length: 1200 }, (_, i) => (i % 40) * 3 + Math.floor(i / 40));

/** A picture that by default comes back as pixels, and by --exact as it is. */
function picture(): Promise<Buffer> {
  const image = sharp(gray, { raw: { width: 40, height: 30, channels: 1 } });
  return image.png({ compressionLevel: 3 }).toBuffer();
}

describe('compress --rm', () => {
  it(
    'keeps what does not come back byte for byte, and says so, also with -q',
    inFolder(async (folder) => {
      const files = ['p.png', 'd.gz', 'd'];
      writeFileSync(join(folder, 'p.png'), await picture());
      writeFileSync(join(folder, 'd.gz'), gzipSync(images));
      writeFileSync(join(folder, 'd'), images);
      for (const [args, what, how] of [
        [['p.png'], 'a new file of the same pixels and metadata as the file', 'add --exact'],
        [['d.gz'], 'the file inside gzip alone', 'add --exact'],
        [['d', '--unordered'], 'the file with its items in sorted order', 'leave out --unordered'],
      ] as const) {
        const outcome = await craystack(['compress', '-q', '--rm', ...args], { cwd: folder });
        const line =
          '--rm deletes what comes back byte for byte, and of this would come back ' +
          `${what}: ${how}, or delete it --rm-anyway`;
        expectError(outcome, `craystack: USAGE: ${args[0]}: ${line}`, folder, files);
      }
    }),
  );

  it(
    'keeps an archive of numbers that are kept as the bytes of the file inside, and its name',
    inFolder(async (folder) => {
      // Doubles that are prices take less as bytes than as numbers.
      const numbers = Float64Array.from({ length: 3000 }, (_, i) => ((i * i) % 9973) / 100);
      const inside = npyFile('<f8', [3000], new Uint8Array(numbers.buffer));
      writeFileSync(join(folder, 'p.npy.gz'), gzipSync(inside));
      const refused = await craystack(['compress', '--rm', 'p.npy.gz'], { cwd: folder });
      expect(refused.stderr).to.include('of this would come back the file inside gzip alone');
      expect(readdirSync(folder)).to.deep.equal(['p.npy.gz']);
      const packed = await craystack(['compress', 'p.npy.gz'], { cwd: folder });
      expect(packed.stderr).to.match(
        /^craystack: [^\n]*, model numbers, restores byte for byte, of the file inside gzip\n$/,
      );
      expectSilence(await craystack(['decompress', '-q', 'p.npy.gz.cray'], { cwd: folder }));
      expect(readFileSync(join(folder, 'p.npy')).equals(inside)).to.equal(true);
    }),
  );

  it(
    'deletes what --exact brings back',
    inFolder(async (folder) => {
      const contents = { 'p.png': await picture(), 'd.gz': gzipSync(images) };
      for (const [name, bytes] of Object.entries(contents)) {
        writeFileSync(join(folder, name), bytes);
      }
      const names = Object.keys(contents);
      const packed = await craystack(['compress', '--rm', '--exact', ...names], { cwd: folder });
      expect(packed.stderr).to.match(
        /^craystack: p[^\n]*, restores byte for byte\n.*craystack: d[^\n]*, restores byte for byte\n$/s,
      );
      expect(readdirSync(folder)).to.deep.equal(['d.gz.cray', 'p.png.cray']);
      const packs = names.map((name) => `${name}.cray`);
      expectSilence(await craystack(['decompress', '-q', ...packs], { cwd: folder }));
      for (const [name, bytes] of Object.entries(contents)) {
        expect(readFileSync(join(folder, name)).equals(bytes), name).to.equal(true);
      }
    }),
  );

  it(
    'deletes a picture that comes back byte for byte though nobody asked for that',
    inFolder(async (folder) => {
      const random = new Random(7);
      const noise = Uint8Array.from({ length: 9600 }, () => 256 * random.uniform());
      const image = sharp(noise, { raw: { width: 120, height: 80, channels: 1 } });
      const file = await image.tiff({ compression: 'lzw' }).toBuffer();
      writeFileSync(join(folder, 'p.tif'), file);
      const packed = await craystack(['compress', '--rm', 'p.tif'], { cwd: folder });
      expect(packed.stderr).to.match(/, restores byte for byte\n$/);
      expect(readdirSync(folder)).to.deep.equal(['p.tif.cray']);
      const { stdout } = await craystack(['info', '--json', 'p.tif.cray'], { cwd: folder });
      expect(JSON.parse(stdout.toString())).to.include({ format: 'tiff-exact', exact: true });
      expectSilence(await craystack(['decompress', '-q', 'p.tif.cray'], { cwd: folder }));
      expect(readFileSync(join(folder, 'p.tif')).equals(file)).to.equal(true);
    }),
  );

  it(
    'deletes anything by --rm-anyway, and says what will come back',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'p.png'), await picture());
      writeFileSync(join(folder, 'd'), images);
      const args = ['compress', '--rm-anyway', '--log-format', 'json'];
      const pixels = await craystack([...args, 'p.png'], { cwd: folder });
      expect(JSON.parse(pixels.stderr)).to.include({ fidelity: 'pixels', exact: false });
      const sorted = await craystack([...args, 'd', '--unordered'], { cwd: folder });
      const { exact, msg } = JSON.parse(sorted.stderr);
      expect([exact, msg]).to.satisfy(
        ([flag, text]: [boolean, string]) =>
          !flag && text.endsWith(', restores the items in sorted order'),
      );
      expect(readdirSync(folder)).to.deep.equal(['d.cray', 'p.png.cray']);
    }),
  );

  it(
    'keeps a file that has changed while it was read',
    inFolder(async (folder) => {
      const file = join(folder, 'd');
      writeFileSync(file, images);
      const running = craystack(['compress', '--rm', '-q', 'd'], { cwd: folder });
      // From when the temporary file is there, the size of what is read is known.
      while (readdirSync(folder).every((name) => name === 'd')) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      appendFileSync(file, 'more');
      const line = 'craystack: IO: d: changed while it was read, so it is kept';
      expectError(await running, line, folder, ['d', 'd.cray']);
    }),
  );
});

describe('--rm of a name that is not all of a file', () => {
  it(
    'refuses links of both kinds, before anything is done, and deletes that name alone by -f',
    inFolder(async (folder) => {
      const path = (name: string) => join(folder, name);
      writeFileSync(path('d'), images);
      expectSilence(await craystack(['compress', '-q', 'd', '-o', 'd.cray'], { cwd: folder }));
      for (const [command, file, made] of [
        ['compress', 'd', '.cray'],
        ['decompress', 'd.cray', ''],
      ] as const) {
        const ending = command === 'compress' ? '' : '.cray';
        const [soft, hard] = [`soft${ending}`, `hard${ending}`];
        symlinkSync(file, path(soft));
        linkSync(path(file), path(hard));
        const files = readdirSync(folder);
        const run = (...args: string[]) => craystack([command, '-q', ...args], { cwd: folder });
        const link = 'is a symbolic link, and --rm would leave the file itself';
        const names = 'is one of 2 names of a file (hard links), and --rm would leave the others';
        for (const [name, what] of [
          [soft, link],
          [hard, names],
        ] as const) {
          const line = `craystack: USAGE: ${name}: ${what}; -f deletes this name alone`;
          expectError(await run('--rm', name), line, folder, files);
          expectSilence(await run('--rm', '-f', name));
          const left = files.filter((other) => other !== name);
          expect(readdirSync(folder)).to.have.members([...left, name.slice(0, 4) + made]);
          rmSync(path(name.slice(0, 4) + made));
          files.splice(files.indexOf(name), 1);
        }
        expect(readFileSync(path('d')).equals(images)).to.equal(true);
      }
      const last = await craystack(['decompress', '-q', '--rm', 'd.cray', '-f'], { cwd: folder });
      expectSilence(last);
      expect(readdirSync(folder)).to.deep.equal(['d']);
    }),
  );
});

describe('what a file restores', () => {
  it('is said as it is of gzip and of items in no order', async () => {
    for (const [args, input, restores, record] of [
      [[], images, 'byte for byte', { fidelity: 'bytes', exact: true }],
      [
        [],
        gzipSync(images),
        'byte for byte, of the file inside gzip',
        { fidelity: 'bytes', inside: 'gzip', exact: false },
      ],
      [['--exact'], gzipSync(images), 'byte for byte', { fidelity: 'bytes', exact: true }],
      [
        ['--unordered'],
        images,
        'the items in sorted order',
        { fidelity: 'bytes', order: 'not kept', exact: false },
      ],
    ] as const) {
      const { stdout, stderr } = await craystack(['compress', ...args], { input });
      expect(stderr).to.match(new RegExp(`, restores ${restores}\n$`));
      const text = await craystack(['info'], { input: stdout });
      expect(text.stdout.toString()).to.include(`\n  restores  ${restores}\n`);
      const json = await craystack(['info', '--json'], { input: stdout });
      expect(JSON.parse(json.stdout.toString())).to.include(record);
    }
  });

  it('is said of the file that is written, not of one that was tried', async () => {
    // Where a picture would grow, its bytes are tried; the model that is named does not fit them.
    const random = new Random(1);
    const tile = Uint8Array.from({ length: 49 }, () => 256 * random.uniform());
    const tiles = Uint8Array.from({ length: 784 }, (_, i) => {
      const [y, x] = [Math.floor(i / 28) % 7, i % 7];
      return tile[7 * y + x] as number;
    });
    const image = sharp(tiles, { raw: { width: 28, height: 28, channels: 1 } });
    const input = await image.toColourspace('b-w').png().toBuffer();
    const { stdout, stderr } = await craystack(['compress', '-m', 'mnist-neighbourhood'], {
      input,
    });
    expect(stdout.length).to.be.above(2 * input.length);
    const json = await craystack(['info', '--json'], { input: stdout });
    expect(JSON.parse(json.stdout.toString())).to.include({ fidelity: 'pixels' });
    expect(stderr).to.match(/, restores same pixels and metadata, new file\n$/);
  });
});

describe('a file inside gzip', () => {
  it(
    'keeps the name of the .gz, and comes back beside it under that of what is inside',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'd.gz'), gzipSync(images));
      expectSilence(await craystack(['compress', 'd.gz', '-q'], { cwd: folder }));
      expect(readdirSync(folder)).to.deep.equal(['d.gz', 'd.gz.cray']);
      const info = await craystack(['info', '--json', 'd.gz.cray'], { cwd: folder });
      expect(JSON.parse(info.stdout.toString()).provenance[0]).to.include({ name: 'd.gz' });
      for (const args of [[], ['-N']]) {
        writeFileSync(join(folder, 'd'), 'a neighbour');
        const args1 = ['decompress', '-f', 'd.gz.cray', ...args];
        const line =
          'craystack: IO: d: already exists, and d.gz.cray holds what was inside gzip: ' +
          'name the output with -o FILE';
        expectError(await craystack(args1, { cwd: folder }), line, folder, [
          'd',
          'd.gz',
          'd.gz.cray',
        ]);
      }
      expectSilence(
        await craystack(['decompress', '-qf', 'd.gz.cray', '-o', 'd'], { cwd: folder }),
      );
      expect(readFileSync(join(folder, 'd')).equals(images)).to.equal(true);
    }),
  );

  it(
    'comes back under a name of its own, whatever that of the other is',
    inFolder(async (folder) => {
      for (const [name, inner] of [
        ['D.GZ', 'D'],
        ['d.idx.gz', 'd.idx'],
        ['d-gz', 'd'],
        ['d.tgz', 'd.tar'],
        ['d.bin', 'd.bin.inside'],
        ['.gz', '.gz.inside'],
      ] as const) {
        const cwd = join(folder, `of ${name}`);
        mkdirSync(cwd);
        writeFileSync(join(cwd, name), gzipSync(images));
        expectSilence(await craystack(['compress', '-q', name], { cwd }));
        for (const option of ['--name', '--force']) {
          expectSilence(await craystack(['decompress', '-q', option, `${name}.cray`], { cwd }));
          expect(readdirSync(cwd)).to.have.members([name, `${name}.cray`, inner]);
          expect(readFileSync(join(cwd, inner)).equals(images), name).to.equal(true);
          rmSync(join(cwd, inner));
        }
      }
    }),
  );

  it(
    'that is not opened keeps its name altogether',
    inFolder(async (folder) => {
      const text = gzipSync('a text\n');
      writeFileSync(join(folder, 't.txt.gz'), text);
      writeFileSync(join(folder, 't.txt'), 'a neighbour');
      expectSilence(await craystack(['compress', '-q', 't.txt.gz', 't.txt'], { cwd: folder }));
      const packs = ['t.txt.cray', 't.txt.gz.cray'];
      expect(readdirSync(folder)).to.deep.equal(['t.txt', packs[0], 't.txt.gz', packs[1]]);
      expectSilence(await craystack(['decompress', '-qf', ...packs], { cwd: folder }));
      expect(readFileSync(join(folder, 't.txt.gz')).equals(text)).to.equal(true);
      expect(readFileSync(join(folder, 't.txt'), 'utf8')).to.equal('a neighbour');
    }),
  );
});
