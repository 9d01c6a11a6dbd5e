import { deflateSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import sharp from 'sharp';
import { BAND_PIXELS } from '../../../src/data/bands.js';
import { deflateWith } from '../../../src/data/deflated.js';
import { Random } from '../../../src/train/random.js';
import { expectBytes, expectExact, open, restored } from '../restored.js';
import { sharpPixels } from '../sharpFiles.js';
import { type TiffPicture, tiffBlocks, tiffFile } from '../tiffFile.js';

const EXACT = 'tiff-pages-exact';

/** What a sample is at a place, small, and half of them negative where they may be. */
const valueAt = (y: number, x: number, channel: number) =>
  ((7 * y + 3 * x + 5 * channel) % 41) - 20;

/** Samples of whole bytes as a file has them. */
function sampleOf({ bits = 8, format = 1 }: TiffPicture, bigEndian = false) {
  const bytes = bits / 8;
  return (y: number, x: number, channel: number): Uint8Array => {
    const value = valueAt(y, x, channel);
    const out = Buffer.alloc(8);
    if (format === 3 && bits === 32) out.writeFloatLE(value / 4);
    else if (format === 3 && bits === 64) out.writeDoubleLE(value / 4);
    else if (format === 2) out.writeBigInt64LE(BigInt(value));
    else out.writeBigUInt64LE(BigInt(value + 20));
    const own = Buffer.from(out.subarray(0, bytes));
    return bigEndian ? own.reverse() : own;
  };
}

/** The elements of an item as numbers. */
function numbersOf(elements: Uint8Array, dtype: string): number[] {
  const bytes = Uint8Array.from(elements).buffer;
  if (dtype.endsWith('32')) return [...new Uint32Array(bytes)];
  return [...(dtype.endsWith('16') ? new Uint16Array(bytes) : new Uint8Array(bytes))];
}

/** Types of samples that are integers: bits, their format, the dtype, and what 0 becomes. */
const INTEGERS: readonly [number, number, string, number][] = [
  [8, 1, 'u8', 0],
  [8, 2, 'i8', 128],
  [16, 1, 'u16', 0],
  [16, 2, 'i16', 32768],
  [24, 1, 'u32', 0],
  [32, 1, 'u32', 0],
  [32, 2, 'i32', 2 ** 31],
];

describe('tiff files of whatever samples', () => {
  it('come back byte for byte, with their samples in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...INTEGERS),
        fc.record({
          channels: fc.integer({ min: 1, max: 5 }),
          apart: fc.boolean(),
          tile: fc.constantFrom(undefined, [16, 16] as const, [5, 7] as const),
          rows: fc.integer({ min: 1, max: 20 }),
          bigEndian: fc.boolean(),
          big: fc.boolean(),
        }),
        async ([bits, format, dtype, zero], { bigEndian, big, ...rest }) => {
          const picture = { width: 23, height: 17, bits, format, ...rest };
          const blocks = tiffBlocks(picture, sampleOf(picture, bigEndian), 77);
          const file = tiffFile([[picture, blocks]], { bigEndian, big });
          const opened = await open(file);
          const { format: name, shape } = opened.dataset;
          // What was known before is read as it was.
          expect(name).to.be.oneOf([EXACT, 'tiff-exact']);
          await expectExact(file, name);
          const { channels } = rest;
          expect(opened.dataset).to.include({ dtype, items: 1 });
          expect(shape).to.deep.equal([17, 23, ...(channels > 1 ? [channels] : [])]);
          const expected = Array.from({ length: 17 * 23 * channels }, (_, i) => {
            const [pixel, channel] = [Math.floor(i / channels), i % channels];
            const value = valueAt(Math.floor(pixel / 23), pixel % 23, channel);
            return format === 2 ? zero + value : value + 20;
          });
          expect(numbersOf(opened.elements, dtype)).to.deep.equal(expected);
        },
      ),
      { seed: 2, numRuns: 60 },
    );
  });

  it('floats among them, in the order of what they stand for', async () => {
    for (const bits of [16, 24, 32, 64]) {
      const picture = { width: 9, height: 8, bits, format: 3 };
      const file = tiffFile([[picture, tiffBlocks(picture, sampleOf(picture))]]);
      const { dataset, elements } = await expectExact(file, EXACT);
      expect(dataset.shape).to.deep.equal(bits === 64 ? [2, 8, 9] : [8, 9]);
      if (bits !== 32) continue;
      const numbers = numbersOf(elements, dataset.dtype);
      const values = Array.from({ length: 72 }, (_, i) => valueAt(Math.floor(i / 9), i % 9, 0));
      const order = (some: number[]) =>
        [...some.keys()].sort((a, b) => (some[a] as number) - (some[b] as number) || a - b);
      expect(order(numbers)).to.deep.equal(order(values));
    }
  });

  it('of bits that are no whole bytes, with what fills their rows', async () => {
    for (const bits of [1, 2, 3, 4, 6, 10, 12, 14, 15]) {
      const [width, height, channels] = [11, 6, 2];
      const row = Math.ceil((width * channels * bits) / 8);
      const block = Uint8Array.from({ length: row * height }, (_, i) => (i * 37) ^ (i >> 2));
      const file = tiffFile([[{ width, height, channels, bits }, [block]]]);
      const { dataset, elements } = await expectExact(file, EXACT);
      expect(dataset.levels).to.equal(2 ** bits);
      const text = [...block.subarray(0, 4)]
        .map((byte) => byte.toString(2).padStart(8, '0'))
        .join('');
      const numbers = numbersOf(elements, dataset.dtype);
      expect(numbers[1]).to.equal(Number.parseInt(text.slice(bits, 2 * bits), 2));
    }
  });
});

