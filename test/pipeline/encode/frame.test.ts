import { deflateSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import sharp from 'sharp';
import { fidelityOf } from '../../../src/data/formats.js';
import type { PeekableDataset } from '../../../src/data/peekable.js';
import { loadModel, modelNames } from '../../../src/model/model.js';
import { decompress } from '../../../src/pipeline/decode/decompress.js';
import { chooseModel } from '../../../src/pipeline/encode/chooseModel.js';
import { compress } from '../../../src/pipeline/encode/compress.js';
import type { CompressOptions } from '../../../src/pipeline/encode/compressOptions.js';
import { readInfo } from '../../../src/pipeline/info.js';
import { Random } from '../../../src/train/random.js';
import { npyFile } from '../../data/npyFile.js';
import { zipFile } from '../../data/zipFile.js';
import { collect, idxFile } from '../../data.js';

const models = modelNames().map((name) => loadModel(name));

const provenance = { creator: 'craystack 0.0.0', name: 'n'.repeat(255), mtime: '1.5', mode: '644' };

function noise(bytes: number, seed = 1): Uint8Array {
  const random = new Random(seed);
  return Uint8Array.from({ length: bytes }, () => 256 * random.uniform());
}

function auto(file: Uint8Array, options: CompressOptions = {}): Promise<Uint8Array> {
  const pieces = compress([file] as never, (dataset) => chooseModel(dataset, models), options);
  return collect(pieces).then((bytes) => new Uint8Array(bytes));
}

function png(pixels: Uint8Array, width: number, height: number, channels: 1 | 3 | 4) {
  return sharp(pixels, { raw: { width, height, channels } })
    .png({ compressionLevel: 9 })
    .toBuffer();
}

/** With another byte in its IDAT, so that it does not inflate, or not to what it should. */
function broken(file: Buffer): Buffer {
  const at = file.indexOf('IDAT') + 60;
  file[at] = (file[at] as number) ^ 255;
  return file;
}

/** A PNG that deflate makes tiny and that learns nothing of use to anyone else: one tile over and over. */
function tiles(): Promise<Buffer> {
  const [tile, side, times] = [noise(40 * 40), 40, 4];
  const width = side * times;
  const pixels = Uint8Array.from({ length: width * width }, (_, i) => {
    const [y, x] = [Math.floor(i / width) % side, (i % width) % side];
    return tile[y * side + x] as number;
  });
  return png(pixels, width, width, 1);
}

const RAW = { width: 20, height: 15, channels: 3 } as const;

const INPUTS: readonly (readonly [string, () => Uint8Array | Promise<Uint8Array>])[] = [
  ...[0, 1, 10, 1000, 100_000, 261_000, 262_120, 263_000].map(
    (n) => [`${n} bytes`, () => noise(n)] as const,
  ),
  ['an idx file without items', () => idxFile([0, 28, 28], new Uint8Array(0))],
  ['random images', () => idxFile([100, 28, 28], noise(78_400))],
  [
    'an image with three bytes behind it',
    () => Buffer.concat([idxFile([1, 2, 2], noise(4)), noise(3)]),
  ],
  ['a PNG of one pixel', () => png(Uint8Array.of(7), 1, 1, 1)],
  ['a PNG of noise', () => png(noise(30_000), 100, 100, 3)],
  ['a PNG of tiles', tiles],
  ['what deflate makes of zeros', () => deflateSync(new Uint8Array(1e6))],
  ['an npy file cut in its header', () => npyFile('|u1', [4], noise(4)).subarray(0, 30)],
  ['an npy file that is absurd', () => npyFile('|u1', [1e15, 1e15], noise(9))],
  ['an idx file that has less than it says', () => idxFile([9, 4, 4], noise(144)).subarray(0, 70)],
  ['an idx file of absurd sizes', () => idxFile([0xffffffff, 0xffffffff, 7], noise(10))],
  [
    'a TIFF of noise',
    () => sharp(noise(900), { raw: RAW }).tiff({ compression: 'lzw' }).toBuffer(),
  ],
  ['a WebP of noise', () => sharp(noise(900), { raw: RAW }).webp({ lossless: true }).toBuffer()],
  ['an AVIF of noise', () => sharp(noise(900), { raw: RAW }).avif({ lossless: true }).toBuffer()],
  ['half a PNG', async () => (await png(noise(900), 30, 30, 1)).subarray(0, 500)],
  ['a PNG with a broken row', async () => broken(await png(noise(900), 30, 30, 1))],
  ['a PNG of 1 x 70,000', () => png(noise(70_000), 1, 70_000, 1)],
  ['a PGM of 70,000 x 1', () => Buffer.concat([Buffer.from('P5 70000 1 255\n'), noise(70_000)])],
  ['a PGM without pixels', () => Buffer.from('P5 0 0 255\n')],
  ['a WAV file that ends at once', () => Buffer.from('RIFF\xff\xff\xff\xffWAVEfmt ', 'latin1')],
  ['a gzip file that is none', () => Uint8Array.of(0x1f, 0x8b, 8, 0, 1, 2, 3)],
  ['a bomb', () => Buffer.concat(Array(520).fill(gzipSync(new Uint8Array(1 << 20))))],
  [
    'a PGM in text',
    () => Buffer.from(`P2 40 40 99\n${[...noise(1600)].map((n) => n % 100).join('  \n')}`),
  ],
];

describe('a .cray file of any input', () => {
  for (const [name, make] of INPUTS) {
    it(`has at most 0.1 % and 60 bytes more: ${name}`, async () => {
      const file = await make();
      const packed = await auto(file, { provenance });
      expect(packed.length - file.length).to.be.at.most(60 + file.length / 1000);
      const back = await collect(
        decompress([packed] as never, ({ modelName }) => loadModel(modelName)),
      );
      if (!/PNG|TIFF|WebP|AVIF/.test(name)) expect(Buffer.compare(back, file)).to.equal(0);
    });
  }

  for (const name of ['numbers', 'bytes']) {
    it(`has at most 0.1 % and 60 bytes more, of an array of noise as bytes by ${name}, which is said`, async () => {
      const model = loadModel(name);
      for (const count of [128, 140, 500, 4000]) {
        const file = npyFile('<f8', [count], noise(8 * count));
        const packed = await collect(compress([file], () => model, { provenance }));
        expect(packed.length - file.length, `${count}`).to.be.at.most(60 + file.length / 1000);
        expect((await readInfo(packed)).elements).to.equal(count);
      }
    });
  }

  it('has at most 0.1 % and 60 bytes more, of damaged files of all formats', async () => {
    const image = sharp(noise(900), { raw: RAW });
    const samples = Buffer.alloc(44 + 400, 'RIFF....WAVEfmt ', 'latin1').fill(3, 44);
    samples.writeUInt32LE(16, 16);
    const bases = [
      idxFile([9, 5, 5], noise(225)),
      npyFile('>i2', [30, 20], noise(1200)),
      zipFile([['a.npy', npyFile('<f8', [40], noise(320))]], true),
      Buffer.concat([Buffer.from('P6 20 15 255\n'), noise(900)]),
      samples,
      await png(noise(900), 20, 15, 3),
      await image.webp({ lossless: true }).toBuffer(),
      await image.avif({ lossless: true, effort: 0 }).toBuffer(),
      await image.tiff({ compression: 'none' }).toBuffer(),
      await image.tiff({ compression: 'lzw' }).toBuffer(),
      noise(6146),
    ];
    const some = models.filter(({ spec }) => ['bytes', 'arrays'].includes(spec.name));
    const choose = (dataset: PeekableDataset) => chooseModel(dataset, some);
    const odd = fc.record({
      base: fc.constantFrom(...bases),
      cut: fc.option(fc.nat(10_000)),
      at: fc.nat(200),
      put: fc.uint8Array({ maxLength: 6 }),
      zipped: fc.boolean(),
      exact: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(odd, async ({ base, cut, at, put, zipped, exact }) => {
        const file = Buffer.from(base.subarray(0, cut ?? base.length));
        file.set(put.subarray(0, Math.max(0, file.length - at)), Math.min(at, file.length));
        const input = zipped ? gzipSync(file) : file;
        const packed = await collect(compress([input] as never, choose, { provenance, exact }));
        // Of gzip either what is inside comes back, or it itself.
        const most = Math.max(file.length, input.length);
        expect(packed.length - most).to.be.at.most(60 + most / 1000);
        const find = ({ modelName }: { modelName: string }) => loadModel(modelName);
        const back = await collect(decompress([packed] as never, find));
        const { parts } = await readInfo([packed] as never);
        const { dataFormat } = parts[0].front.header;
        if (fidelityOf(dataFormat) === 'pixels') return;
        expect([file, input].some((one) => Buffer.compare(back, one) === 0)).to.equal(true);
      }),
      { seed: 11, numRuns: 60 },
    );
  });

  it('keeps as much of the provenance as there is room for, and the comment', async () => {
    const short = { ...provenance, name: 'name', comment: 'c'.repeat(300) };
    const said = async (file: Uint8Array) => {
      const { parts } = await readInfo([await auto(file, { provenance: short })] as never);
      return Object.keys(parts[0].front.provenance ?? {});
    };
    expect(await said(new Uint8Array(10_000))).to.have.members([...Object.keys(short)]);
    expect(await said(noise(1024)))
      .to.include('comment')
      .and.not.include('creator');
  });

  it('has no provenance but the comment where the original is under 1 KiB, unless that is asked for', async () => {
    const short = { ...provenance, name: 'name', comment: 'c' };
    const said = async (n: number, options: CompressOptions = {}) => {
      const file = await auto(new Uint8Array(n), { provenance: short, ...options });
      const { parts } = await readInfo([file]);
      return Object.keys(parts[0].front.provenance ?? {});
    };
    expect(await said(1023)).to.deep.equal(['comment']);
    expect(await said(1024)).to.have.members(Object.keys(short));
    expect(await said(1, { keepProvenance: true })).to.have.members(Object.keys(short));
    // In blocks there is room enough.
    expect(await said(1023, { version: 1 })).to.include('name');
  });

  it('is of bytes where a picture would take more than its file does', async () => {
    const file = await tiles();
    const packed = await collect(compress([file] as never, () => loadModel('arrays')));
    const { parts } = await readInfo([packed] as never);
    const { dataFormat } = parts[0].front.header;
    expect(dataFormat).to.equal('bytes');
  });
});
