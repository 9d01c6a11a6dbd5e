import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, deflateSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import sharp from 'sharp';
import { type DeflateSettings, deflateWith } from '../../../src/data/deflated.js';
import { readPng, SIGNATURE } from '../../../src/data/png/chunks.js';
import { encodePixels, filteredBytes, type PngHeader } from '../../../src/data/png/pixels.js';
import { packageFile } from '../../../src/package.js';
import { headerOf, type Made, makePng } from '../pngFile.js';
import { expectBytes, expectExact, open, restored } from '../restored.js';

const made = fc
  .record({
    width: fc.integer({ min: 1, max: 40 }),
    height: fc.integer({ min: 1, max: 40 }),
    kind: fc.constantFrom(
      ...[1, 2, 4, 8, 16].map((depth) => [0, depth] as const),
      ...[1, 2, 4, 8].map((depth) => [3, depth] as const),
      ...[2, 4, 6].flatMap((colour) => [8, 16].map((depth) => [colour, depth] as const)),
    ),
    interlace: fc.constantFrom(0, 1),
    seed: fc.integer({ min: 1, max: 0xffff }),
  })
  .map(({ kind: [colour, depth], ...rest }) => ({ ...rest, colour, depth }));

/** Pixels that are smooth here and rough there, as a seed has it. */
function pixelsOf(header: PngHeader, seed: number): Uint8Array {
  const count = header.width * header.height * header.channels * (header.depth === 16 ? 2 : 1);
  const mask = header.depth >= 8 ? 255 : (1 << header.depth) - 1;
  return Uint8Array.from({ length: count }, (_, i) => (i * seed + ((i * i) >> 5)) & mask);
}

const SETTINGS: DeflateSettings = {
  level: 6,
  strategy: 1,
  memLevel: 8,
  windowBits: 15,
  raw: false,
  legacyHash: true,
};

describe('png files', () => {
  it('of every kind come back with the same pixels and chunks, and exactly if asked', async () => {
    await fc.assert(
      fc.asyncProperty(made, async (m) => {
        const header = headerOf(m);
        const pixels = pixelsOf(header, m.seed);
        const deflated = deflateWith(Buffer.concat([...encodePixels(pixels, header)]), SETTINGS);
        const file = makePng(m, deflated, [1, deflated.length - 1]);

        const opened = await open(file);
        expect(opened.dataset).to.include({ format: 'png', fidelity: 'pixels', items: 1 });
        expect(opened.dataset.levels).to.equal(1 << m.depth);
        expect(Buffer.compare(opened.elements, pixels)).to.equal(0);
        const again = await restored(opened);
        const [was, is] = [readPng(file), readPng(again)];
        expect(is.before).to.deep.equal(was.before);
        expect(is.after).to.deep.equal(was.after);
        expect((await open(again)).elements).to.deep.equal(opened.elements);

        await expectExact(file, 'png-exact', { exact: true });
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it('have the pixels that sharp sees', async () => {
    for (const [channels, depth, colour] of [
      [1, 8, 'b-w'],
      [2, 8, 'b-w'],
      [3, 8, 'srgb'],
      [4, 8, 'srgb'],
      [1, 16, 'grey16'],
      [3, 16, 'rgb16'],
      [4, 16, 'rgb16'],
    ] as const) {
      const [width, height] = [23, 17];
      const samples = Uint8Array.from({ length: width * height * channels }, (_, i) => i * 37);
      const wide = Uint16Array.from(samples, (s, i) => s * 257 + (i % 5));
      const image = sharp(depth === 8 ? samples : wide, { raw: { width, height, channels } });
      const file = await image.toColourspace(colour).png().toBuffer();
      const { elements, dataset } = await open(file);
      const expected = depth === 8 ? samples : new Uint8Array(wide.buffer);
      expect(Buffer.compare(elements, expected), `${channels} x ${depth} ${dataset.note}`).to.equal(
        0,
      );
    }
  });

  it('of npm packages and photographs come back', async () => {
    const files = pngsOf(packageFile('node_modules/typedoc'))
      .concat(pngsOf(packageFile('node_modules/mocha')))
      .concat(pngsOf(packageFile('../shared/data/kodak')).slice(0, 1));
    for (const path of files) {
      const file = readFileSync(path);
      const opened = await open(file);
      expect(opened.dataset.format).to.equal('png');
      expect((await open(await restored(opened))).elements).to.deep.equal(opened.elements);
      expect(await restored(await open(file, { exact: true }))).to.deep.equal(file);
    }
  });

  const m: Made = { width: 5, height: 4, depth: 8, colour: 0, interlace: 0 };
  const raw = Buffer.concat([...encodePixels(new Uint8Array(20), headerOf(m))]);
  const good = makePng(m, deflateSync(raw));
  const flipped = Uint8Array.from(good);
  flipped[50] = (flipped[50] as number) ^ 1;
  const unknown = new Uint8Array(filteredBytes(headerOf(m))).fill(9);
  const bad: [string, Uint8Array, string][] = [
    ['only a signature', SIGNATURE, 'png: the file ends within its chunks'],
    ['a file cut short', good.subarray(0, good.length - 5), 'png: the file ends within'],
    ['a damaged chunk', flipped, 'is damaged'],
    ['too few rows', makePng({ ...m, height: 5 }, deflateSync(raw)), 'expected 30 bytes of rows'],
    ['too many rows', makePng({ ...m, height: 3 }, deflateSync(raw)), 'got more'],
    ['an unknown filter', makePng(m, deflateSync(unknown)), 'a filter that is not known'],
    ['pixels that are no zlib', makePng(m, Buffer.from('hello')), 'do not inflate'],
    ['absurd sizes', makePng({ ...m, width: 1e9, height: 1e9 }, deflateSync(raw)), 'more than'],
    ['a bomb', makePng(m, deflateSync(new Uint8Array(1 << 24))), 'got more'],
    ['no IDAT', Buffer.concat([good.subarray(0, 33), good.subarray(-12)]), 'there is no IDAT'],
  ];
  for (const [title, file, note] of bad) {
    it(`are bytes for ${title}`, () => expectBytes(file, note));
  }

  it('that no zlib gives are bytes where exactness is asked', async () => {
    const odd = deflateSync(raw, { strategy: constants.Z_HUFFMAN_ONLY });
    const { dataset } = await expectExact(makePng(m, odd), 'bytes', { exact: true });
    expect(dataset.note).to.include('no settings of zlib');
  });
});

function pngsOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => name.endsWith('.png'))
    .map((name) => join(folder, name));
}