const ZLIB = { level: 6, strategy: 0, memLevel: 8, windowBits: 15, raw: false, legacyHash: true };
const deflated = (blocks: readonly Uint8Array[]) => blocks.map((block) => deflateWith(block, ZLIB));

describe('tiff files that were compressed', () => {
  it('with differences have the same elements as without', async () => {
    const picture = { width: 4, height: 1, bits: 16, format: 2 };
    const numbers = [1, 258, 2, 65535];
    const bytes = (some: number[]) => Buffer.concat(some.map((n) => Buffer.of(n & 255, n >> 8)));
    const differences = [1, 257, 65280, 65533];
    const plain = await open(tiffFile([[picture, [bytes(numbers)]]]));
    const coded = { ...picture, compression: 8, predictor: 2 };
    const file = tiffFile([[coded, deflated([bytes(differences)])]]);
    const { elements } = await expectExact(file, EXACT);
    expect(elements).to.deep.equal(plain.elements);
  });

  it('with the differences of the bytes of floats have, too', async () => {
    for (const bigEndian of [false, true]) {
      const picture = { width: 3, height: 1, bits: 32, format: 3 };
      const floats = [1, -2.5, 3e9].map((value) => {
        const out = Buffer.alloc(4);
        out.writeFloatBE(value);
        return [...out];
      });
      // All highest bytes, then the next: each the difference from the one before.
      const planes = [0, 1, 2, 3].flatMap((k) => floats.map((float) => float[k] as number));
      const differences = Uint8Array.from(planes, (byte, i) => byte - (planes[i - 1] ?? 0));
      const plain = tiffFile([[picture, [Buffer.from(floats.flat())]]], { bigEndian: true });
      const coded = { ...picture, compression: 32946, predictor: 3 };
      const file = tiffFile([[coded, deflated([differences])]], { bigEndian });
      const { elements } = await expectExact(file, EXACT);
      expect(elements).to.deep.equal((await open(plain)).elements);
    }
  });

  it('otherwise than zlib does it come back as the same bytes before compression', async () => {
    const picture = {
      width: 40,
      height: 30,
      bits: 32,
      format: 3,
      compression: 8,
      tile: [16, 16] as const,
    };
    const blocks = tiffBlocks(picture, sampleOf(picture), 9);
    for (const style of [{}, { big: true }, { bigEndian: true }]) {
      // Stored, at a level that nobody asks zlib for.
      const file = tiffFile(
        [[picture, blocks.map((block) => deflateSync(block, { windowBits: 9, memLevel: 1 }))]],
        style,
      );
      const opened = await open(file);
      expect(opened.dataset).to.include({ format: 'tiff-pages', fidelity: 'pixels' });
      const again = await restored(opened);
      const { dataset, elements, tail } = await open(again);
      expect(dataset.dtype).to.equal('u32');
      expect(elements).to.deep.equal(opened.elements);
      expect(tail.length).to.be.above(0);
      expect(await sharpPixels(again)).to.deep.equal(await sharpPixels(file));
    }
  });

  it('by the fax of libtiff, of one row after another, come back with the same bits', async () => {
    for (const [title, file] of FAXES) {
      const opened = await open(file);
      expect(opened.dataset, title).to.include({ format: 'tiff-pages', dtype: 'u8', levels: 2 });
      const row = opened.elements.subarray(5 * 45, 6 * 45);
      expect([...row].map((bit) => '#.'[bit]).join('')).to.equal(
        '...#......###.#..#.....#.#.#...#.............',
      );
      expect(await sharpPixels(await restored(opened))).to.deep.equal(await sharpPixels(file));
    }
  });

  it('by its fax of T.6 come back byte for byte', async () => {
    const random = new Random(7);
    for (const share of [0, 0.01, 0.3, 0.5, 0.99]) {
      for (const [width, height] of [
        [3, 2],
        [70, 40],
        [5400, 9],
      ] as const) {
        let now = 0;
        const bits = Array.from({ length: width * height }, () => {
          if (random.uniform() < share) now ^= 1;
          return now;
        });
        const raw = { width, height, channels: 1 } as const;
        const image = sharp(
          Uint8Array.from(bits, (bit) => 255 * bit),
          { raw },
        ).toColourspace('b-w');
        const file = await image.tiff({ compression: 'ccittfax4', bitdepth: 1 }).toBuffer();
        const { dataset, elements } = await expectExact(file, EXACT);
        expect(dataset).to.include({ levels: 2 });
        const flip = elements[0] === bits[0] ? 0 : 1;
        expect(elements.every((bit, i) => (bit ^ flip) === bits[i])).to.equal(true);
      }
    }
  });

  it('by the LZMA of libtiff come back with the same pixels', async () => {
    const opened = await open(LZMA);
    expect(opened.dataset).to.include({ format: 'tiff-pages', fidelity: 'pixels' });
    const expected = Uint8Array.from({ length: 24 * 30 }, (_, i) => {
      const [y, x] = [Math.floor(i / 30), i % 30];
      return 5 * x + 3 * y + ((x * y) % 7);
    });
    expect(opened.elements).to.deep.equal(Buffer.from(expected));
    expect((await open(await restored(opened))).elements).to.deep.equal(opened.elements);
  });

  it('by Zstandard are said to take a newer Node where they do', async () => {
    const picture = { width: 4, height: 1, compression: 50000 };
    const file = tiffFile([[picture, [Buffer.from('28b52ffd2004210000' + '01020304', 'hex')]]]);
    const { dataset, elements } = await open(file);
    if (dataset.format === 'bytes') expect(dataset.note).to.include('takes Node 22.15');
    else expect([...elements]).to.deep.equal([1, 2, 3, 4]);
  });

  it('in the other order of bits, and by LZW of the old kind, too', async () => {
    const picture = { width: 8, height: 4, bits: 24, fillOrder: 2, compression: 8 };
    const blocks = tiffBlocks(picture, sampleOf(picture));
    const mirrored = deflated(blocks).map((block) =>
      block.map((byte) =>
        Number.parseInt(byte.toString(2).padStart(8, '0').split('').reverse().join(''), 2),
      ),
    );
    await expectExact(tiffFile([[picture, mirrored]]), EXACT);
    // Clear, 7, 8, the string of both, end: of nine bits, the lowest first.
    const old = Buffer.from([0x00, 0x0f, 0x20, 0x10, 0x18, 0x10]);
    const opened = await open(tiffFile([[{ width: 4, height: 1, compression: 5 }, [old]]]));
    expect(opened.dataset.format, opened.dataset.note).to.equal('tiff');
    expect([...opened.elements]).to.deep.equal([7, 8, 7, 8]);
  });
});

