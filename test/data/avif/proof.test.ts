import { expect } from 'chai';
import sharp from 'sharp';
import { readItems } from '../../../src/data/avif/items.js';
import { checkAllSeen } from '../../../src/data/avif/proof.js';
import { sequenceOf } from '../../../src/data/avif/units.js';
import { expectBytes, open, restored } from '../restored.js';
import { GRAIN, HDR, LIMITED } from './files.js';

/** A file of sharp's, of so many bits. */
function fileOf(channels: 3 | 4, bitdepth: 8 | 10 | 12 = 8): Promise<Buffer> {
  const samples = Uint16Array.from({ length: 17 * 11 * channels }, (_, i) => (i * 7919) % 65536);
  return sharp(samples, { raw: { width: 17, height: 11, channels } })
    .toColourspace('rgb16')
    .avif({ lossless: true, bitdepth, effort: 0 })
    .toBuffer();
}

/** The file with other bytes from so many after the last of a mark. */
function changed(file: Uint8Array, mark: string, on: number, ...bytes: number[]): Buffer {
  const copy = Buffer.from(file);
  copy.set(bytes, copy.lastIndexOf(mark) + on);
  return copy;
}

/** The file without a box that says which its colours are. */
function unsaid(file: Uint8Array): Buffer {
  return changed(file, 'colr', 0, ...Buffer.from('free'));
}

/** What a box of a file says of the colours. */
function saidIn(file: Buffer): string {
  const at = file.indexOf('nclx');
  return file.subarray(at, at + 11).toString('hex');
}

/** The coded colours of a file. */
function coloursIn(file: Uint8Array): Buffer {
  const [colours] = readItems(file).coded;
  return Buffer.from(file.subarray(colours?.from, colours?.to));
}

describe('what sharp decodes of avif', () => {
  it('is all that there is of files of all depths, and the headers of their sequences say so', async () => {
    for (const bits of [8, 10, 12] as const) {
      for (const channels of [3, 4] as const) {
        const file = await fileOf(channels, bits);
        const { dataset } = await open(file);
        expect(dataset.format, dataset.note).to.equal('avif');
        const sequence = sequenceOf(coloursIn(file));
        const sizes = { width: 17, height: 11, depth: bits, gray: false };
        expect(sequence).to.include({ ...sizes, fullRange: true, grain: false, matrix: 0 });
      }
    }
  });

  it('is not where samples have more bits than the boxes say', async () => {
    const file = await fileOf(3, 10);
    const narrow = changed(changed(file, 'av1C', 6, 0), 'pixi', 9, 8, 8, 8);
    await expectBytes(narrow, 'avif: expected 8 bits of its colours, got 10');
  });

  it('is not where it is of another size than the boxes say', async () => {
    await expectBytes(
      changed(await fileOf(4), 'ispe', 8, 0, 0, 0, 16),
      'avif: expected 16 x 11 of its colours, got 17 x 11',
    );
  });

  it('is not where there is a part of the range, or noise over it', async () => {
    await expectBytes(LIMITED, 'avif: its colours have part of the range');
    const said = changed(await fileOf(3), 'nclx', 10, 0);
    await expectBytes(said, 'avif: its colours have part of the range');
    await expectBytes(GRAIN, 'avif: its colours have noise put over them');
  });

  it('has the colours that the pixels alone say, or is not taken', async () => {
    const { dataset, ...read } = await open(HDR);
    expect(dataset.format, dataset.note).to.equal('avif');
    const again = Buffer.from(await restored({ dataset, ...read }));
    expect(sequenceOf(coloursIn(HDR))).to.include({ primaries: 9, transfer: 16 });
    expect((await sharp(again).metadata()).space).to.equal((await sharp(HDR).metadata()).space);
    expect(saidIn(again)).to.equal(saidIn(HDR));
    await expectBytes(unsaid(HDR), 'avif: its colours are said by its pixels alone');
  });

  it('is not where boxes and pixels disagree on how colours are made', async () => {
    await expectBytes(changed(HDR, 'nclx', 9, 9), 'colours are made by matrix 9');
    const pixels = Buffer.from(Array.from({ length: 30 * 30 * 3 }, (_, i) => (i * i) & 255));
    const image = sharp(pixels, { raw: { width: 30, height: 30, channels: 3 } });
    const loss = await image.avif({ effort: 0, chromaSubsampling: '4:4:4' }).toBuffer();
    const items = { ...readItems(loss), said: { matrix: 0, fullRange: true } };
    expect(() => checkAllSeen(loss, items)).to.throw(
      /^avif: its boxes say that its colours are made by matrix 0, and its pixels by [1-9]$/,
    );
  });

  it('is not where it is to be changed by what this program does not know', async () => {
    const file = await fileOf(3);
    const needed = changed(file, 'pixi', 0, ...Buffer.from('a1op'));
    const { dataset } = await open(needed);
    expect(dataset.format, dataset.note).to.equal('avif');
    const at = needed.lastIndexOf('ipma') + 4 + 4 + 4 + 2 + 1;
    for (let i = 0; i < (needed[at - 1] as number); i++)
      needed[at + i] = (needed[at + i] as number) | 0x80;
    await expectBytes(needed, 'avif: it is changed by property a1op once it is decoded');
  });
});

describe('the units of a coded picture', () => {
  it('are one frame of one sequence, and nothing else', () => {
    const coded = coloursIn(HDR);
    const METADATA = Buffer.of((5 << 3) | 2, 1, 0);
    const PADDING = Buffer.of((15 << 3) | 2, 1, 0);
    expect(sequenceOf(Buffer.concat([coded, PADDING]))).to.deep.equal(sequenceOf(coded));
    for (const [units, message] of [
      [Buffer.concat([METADATA, coded]), 'avif: its pixels have a unit of type 5 among them'],
      [Buffer.concat([coded, coded]), 'avif: expected one frame in one sequence, got 2 in 2'],
      [new Uint8Array(0), 'avif: expected one frame in one sequence, got 0 in 0'],
      [coded.subarray(0, coded.length - 3), 'avif: its pixels are cut short'],
    ] as const) {
      expect(() => sequenceOf(units), message).to.throw(message);
    }
  });
});
