import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import sharp, { type JpegOptions } from 'sharp';
import { splitNumbers } from '../../../src/bytes/numbers.js';
import { splitParts } from '../../../src/data/parts.js';
import { packageFile } from '../../../src/package.js';
import { Random } from '../../../src/train/random.js';
import { type JpegMade, makeJpeg, segment } from '../jpegFile.js';
import { expectBytes, expectExact, type Opened, open, restored } from '../restored.js';

const fixture = (name: string) =>
  new Uint8Array(readFileSync(packageFile(`fixtures/jpeg/${name}`)));

/** A picture that is smooth here and rough there. */
function picture(channels: 1 | 3, width = 150, height = 90) {
  const pixels = Uint8Array.from({ length: width * height * channels }, (_, i) => {
    const [x, y] = [Math.floor(i / channels) % width, Math.floor(i / channels / width)];
    return 128 + 90 * Math.sin(x / 9 + (i % channels)) * Math.cos(y / 7) + ((x * y * 7) % 23);
  });
  const image = sharp(pixels, { raw: { width, height, channels } });
  return channels === 1 ? image.toColourspace('b-w') : image;
}

async function encoded(options: JpegOptions, channels: 1 | 3 = 3): Promise<Uint8Array> {
  return new Uint8Array(await picture(channels).jpeg(options).toBuffer());
}

const LAYOUTS: readonly JpegMade['sampling'][] = [
  [[1, 1]],
  [[2, 2]],
  [
    [1, 1],
    [1, 1],
    [1, 1],
  ],
  [
    [2, 2],
    [1, 1],
    [1, 1],
  ],
  [
    [1, 2],
    [1, 1],
    [1, 1],
  ],
  [
    [4, 1],
    [2, 1],
    [1, 1],
  ],
  [
    [2, 2],
    [2, 1],
    [1, 2],
    [2, 2],
  ],
];

const made = fc.record({
  width: fc.integer({ min: 1, max: 70 }),
  height: fc.integer({ min: 1, max: 70 }),
  sampling: fc.constantFrom(...LAYOUTS),
  interval: fc.constantFrom(0, 1, 3, 20),
  fill: fc.constantFrom(0 as const, 1 as const),
  alone: fc.boolean(),
  seed: fc.integer({ min: 1, max: 99 }),
});

/** A block as elements. */
function elementsOf(block: readonly number[]): number[] {
  return block.flatMap((value) => [(value + 0x8000) & 255, (value + 0x8000) >> 8]);
}

/** Bytes of a file changed, taken out or put in, or the end of another in their place; half of the time in the headers. */
function damaged(file: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  const below = (n: number) => Math.floor(random.uniform() * n);
  const most = Math.min(file.length, random.uniform() < 0.5 ? 700 : file.length);
  const [at, length] = [below(most), 1 + below(9)];
  const way = below(5);
  if (way === 0) return Buffer.concat([file.subarray(0, at), file.subarray(at + length)]);
  if (way === 1) return Buffer.concat([file.subarray(0, at), file.subarray(at - length)]);
  if (way === 2) return Buffer.concat([file.subarray(0, at), other.subarray(below(other.length))]);
  const copy = file.slice();
  for (let left = length; left > 0; left--) copy[below(most)] = below(256);
  return copy;
}

async function expectRestored(file: Uint8Array, most?: number): Promise<Opened> {
  const opened = await open(file, undefined, most);
  expect(Buffer.compare(await restored(opened), file), 'restored').to.equal(0);
  return opened;
}