describe('tiff files of several pictures', () => {
  const picture = { width: 20, height: 9, bits: 16 };
  const page = (k: number) => tiffBlocks(picture, (y, x) => Buffer.of(valueAt(y, x, k) + 20, k));

  it('of one kind have an item for each', async () => {
    const pages = [0, 1, 2, 3].map((k) => [picture, page(k)] as const);
    for (const style of [{}, { bigEndian: true, big: true }]) {
      const { dataset } = await expectExact(tiffFile(pages, style), EXACT);
      expect(dataset).to.include({ items: 4, dtype: 'u16' });
      expect(dataset.shape).to.deep.equal([9, 20]);
    }
  });

  it('as ImageJ has them, with one directory, have an item for each', async () => {
    const all = Buffer.concat([0, 1, 2].flatMap(page));
    const one = { ...picture, description: 'ImageJ=1.53\nimages=3\nslices=3\n', rows: 9 };
    const file = tiffFile([[one, [all]]]);
    // The strip is that of the first picture.
    const short = Buffer.from(file);
    const at = short.indexOf(Buffer.from([279 & 255, 279 >> 8, 4, 0]));
    short.writeUInt32LE(360, at + 8);
    const { dataset, elements } = await expectExact(short, EXACT);
    expect(dataset).to.include({ items: 3, format: EXACT });
    expect(elements).to.have.length(all.length);
    // Without all of them it is the picture that it says.
    const cut = short.subarray(0, 400);
    expect((await open(cut)).dataset.format).to.equal('bytes');
  });

  it('of several kinds have those that are most of it, and the others stay', async () => {
    const small = { width: 5, height: 5 };
    const other = tiffBlocks(small, () => Buffer.of(3));
    const file = tiffFile([
      [small, other],
      [picture, page(1)],
      [picture, page(2)],
    ]);
    const { dataset } = await expectExact(file, EXACT);
    expect(dataset).to.include({ items: 2 });
    const three = [0, 1, 2].map(
      (k) => [{ ...picture, width: 20 - k, height: 9 }, page(k)] as const,
    );
    const even = three.map(([one]) => [one, tiffBlocks(one, () => Buffer.of(3, 4))] as const);
    await expectBytes(tiffFile(even), 'tiff: its pictures are of several kinds');
  });

  it('that are large are cut into bands as if they were one', async () => {
    const large = { width: 2000, height: Math.ceil(BAND_PIXELS / 2000) + 1 };
    const block = Uint8Array.from({ length: large.width * large.height }, (_, i) => i >> 9);
    const pages = [0, 1].map(() => [large, [block]] as const);
    const { dataset } = await expectExact(tiffFile(pages), EXACT);
    expect(dataset.items).to.equal(3);
    expect(dataset.head.length).to.be.above(0);
  });
});

