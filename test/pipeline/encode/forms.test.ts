import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { deflate } from 'pako';
import { openDataset } from '../../../src/data/open.js';
import { loadModel } from '../../../src/model/model.js';
import { decompress } from '../../../src/pipeline/decode/decompress.js';
import { chooseModel } from '../../../src/pipeline/encode/chooseModel.js';
import { compress } from '../../../src/pipeline/encode/compress.js';
import { type Form, isBetter, mayBeBytes } from '../../../src/pipeline/encode/forms.js';
import { readInfo } from '../../../src/pipeline/info.js';
import type { Progress } from '../../../src/pipeline/progress.js';
import { isExact, type Restored, restoredBy } from '../../../src/pipeline/restored.js';
import { makePng } from '../../data/pngFile.js';
import { pictures } from '../../data/sharpFiles.js';
import { collect } from '../../data.js';

const models = ['arrays', 'bytes'].map((name) => loadModel(name));

interface Packed extends Form {
  readonly format: string;
  readonly last: Progress | undefined;
}

/** What becomes of a file. */
async function packed(file: Uint8Array, exact = false): Promise<Packed> {
  let last: Progress | undefined;
  const onProgress = (progress: Progress) => {
    last = progress;
  };
  const pieces = compress([file], (data) => chooseModel(data, models), { exact, onProgress });
  const bytes = new Uint8Array(await collect(pieces));
  const { parts } = await readInfo([bytes]);
  const { front } = parts[0];
  return {
    file: bytes,
    restores: restoredBy(front),
    format: front.header.dataFormat,
    last,
    dimensionsAfter: 0,
  };
}

async function restored(file: Uint8Array): Promise<Uint8Array> {
  return collect(decompress([file], ({ modelName }) => loadModel(modelName)));
}

const exactly: Restored = {
  fidelity: 'bytes',
  unordered: false,
  inside: undefined,
  fileBytes: undefined,
};
const pixels: Restored = { ...exactly, fidelity: 'pixels' };
const inside: Restored = { ...exactly, inside: 'gzip' };
const pixelsInside: Restored = { ...pixels, inside: 'gzip' };

function form(length: number, restores: Restored): Form {
  return { file: new Uint8Array(length), restores, dimensionsAfter: 0 };
}

/** A gray picture of rows without filters, deflated by zlib as most programs have it. */
function zlibPng(side: number): Uint8Array {
  const rows = Uint8Array.from({ length: side * (side + 1) }, (_, i) => {
    const [y, x] = [Math.floor(i / (side + 1)), i % (side + 1)];
    return x === 0 ? 0 : (x * y) >> 3;
  });
  const header = { width: side, height: side, depth: 8, colour: 0, interlace: 0 };
  return makePng(header, deflate(rows, { level: 6 }));
}

