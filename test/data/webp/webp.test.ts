import { expect } from 'chai';
import sharp from 'sharp';
import { expectBytes, open, restored } from '../restored.js';
import { pictures, sameMetadata } from '../sharpFiles.js';

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