describe('tiff files that are damaged', () => {
  const picture = { width: 30, height: 20, bits: 32, format: 3, rows: 6, compression: 8 };
  const file = tiffFile([[picture, deflated(tiffBlocks(picture, sampleOf(picture)))]], {
    big: true,
  });

  it('are bytes wherever they are cut, or come back', async () => {
    await expectExact(file, EXACT);
    for (let n = 0; n < file.length; n += 7) {
      const { dataset } = await open(file.subarray(0, n));
      await expectExact(file.subarray(0, n), dataset.format);
    }
  });

  it('come back wherever a byte is another', async () => {
    for (let at = 8; at < file.length; at++) {
      const other = Buffer.from(file);
      other[at] = (other[at] as number) ^ 0x15;
      const opened = await open(other);
      if (opened.dataset.fidelity === 'bytes') await expectExact(other, opened.dataset.format);
      else expect((await open(await restored(opened))).elements).to.deep.equal(opened.elements);
    }
  });

  it('are bytes where they say what cannot be', async () => {
    const bare = { width: 4, height: 4, bits: 32 };
    const blocks = tiffBlocks(bare, sampleOf(bare));
    const cases: [TiffPicture, readonly Uint8Array[], string][] = [
      [{ ...bare, compression: 7 }, blocks, 'compression 7 is not one without loss'],
      [{ ...bare, compression: 34887 }, blocks, 'compression 34887 is not known'],
      [{ ...bare, compression: 8 }, blocks, 'deflate: '],
      [{ ...bare, compression: 34925 }, blocks, 'xz: it is none'],
      [{ ...bare, compression: 4 }, blocks, 'its fax has more than bits'],
      [{ ...bare, bits: 20, format: 2 }, blocks, 'samples of 20 bits that are signed'],
      [{ ...bare, format: 6 }, blocks, 'of formats 6'],
      [{ ...bare, predictor: 3 }, blocks, 'predictor 3 of samples of 32 bits'],
      [{ ...bare, height: 9, rows: 4 }, blocks, 'expected 3 blocks, got 1'],
      [{ ...bare, height: 5 }, blocks, 'expected 80 bytes in a strip or tile, got 64'],
    ];
    for (const [picture, stored, note] of cases)
      await expectBytes(tiffFile([[picture, stored]]), note);
    const wide = { ...bare, width: 1, height: 1, tile: [8000, 8000] as const };
    const pages = Array.from({ length: 3 }, () => [wide, [Buffer.of(1)]] as const);
    await expectBytes(tiffFile(pages), 'the strips and tiles of 3 pictures are absurd');
    const loop = Buffer.from(tiffFile([[bare, blocks]]));
    loop.writeUInt32LE(loop.readUInt32LE(4), loop.length - 9);
    await expectBytes(loop, 'its directories have no end');
  });
});

