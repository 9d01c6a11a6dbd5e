import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import sharp from 'sharp';
import { joinNumbers } from '../../../src/bytes/numbers.js';
import type { Dataset } from '../../../src/data/dataset.js';
import { joinCounts } from '../../../src/data/folder/folder.js';
import { encodeManifest, type Placed } from '../../../src/data/folder/manifest.js';
import { openDirectory } from '../../../src/data/folder/open.js';
import { type RestoredDataset, restoreDirectory } from '../../../src/data/folder/restore.js';
import { onDisk } from '../../../src/data/folder/target.js';
import { systemTime } from '../../../src/data/times.js';
import { walk } from '../../../src/data/walk.js';
import { CrayError } from '../../../src/errors.js';
import { packageFile } from '../../../src/package.js';
import { idxFile } from '../../data.js';
import { makeJpeg } from '../jpegFile.js';
import { npyFile } from '../npyFile.js';

/** A data set as a container would hold it. */
function held(dataset: Dataset, most = 1000): RestoredDataset {
  return {
    ...dataset,
    dataFormat: dataset.format,
    pieces: dataset.pieces(most),
    tail: dataset.tail(),
  };
}

async function* inTurn<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

/** What a folder holds, to compare. */
function listing(root: string): unknown[] {
  return [...walk(Buffer.from(root))].map(({ path, size, ...entry }) => {
    const place = Buffer.concat([Buffer.from(`${root}/`), path]);
    const content = entry.kind === 'file' ? readFileSync(place).toString('latin1') : '';
    return { ...entry, content, name: path.toString('latin1'), target: `${entry.target}` };
  });
}

