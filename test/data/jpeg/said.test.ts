import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import sharp, { type JpegOptions } from 'sharp';
import type { SaidPicture } from '../../../src/data/format.js';
import { picturesIn } from '../../../src/data/formats.js';
import { packageFile } from '../../../src/package.js';
import { type JpegMade, makeJpeg } from '../jpegFile.js';
import { open } from '../restored.js';

const noise = Uint8Array.from({ length: 3 * 64 * 48 }, (_, i) => (i * i * 31) & 255);
const colour = sharp(noise, { raw: { width: 64, height: 48, channels: 3 } });
const SHARP = { width: 64, height: 48, bits: 8 } as const;

async function by(options: JpegOptions): Promise<Uint8Array> {
  return new Uint8Array(await colour.clone().jpeg(options).toBuffer());
}

/** What is said of a file by its tail. */
async function said(file: Uint8Array): Promise<readonly SaidPicture[] | undefined> {
  const { dataset, tail } = await open(file);
  expect(dataset.format).to.equal('jpeg');
  return picturesIn('jpeg', tail);
}

describe('what is said of a jpeg file', () => {
  it('is what its encoder was told', async () => {
    expect(await said(await by({ quality: 83 }))).to.deep.equal([
      {
        ...SHARP,
        ...{ colours: 'YCbCr', sampling: '4:2:0', coding: 'baseline', scans: 1 },
        ...{ quality: 83, tables: 'libjpeg' },
      },
    ]);
    const fine = { quality: 40, mozjpeg: true, chromaSubsampling: '4:4:4' };
    const [moz] = (await said(await by(fine))) ?? [];
    expect(moz).to.deep.include({ sampling: '4:4:4', coding: 'progressive' });
    expect(moz).to.deep.include({ quality: 40, tables: 'mozjpeg' });
    expect(moz?.scans).to.be.above(3);
    const [others] = (await said(await by({ quality: 60, quantisationTable: 5 }))) ?? [];
    expect(others).to.deep.include({ quality: undefined, tables: undefined });
  });

  it('is any sampling', async () => {
    const samplings: Readonly<Record<string, JpegMade['sampling']>> = {
      '4:2:2': [
        [2, 1],
        [1, 1],
        [1, 1],
      ],
      '4:4:0': [
        [1, 2],
        [1, 1],
        [1, 1],
      ],
      '4:1:1': [
        [4, 1],
        [1, 1],
        [1, 1],
      ],
      '2x2 1x2 1x1': [
        [2, 2],
        [1, 2],
        [1, 1],
      ],
      '4:2:0': [
        [2, 2],
        [1, 1],
        [1, 1],
        [2, 2],
      ],
    };
    for (const [sampling, layout] of Object.entries(samplings)) {
      const [one] = (await said(makeJpeg({ width: 90, height: 70, sampling: layout }).file)) ?? [];
      expect(one?.sampling).to.equal(sampling);
      expect(one).to.deep.include({ width: 90, height: 70, coding: 'extended sequential' });
    }
  });

  it('is 12 bits, gray and CMYK', async () => {
    const wide = readFileSync(packageFile('fixtures/jpeg/mozjpeg-testorig12.jpg'));
    expect((await said(wide))?.[0]).to.deep.include({ bits: 12, width: 227, quality: 75 });
    const gray = await colour.clone().toColourspace('b-w').jpeg({ quality: 50 }).toBuffer();
    expect((await said(gray))?.[0]).to.deep.include({ colours: 'gray', sampling: undefined });
    const cmyk = await colour.clone().toColourspace('cmyk').jpeg().toBuffer();
    expect((await said(cmyk))?.[0]?.colours).to.be.oneOf(['CMYK', 'YCCK']);
  });

  it('is of each picture, and nothing where the tail is none', async () => {
    const files = [await by({ quality: 30 }), await by({ quality: 90, progressive: true })];
    const both = await said(Buffer.concat(files));
    expect(both?.map(({ quality, coding }) => [quality, coding])).to.deep.equal([
      [30, 'baseline'],
      [90, 'progressive'],
    ]);
    expect(picturesIn('jpeg', new Uint8Array(9))).to.equal(undefined);
    expect(picturesIn('png', new Uint8Array(9))).to.equal(undefined);
  });

  it('is the same of a file that is cut, or damaged in a scan', async () => {
    const file = await by({ quality: 70 });
    const [whole] = (await said(file)) ?? [];
    expect(await said(file.subarray(0, -300))).to.deep.equal([whole]);
  });
});
