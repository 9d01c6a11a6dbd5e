import { expect } from 'chai';
import sharp from 'sharp';
import { withPixels } from '../../../src/data/tiff/blocks.js';
import { layoutOf } from '../../../src/data/tiff/layout.js';
import { readTags, TAG } from '../../../src/data/tiff/tags.js';
import { expectBytes, expectExact, open, restored } from '../restored.js';
import { type Made, pictures, sameMetadata, sharpPixels } from '../sharpFiles.js';

/** The file with another number in a tag. */
function changed(file: Uint8Array, tag: number, number: number): Uint8Array {
  const copy = Buffer.from(file);
  const { littleEndian, tags } = readTags(copy);
  const at = tags.get(tag)?.at as number;
  if (littleEndian) copy.writeUInt16LE(number, at);
  else copy.writeUInt16BE(number, at);
  return copy;
}

/** Where the entries of a directory are. */
function entriesOf(tags: ReturnType<typeof readTags>['tags']): number[] {
  return [...tags.values()].map(({ entry }) => entry);
}

describe('tiff files', () => {
  for (const compression of ['none', 'lzw', 'deflate', 'packbits'] as const) {
    for (const predictor of ['none', 'horizontal'] as const) {
      for (const tile of [false, true]) {
        it(`with compression ${compression}, ${predictor}, ${tile ? 'tiles' : 'strips'} come back`, async () => {
          for (const { title, image, pixels, depth, channels } of pictures(61, 43)) {
            const file = await image
              .tiff({ compression, predictor, tile, tileWidth: 16, tileHeight: 32 })
              .toBuffer();
            const opened = await open(file);
            const bare = compression === 'none';
            const { format, note } = opened.dataset;
            expect(format, `${title}: ${note}`).to.equal(bare ? 'tiff-exact' : 'tiff');
            expect(opened.dataset.dtype).to.equal(`u${depth}`);
            expect(opened.dataset.shape).to.deep.equal([
              43,
              61,
              ...(channels > 1 ? [channels] : []),
            ]);
            expect(Buffer.compare(opened.elements, pixels), title).to.equal(0);
            const again = await restored(opened);
            expect(await sharpPixels(again)).to.deep.equal(await sharpPixels(file));
            await sameMetadata(again, file);
            if (bare) expect(Buffer.compare(again, file)).to.equal(0);
          }
        });
      }
    }
  }

  it('with palettes, or where zero is white, keep what their samples stand for', async () => {
    const gray = Uint8Array.from({ length: 99 }, (_, i) => 2 * i);
    const image = sharp(gray, { raw: { width: 11, height: 9, channels: 1 } }).toColourspace('b-w');
    const file = changed(await image.tiff({ compression: 'lzw' }).toBuffer(), TAG.photometric, 0);
    const opened = await open(file);
    expect(opened.elements).to.deep.equal(Buffer.from(gray));
    expect(await sharpPixels(await restored(opened))).to.deep.equal(await sharpPixels(file));
  });

  it('keep colours that an alpha is in as they are, which sharp takes out', async () => {
    const [EXTRA_SAMPLES, ASSOCIATED] = [338, 1];
    for (const { title, image, pixels, depth, channels } of pictures(31, 23)) {
      if (channels % 2 === 1) continue;
      // Much of it is transparent, and has colours all the same.
      const samples = Buffer.from(pixels);
      const sample = depth / 8;
      for (let at = (channels - 1) * sample; at < samples.length / 2; at += channels * sample) {
        samples.fill(0, at, at + sample);
      }
      const file = await image.tiff({ compression: 'lzw', predictor: 'none' }).toBuffer();
      const { dataset } = await open(file);
      const holding = Buffer.from(withPixels(file, layoutOf(readTags(file)), samples));
      const premultiplied = changed(holding, EXTRA_SAMPLES, ASSOCIATED);
      const opened = await open(premultiplied);
      expect(opened.dataset.format, `${title}: ${opened.dataset.note}`).to.equal(dataset.format);
      expect(Buffer.compare(opened.elements, samples), title).to.equal(0);
      const again = await restored(opened);
      expect(readTags(again).tags.get(EXTRA_SAMPLES)?.numbers).to.deep.equal([ASSOCIATED]);
      expect(Buffer.compare((await open(again)).elements, samples), title).to.equal(0);
    }
  });

  it('come back byte for byte though libtiff warns of them', async () => {
    const { image } = pictures(61, 43)[2] as Made;
    const file = await image.tiff({ compression: 'lzw' }).toBuffer();
    const { littleEndian, tags } = readTags(file);
    expect(littleEndian).to.equal(true);
    const place = (tag: number) => tags.get(tag)?.entry as number;
    const [first, last] = [Math.min(...entriesOf(tags)), Math.max(...entriesOf(tags))];
    const swapped = Buffer.from(file);
    file.copy(swapped, first, last, last + 12);
    file.copy(swapped, last, first, first + 12);
    const twice = Buffer.from(file);
    // A tag that says nothing of the pixels becomes another width, which libtiff leaves aside.
    file.copy(twice, last, place(TAG.width), place(TAG.width) + 12);
    twice.writeUInt16LE(60, last + 8);
    for (const [name, changedFile] of [
      ['out of order', swapped],
      ['twice', twice],
    ] as const) {
      await sharp(changedFile, { failOn: 'warning' })
        .raw()
        .toBuffer()
        .then(
          () => expect.fail(`libtiff does not warn of tags ${name}`),
          (error: Error) => expect(error.message, name).to.match(/tag|order|IFD|directory/i),
        );
      const { dataset } = await expectExact(
        changedFile,
        name === 'twice' ? 'tiff-pages-exact' : 'tiff-exact',
        { exact: true },
      );
      expect(dataset.shape).to.deep.equal([43, 61, 3]);
      const opened = await open(changedFile);
      expect(opened.dataset.format, opened.dataset.note).to.not.equal('bytes');
    }
  });

  it('are bytes where their pixels cannot be written again', async () => {
    const { image } = pictures(20, 10)[2] as Made;
    const file = await image.tiff({ compression: 'lzw' }).toBuffer();
    await expectBytes(file.subarray(0, 8), 'tiff: the file ends within its directory');
    await expectBytes(file.subarray(0, 60), 'tiff: ');
    await expectBytes(changed(file, TAG.compression, 7), 'compression 7 is not one without loss');
    await expectBytes(changed(file, TAG.bits, 12), 'channels of 12,8,8 bits');
    await expectExact(changed(file, TAG.photometric, 6), 'tiff-pages-exact');
    await expectBytes(changed(file, TAG.width, 60_000), 'tiff: ');
    await expectBytes(await image.tiff({ compression: 'jpeg' }).toBuffer(), 'tiff: compression 7');
  });
});
