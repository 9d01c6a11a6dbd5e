import { expect } from 'chai';
import sharp from 'sharp';
import { expectBytes, open, restored } from '../restored.js';
import { pictures, sameMetadata } from '../sharpFiles.js';

/** Samples of so many bits, in the upper bits of 16, to a file. */
function deepFile(channels: 3 | 4, bits: 10 | 12): Promise<Buffer> {
  const samples = Uint16Array.from({ length: 17 * 11 * channels }, (_, i) => {
    return ((i * i * 7919) % (1 << bits)) << (16 - bits);
  });
  return sharp(samples, { raw: { width: 17, height: 11, channels } })
    .toColourspace('rgb16')
    .avif({ lossless: true, bitdepth: bits, effort: 0 })
    .toBuffer();
}

/** The file with another byte after a mark, so many bytes on. */
function changed(file: Uint8Array, mark: string, on: number, byte: number): Buffer {
  const copy = Buffer.from(file);
  copy[copy.indexOf(mark) + on] = byte;
  return copy;
}

/** The file with all bits of a byte turned. */
function damaged(file: Uint8Array, at: number): Buffer {
  const copy = Buffer.from(file);
  copy[at] = (copy[at] as number) ^ 0xff;
  return copy;
}

describe('avif files', () => {
  it('without loss come back with the same pixels and metadata', async () => {
    for (const { title, image, depth, channels, pixels } of pictures(37, 29)) {
      if (depth === 16 || channels === 2) continue;
      const options = { lossless: true, chromaSubsampling: '4:4:4', effort: 0 };
      const file = await image.withIccProfile('p3').avif(options).toBuffer();
      const opened = await open(file);
      expect(opened.dataset.format, `${title}: ${opened.dataset.note}`).to.equal('avif');
      expect(opened.dataset.fidelity).to.equal('pixels');
      // sharp writes gray as three colours.
      expect(opened.dataset.shape).to.deep.equal([29, 37, channels === 4 ? 4 : 3]);
      if (channels > 2) expect(opened.elements.length).to.equal(pixels.length);
      const again = await restored(opened);
      // Made with another effort, so that all that follows the pixels has moved.
      expect(again.length).to.not.equal(file.length);
      expect((await open(again)).elements).to.deep.equal(opened.elements);
      await sameMetadata(again, file);
    }
  });

  it('of 10 and 12 bits come back', async () => {
    for (const bits of [10, 12] as const) {
      for (const channels of [3, 4] as const) {
        const opened = await open(await deepFile(channels, bits));
        expect(opened.dataset.format, opened.dataset.note).to.equal('avif');
        expect(opened.dataset.levels).to.equal(1 << bits);
        const samples = new Uint16Array(Uint8Array.from(opened.elements).buffer);
        expect([...samples]).to.deep.equal(
          Array.from({ length: 17 * 11 * channels }, (_, i) => (i * i * 7919) % (1 << bits)),
        );
        const again = await open(await restored(opened));
        expect(again.elements).to.deep.equal(opened.elements);
      }
    }
  });

  it('are bytes where they have loss, or pixels that sharp would change', async () => {
    const pixels = Buffer.from(Array.from({ length: 30 * 30 * 3 }, (_, i) => (i * i) & 255));
    const image = sharp(pixels, { raw: { width: 30, height: 30, channels: 3 } });
    const loss = await image.avif({ effort: 0 }).toBuffer();
    await expectBytes(loss, 'avif: it is not without loss');
    const file = await image.avif({ lossless: true, effort: 0 }).toBuffer();
    expect((await open(file)).dataset.format).to.equal('avif');
    await expectBytes(changed(file, 'nclx', 9, 1), 'avif: it is not without loss');
    await expectBytes(changed(file, 'av1C', 6, 0x10), 'avif: it is gray');
    await expectBytes(changed(file, 'infe', 15, 0), 'avif: its picture is of type av0\0');
    const turned = Buffer.from(file);
    turned.write('irot', turned.indexOf('pixi'));
    await expectBytes(turned, 'avif: it is turned or cut');
    const exact = (await open(file, { exact: true })).dataset;
    expect(exact.note).to.equal('avif: cannot be rebuilt byte for byte');
  });

  it('are bytes where they are damaged', async () => {
    const file = await deepFile(3, 10);
    for (let end = 12; end < file.length; end += 9)
      await expectBytes(file.subarray(0, end), 'avif: ');
    const meta = file.indexOf('mdat') - 4;
    for (let at = 12; at < meta; at += 5) {
      const opened = await open(damaged(file, at));
      expect(['avif', 'bytes']).to.include(opened.dataset.format);
      if (opened.dataset.format === 'bytes') continue;
      const again = await open(await restored(opened));
      expect(again.elements).to.deep.equal(opened.elements);
    }
  });
});