describe('forms of a file', () => {
  it('are better that restore more, for 1 % or where what restores less grows; else the smaller', () => {
    for (const [size, restores, other, than, better] of [
      [1010, exactly, 1000, pixels, true],
      [1011, exactly, 1000, pixels, false],
      [1000, pixels, 1010, exactly, false],
      [1000, pixels, 1011, exactly, true],
      [5000, exactly, 2001, pixels, true],
      [2001, pixels, 5000, exactly, false],
      [1010, exactly, 1000, inside, true],
      [1011, exactly, 1000, inside, false],
      [1010, inside, 1000, pixelsInside, true],
      [999, exactly, 1000, exactly, true],
      [1000, exactly, 1000, exactly, false],
      [999, pixels, 1000, pixels, true],
    ] as const) {
      const title = JSON.stringify({ size, restores, other, than });
      expect(isBetter(form(size, restores), form(other, than), 2000), title).to.equal(better);
    }
  });

  it('are bytes too where files are small, or hardly become smaller', () => {
    const [small, large] = [1 << 16, 1 << 20];
    expect(mayBeBytes(form(1, pixels), small)).to.equal(true);
    expect(mayBeBytes(form(0.94 * large, pixels), large)).to.equal(false);
    expect(mayBeBytes(form(0.95 * large, pixels), large)).to.equal(true);
    expect(mayBeBytes(form(small, exactly), small)).to.equal(true);
    expect(mayBeBytes(form(large, exactly), large)).to.equal(false);
    expect(mayBeBytes(form(large + 1, exactly), large)).to.equal(true);
  });

  it('are not bytes where a model for their pictures takes much, and not nearly all, from more than their tables', () => {
    for (const [bytes, share, tried] of [
      [1 << 12, 0.8, true],
      [5000, 0.8, false],
      [1 << 16, 0.8, false],
      [1 << 16, 0.25, false],
      [1 << 16, 0.24, true],
      [1 << 16, 0.94, false],
      [1 << 16, 0.95, true],
      [1 << 20, 0.8, false],
      [1 << 20, 1.01, true],
    ] as const) {
      const file = form(Math.ceil(share * bytes), exactly);
      expect(mayBeBytes(file, bytes, 'pictures'), `${share} of ${bytes}`).to.equal(tried);
    }
    expect(mayBeBytes(form(40_000, exactly), 1 << 16, 'quick')).to.equal(true);
  });

  it('are the very file where zlib or libtiff gives it again', async () => {
    const { image } = pictures(61, 43)[0] as ReturnType<typeof pictures>[number];
    for (const [file, format] of [
      [zlibPng(200), 'png-exact'],
      [await image.tiff({ compression: 'lzw' }).toBuffer(), 'tiff-exact'],
    ] as const) {
      const got = await packed(file);
      expect(got.format).to.equal(format);
      expect(got.last?.restores).to.deep.equal({ ...exactly, fileBytes: file.length });
      expect([got.last?.bytes, got.last?.rawBytes]).to.deep.equal([got.file.length, file.length]);
      expect(Buffer.compare(await restored(got.file), file)).to.equal(0);
      expect(Buffer.compare(got.file, (await packed(file, true)).file)).to.equal(0);
    }
  });

  it('are the file inside a gzip where that itself takes more, and byte for byte', async () => {
    const file = zlibPng(300);
    const zipped = gzipSync(file);
    const got = await packed(zipped);
    const restores = { ...inside, fileBytes: zipped.length };
    expect([got.format, got.restores]).to.deep.equal(['png-exact', restores]);
    expect(Buffer.compare(await restored(got.file), file)).to.equal(0);
  });

  it('of pictures name the one of the very file, unless they are it', async () => {
    const dataset = await openDataset([zlibPng(200)]);
    const exact = await dataset.exactForm?.();
    expect(exact?.format).to.equal('png-exact');
    expect((await openDataset([zlibPng(200)], { exact: true })).exactForm).to.equal(undefined);
  });

  it('are never larger than the very file, nor than the picture without being it', async () => {
    for (const { title, image } of [...pictures(1, 1), ...pictures(48, 36)]) {
      for (const file of await Promise.all([
        image.clone().png().toBuffer(),
        image.clone().webp({ lossless: true }).toBuffer(),
        image.clone().tiff({ compression: 'deflate' }).toBuffer(),
        image.clone().avif({ lossless: true, effort: 0 }).toBuffer(),
      ])) {
        const [got, exact] = [await packed(file), await packed(file, true)];
        const sizes = `${title}: ${file.length} -> ${got.file.length}, ${exact.file.length}`;
        expect(got.file.length, sizes).to.be.at.most(exact.file.length);
        if (isExact(got.restores)) {
          expect(Buffer.compare(await restored(got.file), file), sizes).to.equal(0);
        } else {
          expect(got.file.length, sizes).to.be.at.most(file.length);
          expect(exact.file.length, sizes).to.be.above(1.01 * got.file.length);
        }
      }
    }
  }).timeout(120_000);
});
