import { expect } from 'chai';
import fc from 'fast-check';
import sharp from 'sharp';
import { type DeflateSettings, deflateWith } from '../../../src/data/deflated.js';
import { expectBytes, expectExact, open } from '../restored.js';
import { type Made, pictures } from '../sharpFiles.js';

/** A gray TIFF file of strips, each as it is told, and of the bytes around them. */
function stripFile(
  [width, rows]: readonly [number, number],
  strips: readonly Uint8Array[],
  compression: number,
): Uint8Array {
  const numbers = (values: readonly number[]) => {
    const bytes = Buffer.alloc(4 * values.length);
    values.forEach((value, i) => {
      bytes.writeUInt32LE(value, 4 * i);
    });
    return bytes;
  };
  const tags = 9;
  const directory = 2 + 12 * tags + 4;
  const count = strips.length;
  const start = 8 + directory + 8 * count;
  const offsets = strips.map((_, i) =>
    strips.slice(0, i).reduce((at, { length }) => at + length, start),
  );
  const lists = Buffer.concat([numbers(offsets), numbers(strips.map(({ length }) => length))]);
  const entries = [
    [256, 1, width],
    [257, 1, rows * count],
    [258, 1, 8],
    [259, 1, compression],
    [262, 1, 1],
    [273, count, count === 1 ? offsets[0] : 8 + directory],
    [277, 1, 1],
    [278, 1, rows],
    [279, count, count === 1 ? strips[0]?.length : 8 + directory + 4 * count],
  ] as const;
  const ifd = entries.map(([tag, n, value]) => {
    const entry = Buffer.alloc(12);
    entry.writeUInt16LE(tag, 0);
    entry.writeUInt16LE(4, 2);
    entry.writeUInt32LE(n, 4);
    entry.writeUInt32LE(value as number, 8);
    return entry;
  });
  return Buffer.concat([
    Buffer.from('II*\0\x08\0\0\0', 'latin1'),
    Buffer.of(tags, 0),
    ...ifd,
    Buffer.alloc(4),
    lists,
    ...strips,
    Buffer.from('after'),
  ]);
}

/** Rows of a gray picture. */
const strip = (seed: number) =>
  Uint8Array.from({ length: 40 * 30 }, (_, i) => (i * seed + ((i * i) >> 5)) & 255);

describe('tiff files, exactly', () => {
  const exact = { exact: true };

  for (const compression of ['none', 'lzw', 'packbits'] as const) {
    it(`with compression ${compression} by libtiff are made again`, async () => {
      for (const { image } of pictures(61, 43)) {
        for (const predictor of ['none', 'horizontal'] as const) {
          const file = await image.tiff({ compression, predictor, tile: false }).toBuffer();
          await expectExact(file, 'tiff-exact', exact);
          const tiles = { tile: true, tileWidth: 16, tileHeight: 32 };
          const tiled = await image.tiff({ compression, ...tiles }).toBuffer();
          // What libvips has beside the picture in compressed tiles is kept for itself.
          await expectExact(
            tiled,
            compression === 'none' ? 'tiff-exact' : 'tiff-pages-exact',
            exact,
          );
        }
      }
    });
  }

  for (const compression of ['lzw', 'packbits'] as const) {
    it(`have the ${compression} of libtiff, whatever the bytes are`, async () => {
      // Flat, rough, and from one to the other: tables get full, and are emptied early.
      const parts = fc.array(fc.tuple(fc.nat(40_000), fc.nat(255), fc.nat(5)), {
        minLength: 1,
        maxLength: 3,
      });
      await fc.assert(
        fc.asyncProperty(parts, async (all) => {
          let state = 1;
          const noise = () => (state = (state * 48271) % 0x7fffffff);
          const bytes = all.flatMap(([length, base, rough]) =>
            Array.from({ length }, () => (base + (rough ? noise() % 4 ** (rough - 1) : 0)) & 255),
          );
          const height = Math.ceil((bytes.length + 1) / 251);
          const pixels = Buffer.alloc(251 * height);
          pixels.set(bytes);
          const raw = { width: 251, height, channels: 1 } as const;
          const image = sharp(pixels, { raw }).toColourspace('b-w');
          await expectExact(await image.tiff({ compression }).toBuffer(), 'tiff-exact', exact);
        }),
        { seed: 3, numRuns: 8 },
      );
    });
  }

  it('deflated by zlib are made again, of one strip or of several', async () => {
    const settings: DeflateSettings = {
      level: 6,
      strategy: 0,
      memLevel: 8,
      windowBits: 15,
      raw: false,
      legacyHash: true,
    };
    for (const level of [1, 6, 9]) {
      for (const count of [1, 3]) {
        const strips = Array.from({ length: count }, (_, i) => strip(i + 3));
        const deflated = strips.map((bytes) => deflateWith(bytes, { ...settings, level }));
        const file = stripFile([40, 30], deflated, 8);
        const opened = await expectExact(file, 'tiff-exact', exact);
        expect(opened.elements).to.deep.equal(Buffer.concat(strips));
        expect((await open(file)).dataset.format).to.equal('tiff');
      }
    }
  });

  it('that are bare come back byte for byte in any case, with what is around their pixels', async () => {
    const file = stripFile([40, 30], [strip(1), strip(2)], 1);
    await expectExact(file, 'tiff-exact');
    const { image } = pictures(20, 10)[3] as Made;
    const tiled = await image.tiff({ compression: 'none', tile: true }).toBuffer();
    // Bytes of a tile that are not in the picture.
    tiled.fill(77, tiled.length - 40);
    await expectExact(tiled, 'tiff-exact');
  });

  it('are bytes where nothing gives them again', async () => {
    const bytes = strip(1);
    const stored = Buffer.concat([
      Buffer.from('7801', 'hex'),
      // Two stored blocks, where zlib would have one.
      Buffer.of(0, 1, 0, 0xfe, 0xff, bytes[0] as number),
      Buffer.of(1, (bytes.length - 1) & 255, (bytes.length - 1) >> 8),
      Buffer.of(~(bytes.length - 1) & 255, (~(bytes.length - 1) >> 8) & 255),
      bytes.subarray(1),
      Buffer.from([adler(bytes) >>> 24, adler(bytes) >>> 16, adler(bytes) >>> 8, adler(bytes)]),
    ]);
    const { dataset } = await expectExact(stripFile([40, 30], [stored], 8), 'bytes', exact);
    expect(dataset.note).to.equal('tiff: compression 8 does not give the very file again');
    await expectBytes(stripFile([40, 3000], [bytes], 1), 'tiff: ');
  });
});

function adler(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}