/** Written by Pillow, which has libtiff do it: T.4 of one dimension and of two, and rows on whole bytes. */
const FAXES: readonly [string, Uint8Array][] = [
  [
    'T.4',
    'SUkqAHgAAAAAE1BVABNQVQATUFUAE1sBgcM4AJrDhocM4AJrDlCHxzHQ6HhwQAE1hzHx8dDmOh0PDggAJrW3hzHx8dDg4AJrDm6H3fIdDg4AJrDmPj46HGPjocHABNYc7Q+OMeHDAAJqGaOGAATUMwcFwATUFUAACQAAAQMAAQAAAC0AAAABAQMAAQAAAA4AAAACAQMAAQAAAAEAAAADAQMAAQAAAAMAAAAGAQMAAQAAAAEAAAARAQQAAQAAAAgAAAAWAQMAAQAAAA4AAAAXAQQAAQAAAG8AAAAcAQMAAQAAAAEAAAAAAAAA',
  ],
  [
    'T.4 of two dimensions',
    'SUkqAGoAAAAAGagqgAsAGagqgApsIMDwAZrDhocM4ALkoKHOOgihyhzDwAZrDmPj46HMdDoeHBAAWDFWktgkoAM1hzdD7vkOhwcAF66KHIx/gAzWHO0PjjHhwwACiIiPABmoZg4LgAowAAoAAAEDAAEAAAAtAAAAAQEDAAEAAAAOAAAAAgEDAAEAAAABAAAAAwEDAAEAAAADAAAABgEDAAEAAAABAAAAEQEEAAEAAAAIAAAAFgEDAAEAAAAOAAAAFwEEAAEAAABhAAAAHAEDAAEAAAABAAAAJAEEAAEAAAABAAAAAAAAAA==',
  ],
  [
    'rows on whole bytes',
    'SUkqAGgAAAA1BVA1BVA1BVA1sBgcM4A1hw0OGcA1hyhD45jodDw4IDWHMfHx0OY6HQ8OCDWtvDmPj46HBzWHN0Pu+Q6HBzWHMfHx0OMfHQ4ONYc7Q+OMeHDANQzRwwA1DMHBcDUFUAAJAAABAwABAAAALQAAAAEBAwABAAAADgAAAAIBAwABAAAAAQAAAAMBAwABAAAAAgAAAAYBAwABAAAAAQAAABEBBAABAAAACAAAABYBAwABAAAADgAAABcBBAABAAAAXwAAABwBAwABAAAAAQAAAAAAAAA=',
  ],
].map(([title, base64]) => [title as string, Buffer.from(base64 as string, 'base64')]);

/** The same, with differences before LZMA. */
const LZMA = Buffer.from(
  'SUkqAHgAAAD9N3pYWgAAAP8S2UECAQMBACEBFnkgxO7gAs8AOF0AAAG6XPSXZYh7bkbV7qcsSdUjUoTDPyVfphkpdwt9acOU9UcFR8ZapEqt06wHkWbv6ZR5LWdo4AAAAAFM0AUAAAChkeQFqAAK/AIAAAAAAFlaCQAAAQMAAQAAAB4AAAABAQMAAQAAABgAAAACAQMAAQAAAAgAAAADAQMAAQAAAG2IAAAGAQMAAQAAAAEAAAARAQQAAQAAAAgAAAAWAQMAAQAAABgAAAAXAQQAAQAAAHAAAAAcAQMAAQAAAAEAAAAAAAAA',
  'base64',
);
