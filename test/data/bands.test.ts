import { deflateSync } from 'node:zlib';
import { expect } from 'chai';
import { MANY_BYTES } from '../../src/data/bands.js';
import { MAX_HEAD } from '../../src/data/format.js';
import { inBands as pngInBands } from '../../src/data/png/bands.js';
import { encodePixels } from '../../src/data/png/pixels.js';
import { inBands as pnmInBands } from '../../src/data/pnm/bands.js';
import { readPnmHeader } from '../../src/data/pnm/header.js';
import { headerOf, type Made, makePng } from './pngFile.js';
import { expectExact, type Opened, open, restored } from './restored.js';

/** Samples that repeat, so that they are quick to make. */
function samples(n: number): Uint8Array {
  return Uint8Array.from({ length: n }, (_, i) => (i * i) % 251);
}

function pnm(header: string, bytes: number, after = ''): Buffer {
  return Buffer.concat([Buffer.from(header), samples(bytes), Buffer.from(after)]);
}

/** The first error of a promise that is to have one. */
async function errorOf(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  return promise.then(
    () => expect.fail('there is no error'),
    (error: Error) => error,
  );
}

const PAM = 'P7\nWIDTH 600\nHEIGHT 1900\nDEPTH 4\nMAXVAL 65535\nTUPLTYPE RGB_ALPHA\nENDHDR\n';
const FILES: readonly (readonly [file: Buffer, items: number, shape: readonly number[]])[] = [
  [pnm('P5 # gray\n1100 2000 255\n', 1100 * 2000), 3, [667, 1100]],
  [pnm('P6 1000 1100\n200\n', 3 * 1000 * 1100, 'P6 more'), 2, [550, 1000, 3]],
  [pnm(PAM, 8 * 600 * 1900), 2, [950, 600, 4]],
  [pnm('P5 3 2 1023\n', 12), 1, [2, 3]],
];