describe('a folder', () => {
  let root: string;
  let from: string;
  let to: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'craystack-folder-'));
    [from, to] = [join(root, 'from'), join(root, 'to')];
    mkdirSync(from);
  });
  afterEach(() => {
    execFileSync('chmod', ['-R', 'u+rwx', root]);
    rmSync(root, { recursive: true });
  });
  const write = (name: string, content: Uint8Array | string) => {
    writeFileSync(join(from, name), content);
  };
  const copy = async (options = {}) => {
    const directory = await openDirectory(from, options);
    await restoreDirectory(onDisk(to), inTurn(directory.datasets.map((dataset) => held(dataset))));
    return directory;
  };

  it('comes back with its tree, empty folders, names, modes, times and links', async () => {
    mkdirSync(join(from, 'a/b/c'), { recursive: true });
    mkdirSync(join(from, 'empty'));
    write('a/b/text.txt', 'text');
    write('a/b/none', '');
    write('a/b/c/one', 'x');
    write('new\nline', 'newline');
    write('.hidden', 'dot');
    writeFileSync(Buffer.concat([Buffer.from(`${from}/`), Buffer.from([0xff, 0xfe, 0x80])]), 'odd');
    write('all.gz', gzipSync(idxFile([3], Uint8Array.of(1, 2, 3))));
    symlinkSync('..', join(from, 'a/loop'));
    symlinkSync('/nowhere', join(from, 'dangling'));
    symlinkSync('b', join(from, 'a/folder'));
    chmodSync(join(from, 'a/b/c/one'), 0o640);
    utimesSync(join(from, 'a/b/c/one'), 5, systemTime(-12_345.678));
    expect(statSync(join(from, 'a/b/c/one')).mtimeMs).to.equal(-12_345_678);
    chmodSync(join(from, 'a/b/c'), 0o500);
    utimesSync(join(from, 'empty'), 1, 1_000_000_000.123);
    const { datasets, counts } = await copy();
    expect(datasets).to.have.length(1);
    expect(counts).to.include({ files: 7, folders: 4 });
    expect(listing(to)).to.deep.equal(listing(from));
  });

  it('has files of one kind as the items of one data set', async () => {
    for (let i = 0; i < 40; i++) {
      const pixels = Uint8Array.from({ length: 1024 }, (_, k) => (k * i) & 255);
      write(`image-${i}`, idxFile([i % 3, 32, 32], pixels.subarray(0, 0)));
      write(`array-${i}.npy`, npyFile('<i2', [20, 50], new Uint8Array(pixels.buffer)));
      write(`picture-${i}.pgm`, Buffer.concat([Buffer.from(`P5\n# ${i}\n64 16 255\n`), pixels]));
    }
    write(`cut.npy`, npyFile('<i2', [900, 50], Buffer.alloc(70_001, 3)));
    const { datasets } = await copy();
    expect(datasets.map((d) => `${d.format} ${d.items} x ${d.shape}`)).to.deep.equal([
      // Times of now are no whole milliseconds.
      'folder-timed undefined x ',
      'npy 1100 x 50',
    ]);
    expect(listing(to)).to.deep.equal(listing(from));
  });

  it('has JPEG files as blocks of all, and says whose they are', async () => {
    for (let i = 0; i < 3; i++) {
      const { file } = makeJpeg({ width: 160 + i, height: 100, sampling: [[1, 1]], seed: i + 1 });
      write(`${i}.jpg`, file);
    }
    const { datasets } = await copy();
    expect(datasets[1]).to.include({ format: 'jpeg', items: 13 * (20 + 21 + 21) });
    const widths = datasets[1]?.pictures?.map(({ components }) => components[0]?.wide);
    expect(widths).to.deep.equal([20, 21, 21]);
    expect(listing(to)).to.deep.equal(listing(from));
  });

  it('has pictures come back byte for byte where that takes hardly more', async () => {
    for (let i = 0; i < 12; i++) {
      const samples = Uint8Array.from({ length: 120 * 90 }, (_, k) => (k * i + (k >> 7)) & 255);
      const image = sharp(samples, { raw: { width: 120, height: 90, channels: 1 } });
      const file = await image.toColourspace('b-w').tiff({ compression: 'lzw' }).toBuffer();
      // What is behind the pixels is as long as they are, and so what says how they are made is little.
      write(`${i}.tif`, Buffer.concat([file, Buffer.alloc(10_000, file)]));
    }
    const { datasets } = await copy();
    expect(datasets[1]).to.include({ format: 'tiff-exact', items: 12, fidelity: 'bytes' });
    expect(datasets[1]).to.not.have.any.keys('asBytes', 'exactForm');
    expect(listing(to)).to.deep.equal(listing(from));
  });

  it('has pictures come back as pictures, or byte for byte', async () => {
    const pixels: Buffer[] = [];
    for (let i = 0; i < 12; i++) {
      const samples = Uint8Array.from({ length: 120 * 90 }, (_, k) => (k * i + (k >> 7)) & 255);
      const image = sharp(samples, { raw: { width: 120, height: 90, channels: 1 } });
      write(`${i}.png`, await image.png().toBuffer());
      pixels.push(
        await sharp(join(from, `${i}.png`))
          .raw()
          .toBuffer(),
      );
    }
    const { datasets } = await copy();
    expect(datasets[1]).to.include({ format: 'png', items: 12, fidelity: 'pixels' });
    for (let i = 0; i < 12; i++) {
      const again = await sharp(join(to, `${i}.png`))
        .raw()
        .toBuffer();
      expect(again).to.deep.equal(pixels[i]);
    }
    rmSync(to, { recursive: true });
    await copy({ exact: true });
    expect(listing(to)).to.deep.equal(listing(from));
  });

  it('of this package comes back', async () => {
    rmSync(from, { recursive: true });
    execFileSync('cp', ['-a', packageFile('src/data'), from]);
    await copy();
    expect(listing(to)).to.deep.equal(listing(from));
  });

  it('leaves out what is no file, and says so', async () => {
    execFileSync('mkfifo', [join(from, 'pipe')]);
    write('cut.npy', npyFile('<i2', [3], new Uint8Array(6)).subarray(0, 30));
    const { leftOut, notes } = await copy();
    expect(leftOut).to.deep.equal([
      { path: join(from, 'pipe'), note: 'is no file, folder or link' },
    ]);
    expect(notes).to.deep.equal([
      { path: join(from, 'cut.npy'), note: 'npy: the file ends within its header' },
    ]);
    expect(readdirSync(to)).to.deep.equal(['cut.npy']);
  });

  /** The solid data set of a manifest that an attacker wrote, with a byte for each file. */
  async function* forged(entries: readonly Partial<Placed>[], formats: string[] = []) {
    const all = entries.map((entry) => ({
      kind: 'file' as const,
      path: Buffer.from('x'),
      target: Buffer.alloc(0),
      mode: 0o7777,
      mtime: 0,
      group: 0,
      items: 0,
      bytes: 1,
      ...entry,
    }));
    const manifest = encodeManifest({ entries: all, formats });
    const count = (wanted: string) => all.filter(({ kind }) => kind === wanted).length;
    const files = count('file');
    const counts = { files, folders: count('folder'), links: count('link'), bytes: files };
    const bytes = Buffer.concat([
      joinNumbers([manifest.length]),
      manifest,
      Buffer.alloc(files, 65),
    ]);
    yield {
      dataFormat: 'folder',
      dtype: 'u8',
      shape: [],
      sideBytes: 0,
      head: joinCounts(counts),
      pieces: inTurn([{ elements: bytes, side: new Uint8Array(0) }]),
      tail: inTurn([]),
    };
  }

  const outside = ['../out', '/out', 'a/../../out', '..', '.', '', 'a//b', './out', 'a/'];
  for (const path of outside) {
    it(`is not written by the path ${JSON.stringify(path)}`, async () => {
      const error = await restoreDirectory(onDisk(to), forged([{ path: Buffer.from(path) }])).catch(
        (e) => e,
      );
      expect(error).to.be.instanceOf(CrayError).with.property('code', 'CORRUPT');
      expect(readdirSync(root)).to.deep.equal(['from']);
    });
  }

  it('is not left through links, be they forged or there before', async () => {
    mkdirSync(join(root, 'out'));
    const link = { kind: 'link' as const, path: Buffer.from('a'), target: Buffer.from('../out') };
    const below = { path: Buffer.from('a/file') };
    const through = [
      forged([link, below]),
      forged([link, { ...below, kind: 'folder' as const }]),
      forged([link, { ...link, path: Buffer.from('a/b') }]),
      forged([link, { kind: 'folder' as const, path: Buffer.from('a') }]),
    ];
    for (const dataset of through) {
      const error = await restoreDirectory(onDisk(to), dataset).catch((e) => e);
      expect(error).to.be.instanceOf(CrayError);
      expect(readdirSync(join(root, 'out'))).to.be.empty;
      rmSync(to, { recursive: true });
    }
    mkdirSync(to);
    symlinkSync('../out', join(to, 'a'));
    writeFileSync(join(root, 'victim'), 'whole');
    symlinkSync('../victim', join(to, 'x'));
    for (const dataset of [forged([below]), forged([{}])]) {
      const error = await restoreDirectory(onDisk(to), dataset).catch((e) => e);
      expect(error).to.be.instanceOf(CrayError).with.property('code', 'IO');
    }
    expect(readdirSync(join(root, 'out'))).to.be.empty;
    expect(readFileSync(join(root, 'victim'), 'utf8')).to.equal('whole');
  });

  it('of a manifest that is damaged anyhow gives a CrayError, and nothing outside', async () => {
    mkdirSync(join(from, 'a'));
    write('a/text', 'text');
    linkSync(join(from, 'a/text'), join(from, 'same'));
    symlinkSync('..', join(from, 'up'));
    write('b.npy', npyFile('<i2', [700, 50], Buffer.alloc(70_000, 3)));
    const { datasets } = await openDirectory(from);
    const [solid, group] = await Promise.all(
      datasets.map(async (dataset) => {
        const elements: Uint8Array[] = [];
        for await (const piece of dataset.pieces(1 << 16)) elements.push(piece.elements.slice());
        return { ...held(dataset), elements: Buffer.concat(elements) };
      }),
    );
    if (!solid || !group) throw new Error('expected a group');
    const as = ({ elements, ...dataset }: typeof solid) => ({
      ...dataset,
      pieces: inTurn([{ elements, side: new Uint8Array(0) }]),
      tail: inTurn([]),
    });
    const before = readdirSync(root);
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: solid.elements.length }),
        fc.uint8Array({ minLength: 1, maxLength: 6 }),
        fc.boolean(),
        async (at, some, cut) => {
          const elements = Buffer.concat([
            solid.elements.subarray(0, at),
            some,
            solid.elements.subarray(at + (cut ? 0 : some.length)),
          ]);
          try {
            await restoreDirectory(onDisk(to), inTurn([as({ ...solid, elements }), as(group)]));
          } catch (error) {
            expect(error).to.be.instanceOf(CrayError);
          }
          execFileSync('rm', ['-rf', to]);
          expect(readdirSync(root)).to.deep.equal(before);
        },
      ),
      { seed: 3, numRuns: 200 },
    );
  });

  it('has no files that run as somebody else, and no files twice', async () => {
    await restoreDirectory(onDisk(to), forged([{}]));
    expect(lstatSync(join(to, 'x')).mode & 0o7777).to.equal(0o777);
    rmSync(to, { recursive: true });
    const error = await restoreDirectory(onDisk(to), forged([{}, {}])).catch((e) => e);
    expect(error).to.be.instanceOf(CrayError).with.property('code', 'IO');
  });

  it('with groups that are not there is refused', async () => {
    for (const dataset of [forged([{ group: 1 }]), forged([{ group: 1 }], ['npy'])]) {
      const error = await restoreDirectory(onDisk(to), dataset).catch((e) => e);
      expect(error).to.be.instanceOf(CrayError).with.property('code', 'CORRUPT');
      if (existsSync(to)) rmSync(to, { recursive: true });
    }
  });
});