describe('jpeg files', () => {
  it('by sharp, of every kind, come back', async function () {
    this.timeout(60_000);
    const all: JpegOptions[] = [30, 50, 75, 90, 98].flatMap((quality) => [
      { quality, mozjpeg: true },
      { quality, progressive: true, chromaSubsampling: '4:4:4' },
      { quality, optimiseCoding: false },
      { quality, chromaSubsampling: '4:4:4', optimiseCoding: false },
    ]);
    for (const options of all) {
      for (const channels of [1, 3] as const) {
        const { dataset } = await expectExact(await encoded(options, channels), 'jpeg');
        expect(dataset.pictures).to.have.length(1);
      }
    }
  });

  it('of any sampling, with and without restarts, give their coefficients in order', async () => {
    await fc.assert(
      fc.asyncProperty(made, async (one) => {
        const { file, blocks } = makeJpeg(one);
        const opened = await open(file);
        // A picture of a block may be smaller than its header.
        if (opened.dataset.format === 'bytes') {
          expect(blocks.length).to.be.below(30);
          return;
        }
        expect(Buffer.compare(await restored(opened), file)).to.equal(0);
        expect(opened.dataset).to.deep.include({ dtype: 'i16', shape: [8, 8] });
        expect([...opened.elements]).to.deep.equal(blocks.flatMap(elementsOf));
        const [picture] = opened.dataset.pictures ?? [];
        const rows = picture?.components.map(({ wide, down }) => wide * down) ?? [];
        const blocksOfRow = rows.reduce((sum, blocks) => sum + blocks, 0);
        expect((picture?.high ?? 0) * blocksOfRow).to.equal(blocks.length);
      }),
      { seed: 3, numRuns: 150 },
    );
  });

  it('of 12 bits, with EXIF, and of CMYK come back', async () => {
    await expectExact(fixture('mozjpeg-testorig.jpg'), 'jpeg');
    await expectExact(fixture('mozjpeg-testorig12.jpg'), 'jpeg');
    const cmyk = picture(3)
      .toColourspace('cmyk')
      .withExif({ IFD0: { Copyright: 'nobody' } });
    await expectExact(new Uint8Array(await cmyk.jpeg().toBuffer()), 'jpeg');
  });

  it('say the steps of their components in rows', async () => {
    const { dataset } = await open(makeJpeg({ width: 60, height: 60, sampling: [[1, 1]] }).file);
    expect(dataset.pictures?.[0]).to.deep.include({ high: 8 });
    const [component] = dataset.pictures?.[0]?.components ?? [];
    expect(component).to.deep.include({ wide: 8, across: 1, down: 1 });
    // The table is 1, 2, 3 … in zigzag order.
    expect(component?.steps.slice(0, 10)).to.deep.equal([1, 2, 6, 7, 15, 16, 28, 29, 3, 5]);
  });

  it('cut anywhere come back, as coefficients where a quarter of them is', async function () {
    this.timeout(60_000);
    for (const options of [{ optimiseCoding: false }, { mozjpeg: true }]) {
      const file = await encoded({ ...options, quality: 60 });
      const formats = new Set<string>();
      for (let end = 0; end < file.length; end += 3) {
        const opened = await open(file.subarray(0, end));
        formats.add(opened.dataset.format);
        expect(Buffer.compare(await restored(opened), file.subarray(0, end)), `${end}`).to.equal(0);
      }
      expect([...formats].sort()).to.deep.equal(['bytes', 'jpeg']);
      await expectExact(file.subarray(0, file.length - 20), 'jpeg');
    }
  });

  it('that are damaged in any way come back', async function () {
    this.timeout(120_000);
    const files = [
      await encoded({ mozjpeg: true, quality: 40 }),
      await encoded({ optimiseCoding: false, quality: 40 }),
      makeJpeg({ width: 60, height: 60, sampling: LAYOUTS[3] ?? [], interval: 2 }).file,
    ];
    for (let i = 0; i < 2000; i++) {
      const [file, other] = [files[i % 3], files[(i + 1) % 3]] as [Uint8Array, Uint8Array];
      const bytes = damaged(file, other, new Random(i));
      const opened = await open(bytes, undefined, 1 << 12);
      expect(Buffer.compare(await restored(opened), bytes), `damage ${i}`).to.equal(0);
    }
  });

  it('with fill bytes, more after the last unit, and data after their end come back', async () => {
    const { file } = makeJpeg({ width: 60, height: 60, sampling: LAYOUTS[3] ?? [], interval: 4 });
    const end = file.length - 2;
    const filled = [0xff, 0xd8, ...[0xff, 0xff, 0xff], ...file.subarray(2, end)];
    await expectExact(Uint8Array.from([...filled, 0xff, 0xff, 0xff, 0xd9]), 'jpeg');
    await expectExact(Uint8Array.from([...file.subarray(0, end), 1, 2, 3, 0xff, 0xd9]), 'jpeg');
    await expectExact(Uint8Array.from([...file, ...Buffer.from('SEFT and more')]), 'jpeg');
    const comment = segment(0xfe, [...Buffer.from('between')]);
    await expectExact(Uint8Array.from([0xff, 0xd8, ...comment, ...file.subarray(2)]), 'jpeg');
  });

  it('of several pictures have the blocks of all', async () => {
    const files = [
      await encoded({ quality: 70 }),
      makeJpeg({ width: 60, height: 60, sampling: LAYOUTS[0] ?? [] }).file,
      await encoded({ quality: 50, mozjpeg: true }, 1),
    ];
    const between = Buffer.from('ftypmp42');
    const { dataset } = await expectExact(
      Buffer.concat(files.flatMap((one) => [one, between])),
      'jpeg',
    );
    const items = await Promise.all(files.map(async (one) => (await open(one)).dataset.items));
    expect(dataset.items).to.equal(items.reduce((sum = 0, some = 0) => sum + some));
    expect(dataset.pictures).to.have.length(3);
    // Of one whose end is missing the next is none the less a picture.
    const cut = (files[0] as Uint8Array).subarray(0, -900);
    const both = await expectExact(Buffer.concat([cut, ...files.slice(1)]), 'jpeg');
    expect(both.dataset.pictures).to.have.length(3);
  });

  it('with restarts that are missing or of other numbers are coefficients up to there', async () => {
    const { file, blocks } = makeJpeg({ width: 160, height: 60, sampling: [[1, 1]], interval: 9 });
    const marks = [...file.keys()].filter(
      (i) => file[i] === 0xff && ((file[i + 1] ?? 0) & 0xf8) === 0xd0,
    );
    const middle = marks[Math.floor(marks.length / 2)] as number;
    const other = file.slice();
    other[middle + 1] = (other[middle + 1] as number) ^ 1;
    const less = Buffer.concat([file.subarray(0, middle), file.subarray(middle + 2)]);
    const more = Buffer.concat([
      file.subarray(0, middle),
      file.subarray(middle, middle + 2),
      file.subarray(middle),
    ]);
    for (const one of [other, less, more]) {
      const { elements } = await expectExact(one, 'jpeg');
      const half = blocks.slice(0, Math.floor(blocks.length / 3)).flatMap(elementsOf);
      expect([...elements.subarray(0, half.length)]).to.deep.equal(half);
    }
  });

  it('with a symbol of two codes are coefficients up to the one that is not taken', async () => {
    const { file } = makeJpeg({ width: 160, height: 60, sampling: [[1, 1]] });
    const scan = file.findIndex((byte, i) => byte === 0xff && file[i + 1] === 0xda);
    let cut = 0;
    for (let symbol = 0; symbol < 255; symbol++) {
      const { dataset, elements, tail } = await expectRestored(file.with(scan - 1, symbol));
      if (dataset.format === 'bytes') continue;
      const [, , , flags, units = 0] = splitNumbers(splitParts(tail, 3, '')[0] as Uint8Array, '');
      if (flags !== 1) continue;
      cut++;
      // What is after it is said once, as it is.
      const zeros = elements.subarray(128 * units).filter((byte, i) => byte !== (i % 2) * 128);
      expect(zeros.length, `symbol ${symbol}`).to.equal(0);
    }
    expect(cut).to.be.above(3);
  });

  it('are bytes where they cannot be read, and say why', async () => {
    const { file } = makeJpeg({ width: 60, height: 60, sampling: [[1, 1]] });
    const frame = file.findIndex((byte, i) => byte === 0xff && file[i + 1] === 0xc1);
    const reasons: Readonly<Record<number, string>> = {
      195: 'without loss',
      197: 'hierarchical',
      201: 'arithmetic codes',
      202: 'arithmetic codes',
      220: 'DNL',
    };
    for (const [kind, reason] of Object.entries(reasons)) {
      await expectBytes(file.with(frame + 1, Number(kind)), reason);
    }
    await expectBytes(file.fill(0, frame + 5, frame + 9), 'how large it is');
    await expectBytes(Uint8Array.of(0xff, 0xd8, 0xff), 'jpeg: a marker is missing');
  });

  it('of absurd sizes take no memory', async () => {
    const { file } = makeJpeg({ width: 60, height: 60, sampling: [[1, 1]] });
    const frame = file.findIndex((byte, i) => byte === 0xff && file[i + 1] === 0xc1);
    const before = process.memoryUsage().arrayBuffers;
    await expectBytes(file.fill(0xff, frame + 5, frame + 9), 'more than it has room for');
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(1 << 24);
  });

  it('of scans that say next to nothing, of many blocks, take no time without end', async () => {
    const words = (n: number) => [n >> 8, n & 255];
    const table = (id: number, symbol: number) =>
      segment(0xc4, [id, 1, ...new Array(15).fill(0), symbol]);
    const scan = (k: number) => segment(0xda, [1, 1, 0, k, k, 0]);
    // 800,000 blocks, each of a bit, and scans of 25 runs of ended blocks: a 0 and 14 ones.
    const runs = [0x7f, 0xff, 0, 0xfe, ...new Array(60).fill(0x7e)];
    const file = Uint8Array.from([
      ...[0xff, 0xd8, ...segment(0xc2, [8, ...words(6400), ...words(8000), 1, 1, 0x11, 0])],
      ...[...table(0x00, 0), ...table(0x10, 0xe0), ...scan(0), ...new Array(100_000).fill(0)],
      ...Array.from({ length: 63 }, (_, k) => [...scan(k + 1), ...runs]).flat(),
      ...[0xff, 0xd9],
    ]);
    const { dataset, tail } = await expectExact(file, 'jpeg', {}, 1 << 20);
    expect(dataset.items).to.equal(800_000);
    // Scans of more than a hundred times the blocks that a byte may have stay as they are.
    const [numbers] = splitParts(tail, 3, '');
    expect(splitNumbers(numbers as Uint8Array, '')[2]).to.be.within(5, 20);
  }).timeout(20_000);

  it('leave nothing of standard tables in their tails', async () => {
    const { tail } = await open(await encoded({ optimiseCoding: false, quality: 83 }));
    expect(tail.length).to.be.below(90);
    const robidoux = { optimiseCoding: false, quality: 67, quantisationTable: 3 };
    expect((await open(await encoded(robidoux))).tail.length).to.be.below(90);
  });
});
