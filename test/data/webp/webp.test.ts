import { expect } from 'chai';
import sharp from 'sharp';
import { expectBytes, open, restored } from '../restored.js';
import { pictures, sameMetadata } from '../sharpFiles.js';

/** Where a file of one chunk has alpha_is_used. */
const HINT_AT = 24;

/** A file with this hint of its alpha. */
function withHintAt(file: Uint8Array, hint: boolean): Uint8Array {
  const copy = Buffer.from(file);
  copy[HINT_AT] = ((copy[HINT_AT] as number) & ~0x10) | (hint ? 0x10 : 0);
  return copy;
}

/** Pixels of which the first has this alpha, and all others are opaque. */
function opaqueBut(alpha: number): Promise<Buffer> {
  const pixels = Uint8Array.from({ length: 30 * 30 * 4 }, (_, i) => {
    if (i % 4 === 3) return i === 3 ? alpha : 255;
    return (i * i) % 251;
  });
  const image = sharp(pixels, { raw: { width: 30, height: 30, channels: 4 } });
  return image.webp({ lossless: true, exact: true }).toBuffer();
}

describe('webp files', () => {
  it('without loss come back with the same pixels and metadata', async () => {
    for (const { title, image, depth, channels, pixels } of pictures(37, 29)) {
      if (depth === 16) continue;
      const file = await image.webp({ lossless: true, exact: true }).toBuffer();
      const opened = await open(file);
      expect(opened.dataset.format, `${title}: ${opened.dataset.note}`).to.equal('webp');
      expect(opened.dataset.fidelity).to.equal('pixels');
      // The format has no gray.
      expect(opened.dataset.shape).to.deep.equal([29, 37, channels % 2 === 0 ? 4 : 3]);
      if (channels > 2) expect(Buffer.compare(opened.elements, pixels)).to.equal(0);
      const again = await restored(opened);
      expect((await open(again)).elements).to.deep.equal(opened.elements);
      await sameMetadata(again, file);
    }
  });

  it('of one pixel, and with a colour profile, come back', async () => {
    const image = sharp(Uint8Array.of(1, 2, 3), { raw: { width: 1, height: 1, channels: 3 } });
    const file = await image.withIccProfile('p3').webp({ lossless: true }).toBuffer();
    const opened = await open(file);
    expect(opened.dataset.shape).to.deep.equal([1, 1, 3]);
    await sameMetadata(await restored(opened), file);
  });

  it('are bytes where they have an alpha and say that they have none', async () => {
    const hintless = withHintAt(await opaqueBut(77), false);
    // What libwebp gives to sharp then is opaque, so a proof by sharp alone proves nothing.
    expect((await sharp(hintless).raw().toBuffer()).length).to.equal(30 * 30 * 3);
    await expectBytes(hintless, 'webp: it has an alpha and says that it has none');
  });

  it('come back with the hint of their alpha as it was', async () => {
    for (const [hint, channels] of [
      [true, 4],
      [false, 3],
    ] as const) {
      const file = withHintAt(await opaqueBut(255), hint);
      const opened = await open(file);
      expect(opened.dataset.format, opened.dataset.note).to.equal('webp');
      expect(opened.dataset.shape).to.deep.equal([30, 30, channels]);
      const again = await restored(opened);
      expect((again[HINT_AT] as number) & 0x10).to.equal(hint ? 0x10 : 0);
      expect(await sharp(again).raw().toBuffer()).to.deep.equal(await sharp(file).raw().toBuffer());
    }
  });

  it('are bytes where they have loss, are animated or damaged', async () => {
    const image = sharp(Buffer.alloc(30 * 30 * 4, 77), {
      raw: { width: 30, height: 30, channels: 4 },
    });
    await expectBytes(await image.webp().toBuffer(), 'webp: it is not without loss');
    const file = await image.webp({ lossless: true }).toBuffer();
    await expectBytes(file.subarray(0, file.length - 3), 'webp: its length is not what it says');
    await expectBytes(Buffer.concat([file, Buffer.alloc(2)]), 'webp: its length');
    await expectBytes(file.subarray(0, 12), 'webp: its length');
    const damaged = Buffer.from(file);
    damaged.fill(0xff, 24);
    await expectBytes(damaged, 'webp: ');
    const dataset = (await open(file, { exact: true })).dataset;
    expect(dataset.note).to.equal('webp: cannot be rebuilt byte for byte');
  });
});