describe('pictures whose rows go by', () => {
  it('are bands of at most 1 Mi pixels, and come back, of PNM', async () => {
    for (const [file, items, shape] of FILES) {
      for (const most of [1, 2, 7]) {
        const { dataset } = await expectExact(file, 'pnm-bands', { format: 'pnm-bands' }, most);
        expect(dataset).to.include({ items, levels: dataset.dtype === 'u8' ? 256 : 65536 });
        expect(dataset.shape).to.deep.equal(shape);
        expect(dataset.position()).to.equal(file.length);
      }
    }
  });

  it('have the elements that they have when they are read at once', async () => {
    for (const [file] of FILES) {
      const bands = await open(file, { format: 'pnm-bands' });
      const whole = await open(file, { format: 'pnm' });
      const { length } = file.subarray(readPnmHeader(file).bytes);
      const n = Math.min(length, whole.elements.length);
      expect(Buffer.compare(bands.elements.subarray(0, n), whole.elements.subarray(0, n))).to.equal(
        0,
      );
    }
  });

  it('come back where PNM ends early, if there is a band', async () => {
    const [file] = FILES[0] as (typeof FILES)[number];
    for (const length of [file.length - 1, 2_000_000, 1_467_500, 800_001]) {
      const { dataset, pieces } = await expectExact(file.subarray(0, length), 'pnm-bands', {
        format: 'pnm-bands',
      });
      const bands = pieces.reduce((n, { elements }) => n + elements.length, 0) / (667 * 1100);
      expect(bands).to.equal(Math.floor((length - 24) / (667 * 1100)));
      expect(dataset.items).to.equal(3);
    }
    const error = await errorOf(open(file.subarray(0, 700_000), { format: 'pnm-bands' }));
    expect(error).to.have.property('message', 'pnm: expected 2200000 bytes of pixels, got 699976');
  });

  it('come back with the same pixels and chunks, of PNG', async () => {
    for (const made of PNGS) {
      const file = png(made);
      const bands = await open(file, { format: 'png-bands' }, 2);
      const whole = await open(file, { format: 'png' });
      const { length } = samplesOf(made);
      expect(Buffer.compare(bands.elements.subarray(0, length), samplesOf(made))).to.equal(0);
      expect(Buffer.compare(whole.elements.subarray(0, length), samplesOf(made))).to.equal(0);
      const back = await restored(bands);
      const again = await open(back, { format: 'png-bands' });
      expect(Buffer.compare(again.elements, bands.elements)).to.equal(0);
      expect(again.dataset.head).to.deep.equal(bands.dataset.head);
      expect(again.tail).to.deep.equal(bands.tail);
    }
  });

  it('are refused where PNG has other rows than it says, or filters that there are not', async () => {
    const made = PNGS[0] as Made;
    const rows = Buffer.concat([...encodePixels(samplesOf(made), headerOf(made))]);
    const filter = Buffer.from(rows);
    filter[1 + made.width] = 5;
    for (const [filtered, message] of [
      [filter, 'png: a row has a filter that is not known'],
      [rows.subarray(0, -1), 'png: expected 1301000 bytes of rows, got 1300999'],
      [Buffer.concat([rows, rows]), 'png: expected 1301000 bytes of rows, got more'],
    ] as const) {
      const file = makePng(made, deflateSync(filtered));
      const error = await errorOf(open(file, { format: 'png-bands' }));
      expect(error).to.have.property('message', message);
    }
  });

  it('are refused in a container that has not all of their rows', async () => {
    const opened = await open(png(PNGS[0] as Made), { format: 'png-bands' }, 1);
    const less = { ...opened, pieces: opened.pieces.slice(1) };
    expect(await errorOf(restored(less))).to.include({ code: 'CORRUPT' });
    const cut = opened.pieces.map(({ elements, side }) => ({ elements: elements.slice(1), side }));
    expect(await errorOf(restored({ ...opened, pieces: cut } as Opened))).to.include({
      code: 'CORRUPT',
    });
  });

  it('are refused of other pictures than those of whole bytes', async () => {
    const plain = Buffer.from('P2 3 2 999\n1 2 3\n400 5 6\n');
    expect(await errorOf(open(plain, { format: 'pnm-bands' }))).to.have.property(
      'message',
      'pnm: its samples are bits or digits',
    );
    const bits = { width: 9, height: 2, depth: 1, colour: 0, interlace: 0 };
    const file = makePng(bits, deflateSync(Uint8Array.of(0, 170, 0, 0, 85, 128)));
    expect(await errorOf(open(file, { format: 'png-bands' }))).to.have.property(
      'message',
      'png: its rows are interlaced, of less than bytes, or behind too much else',
    );
    for (const [format, head, example] of [
      ['pnm-bands', plain.subarray(0, 11), FILES[3]?.[0] as Buffer],
      ['pnm-bands', Buffer.from('P5 3 2 1023\n '), FILES[3]?.[0] as Buffer],
      ['png-bands', file.subarray(0, 60), png(PNGS[0] as Made)],
    ] as const) {
      const opened = await open(example, { format });
      const dataset = { ...opened.dataset, head };
      expect(await errorOf(restored({ ...opened, dataset }))).to.include({ code: 'CORRUPT' });
    }
  });

  it('are those of more than 128 MiB', () => {
    const gray = { width: 1 << 14, channels: 1, depth: 8, palette: false, interlaced: false };
    const rows = MANY_BYTES / gray.width;
    const inPng = (more: object, before = 33) =>
      pngInBands({
        header: { ...gray, height: rows + 1, ...more },
        before: new Uint8Array(before),
      });
    expect(inPng({ height: rows })).to.equal(false);
    expect(inPng({})).to.equal(true);
    expect(inPng({ interlaced: true })).to.equal(false);
    expect(inPng({}, MAX_HEAD + 1)).to.equal(false);
    const header = (kind: string, height: number) =>
      readPnmHeader(Buffer.from(`${kind} ${gray.width} ${height} 255\n`));
    expect(pnmInBands(header('P5', rows))).to.equal(false);
    expect(pnmInBands(header('P5', rows + 1))).to.equal(true);
    expect(pnmInBands(header('P2', rows + 1))).to.equal(false);
  });
});

const PNGS: readonly Made[] = [
  { width: 1300, height: 1000, depth: 8, colour: 0, interlace: 0 },
  { width: 1100, height: 960, depth: 16, colour: 2, interlace: 0 },
];

/** The elements of a picture. */
function samplesOf(made: Made): Uint8Array {
  const { width, height, depth, channels } = headerOf(made);
  return samples((width * height * channels * depth) / 8);
}

/** A PNG of all filters, in two IDATs. */
function png(made: Made): Uint8Array {
  const filters = Uint8Array.from({ length: made.height }, (_, y) => y % 5);
  const filtered = [...encodePixels(samplesOf(made), headerOf(made), filters)];
  const deflated = deflateSync(Buffer.concat(filtered));
  const half = deflated.length >> 1;
  return makePng(made, deflated, [half, deflated.length - half]);
}
