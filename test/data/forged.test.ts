import { deflateSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import sharp from 'sharp';
import { elementBytes, itemSize, NO_SIDE } from '../../src/data/dataset.js';
import { deflateWith } from '../../src/data/deflated.js';
import { formatNames, restore } from '../../src/data/formats.js';
import { joinParts, splitParts } from '../../src/data/parts.js';
import { encodeQoi } from '../../src/data/qoi/codec.js';
import { CrayError } from '../../src/errors.js';
import { idxFile } from '../data.js';
import { npyFile } from './npyFile.js';
import { makePng } from './pngFile.js';
import { bmpFile, tgaFile } from './rasterFile.js';
import { type Opened, open } from './restored.js';
import { SOUND_FILES } from './soundFiles.js';
import { tiffBlocks, tiffFile } from './tiffFile.js';
import { zipFile } from './zipFile.js';

const ramp = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 7) & 255);

/** A PNG file of which it is known what zlib was told. */
function pngFile(): Uint8Array {
  const rows = Buffer.concat(Array.from({ length: 20 }, () => Buffer.of(1, ...ramp(35))));
  const settings = { level: 6, strategy: 0, memLevel: 8, windowBits: 15 };
  const deflated = deflateWith(rows, { ...settings, raw: false, legacyHash: true });
  return makePng({ width: 35, height: 20, depth: 8, colour: 0, interlace: 0 }, deflated);
}

const RASTER = { width: 7, height: 2, channels: 3 } as const;
const QOI = encodeQoi(ramp(30), 3);

/** A TIFF of two pictures of 32 bits, as they are or deflated as nobody does it. */
function tiffPages(how: 'bare' | 'deflated'): Uint8Array {
  const picture = { width: 7, height: 5, bits: 32, compression: how === 'bare' ? 1 : 8 };
  const blocks = tiffBlocks(picture, (y, x) => Buffer.of(y, x, y * x, 7));
  const stored =
    how === 'bare' ? blocks : blocks.map((block) => deflateSync(block, { memLevel: 1 }));
  return tiffFile([
    [picture, stored],
    [picture, stored],
  ]);
}

/** A file of each format that is found by its content, or the options to read it by. */
async function examples(): Promise<Map<string, Opened>> {
  const gray = sharp(ramp(35 * 20), { raw: { width: 35, height: 20, channels: 1 } });
  const colour = sharp(ramp(36 * 20), { raw: { width: 12, height: 20, channels: 3 } });
  const png = await gray.png().toBuffer();
  const raw = { dtype: 'i16', shape: [5], byteOrder: 'big' } as const;
  const opened = [
    await open(idxFile([3, 4, 5], ramp(60))),
    await open(npyFile('<f8', [3, 5], ramp(120))),
    await open(Buffer.concat([1, 2].map(() => npyFile('<f8', [3, 5], ramp(120))))),
    await open(npyFile('|u1', [20, 18, 3], ramp(1080)), { format: 'npy-rows' }),
    await open(npyFile('|u1', [3, 20, 18], ramp(1080)), { format: 'npy-planes' }),
    await open(npyFile('<u2', [2, 3, 20, 18], ramp(4320)), { format: 'npy-pixels' }),
    await open(png),
    await open(pngFile(), { exact: true }),
    await open(await colour.webp({ lossless: true }).toBuffer()),
    await open(await colour.avif({ lossless: true, effort: 0 }).toBuffer()),
    await open(await colour.jpeg().toBuffer()),
    await open(await gray.tiff({ compression: 'lzw' }).toBuffer()),
    await open(await gray.tiff({ compression: 'lzw' }).toBuffer(), { exact: true }),
    await open(bmpFile(RASTER, [ramp(21), ramp(21)])),
    await open(tgaFile(RASTER, [ramp(21), ramp(21)])),
    await open(Buffer.concat([Buffer.from('qoif\0\0\0\x05\0\0\0\x02\x03\0'), QOI])),
    await open(tiffPages('deflated')),
    await open(tiffPages('bare')),
    await open(Buffer.concat([Buffer.from('P5 6 5 255\n'), ramp(30)])),
    await open(Buffer.concat([Buffer.from('P5 6 5 300\n'), ramp(64)]), { format: 'pnm-bands' }),
    await open(pngFile(), { format: 'png-bands' }),
    await open(Buffer.concat([1, 2].flatMap(() => [Buffer.from('P6 5 4 999\n'), ramp(120)]))),
    await open(Buffer.from(`P2 3 2 999\n1 2 3\n400 5 6\n`)),
    await open(zipFile([['a.npy', npyFile('<i2', [8, 5], ramp(80))]], true)),
    ...(await Promise.all(
      Object.values(SOUND_FILES).map((build) => open(build({ bits: 16, channels: 2 }, ramp(64)))),
    )),
    await open(ramp(100), { raw }),
    await open(ramp(100), { format: 'bytes' }),
  ];
  return new Map(opened.map((one, i) => [`${one.dataset.format} ${i}`, one]));
}

/** Bytes changed somewhere, cut, or with others put in. */
function damaged(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  const at = fc.nat({ max: bytes.length });
  return fc.oneof(
    fc.tuple(at, fc.uint8Array({ maxLength: 8 })).map(([from, some]) => {
      const copy = Buffer.from(bytes);
      copy.set(some.subarray(0, copy.length - from), from);
      return new Uint8Array(copy);
    }),
    at.map((end) => bytes.slice(0, end)),
    fc
      .tuple(at, fc.uint8Array({ maxLength: 20 }))
      .map(([from, some]) => Buffer.concat([bytes.subarray(0, from), some, bytes.subarray(from)])),
    fc.uint8Array({ maxLength: 80 }),
  );
}

/** A tail of parts, of which one is damaged. */
function damagedPart(tail: Uint8Array): fc.Arbitrary<Uint8Array> {
  for (let count = 2; count < 8; count++) {
    let parts: Uint8Array[];
    try {
      parts = splitParts(tail, count, '');
    } catch {
      continue;
    }
    return fc
      .nat({ max: count - 1 })
      .chain((i) => damaged(parts[i] as Uint8Array).map((bad) => joinParts(parts.with(i, bad))));
  }
  return damaged(tail);
}

async function* inTurn<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

/** How many of them there are. */
const EXAMPLES = 33;

describe('contents that do not fit their format', () => {
  let all: Map<string, Opened>;
  before(async () => {
    all = await examples();
    expect(all.size).to.equal(EXAMPLES);
  });

  it('are tried for all formats but those of records', () => {
    const names = [...all.keys()].map((name) => name.split(' ')[0]);
    expect(formatNames().filter((name) => !names.includes(name))).to.deep.equal([
      'cifar10',
      'cifar100',
    ]);
  });

  for (let i = 0; i < EXAMPLES; i++) {
    it(`of example ${i} give a CrayError or a file, in bounded memory`, async () => {
      const { dataset, elements, tail } = [...all.values()][i] as Opened;
      const { format, dtype, shape, head } = dataset;
      const forged = fc.record({
        head: fc.oneof({ weight: 3, arbitrary: fc.constant(head) }, damaged(head)),
        tail: fc.oneof(fc.constant(tail), damaged(tail), damagedPart(tail)),
        elements: fc.oneof({ weight: 3, arbitrary: fc.constant(elements) }, damaged(elements)),
        shape: fc.oneof(
          { weight: 3, arbitrary: fc.constant(shape) },
          fc.array(fc.nat({ max: 40 }), { maxLength: 4 }),
        ),
      });
      await fc.assert(
        fc.asyncProperty(forged, async (contents) => {
          const itemBytes = itemSize(contents.shape) * (elementBytes(dtype) ?? 1);
          const whole = contents.elements.length - (contents.elements.length % (itemBytes || 1));
          const elements = contents.elements.subarray(0, whole);
          const pieces = inTurn([{ elements, side: NO_SIDE }]);
          let bytes = 0;
          try {
            const parts = { ...contents, dtype, pieces, tail: inTurn([contents.tail]) };
            for await (const piece of restore(format, parts)) bytes += piece.length;
          } catch (error) {
            expect(error).to.be.instanceOf(CrayError);
            expect((error as CrayError).code).to.be.oneOf(['CORRUPT', 'TRUNCATED']);
          }
          expect(bytes).to.be.below(1 << 24);
        }),
        { seed: 5, numRuns: 250 },
      );
    });
  }
});
