import { expect } from 'chai';
import sharp from 'sharp';
import { makeJpeg, segment } from '../jpegFile.js';
import { expectBytes, type Opened, open, restored } from '../restored.js';

const word = (n: number) => [n >> 8, n & 255];
const [SOI, EOI] = [
  [0xff, 0xd8],
  [0xff, 0xd9],
];
const GRAY = makeJpeg({ width: 60, height: 60, sampling: [[1, 1]] }).file;

/** Where a segment begins. */
function markerOf(file: Uint8Array, kind: number): number {
  return file.findIndex((byte, i) => byte === 0xff && file[i + 1] === kind);
}

/** A gray picture of one scan, of its codes, by tables of one or two codes. */
function grayFile(made: {
  readonly frame?: number;
  readonly width?: number;
  readonly height?: number;
  readonly tables: readonly (readonly [id: number, symbols: readonly number[]])[];
  readonly scans: readonly (readonly [band: readonly number[], codes: readonly number[]])[];
}): Uint8Array {
  const { frame = 0xc0, width = 80, height = 80, tables, scans } = made;
  const header = [8, ...word(height), ...word(width), 1, 1, 0x11, 0];
  const table = ([id, symbols]: readonly [number, readonly number[]]) => {
    const counts = new Array(16).fill(0).with(symbols.length - 1, symbols.length);
    return segment(0xc4, [id, ...counts, ...symbols]);
  };
  return Uint8Array.from([
    ...SOI,
    ...segment(0xdb, [0, ...new Array(64).fill(1)]),
    ...segment(frame, header),
    ...tables.flatMap(table),
    ...scans.flatMap(([band, codes]) => [...segment(0xda, [1, 1, 0, ...band]), ...codes]),
    ...EOI,
  ]);
}

async function expectBack(file: Uint8Array): Promise<Opened> {
  const opened = await open(file);
  expect(Buffer.compare(await restored(opened), file), 'restored').to.equal(0);
  return opened;
}

/** Bits as bytes of a scan. */
function bytesOf(bits: string): number[] {
  const whole = bits.padEnd(8 * Math.ceil(bits.length / 8), '1').match(/.{8}/g) ?? [];
  const bytes = whole.map((eight) => Number.parseInt(eight, 2));
  return bytes.flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte]));
}

/** Bytes of memory that an action leaves, and milliseconds of the processor that it takes. */
async function spent(action: () => Promise<unknown>) {
  const before = process.memoryUsage().rss;
  const started = process.cpuUsage();
  await action();
  const { user, system } = process.cpuUsage(started);
  return { memory: process.memoryUsage().rss - before, time: (user + system) / 1000 };
}

describe('jpeg files that lie', () => {
  it('cut anywhere, of scans by bands, with restarts, or of several pictures, come back', async () => {
    const noise = Uint8Array.from({ length: 3 * 40 * 24 }, (_, i) => (i * i * 31) & 255);
    const raw = sharp(noise, { raw: { width: 40, height: 24, channels: 3 } });
    const sampling = [
      [2, 1],
      [1, 1],
      [1, 1],
    ] as const;
    const files = [
      new Uint8Array(await raw.jpeg({ mozjpeg: true, quality: 40 }).toBuffer()),
      makeJpeg({ width: 30, height: 30, sampling, interval: 1 }).file,
      Uint8Array.from([...GRAY, ...GRAY]),
    ];
    for (const file of files) {
      for (let end = 0; end <= file.length; end++) await expectBack(file.subarray(0, end));
    }
  }).timeout(20_000);

  it('with any byte of a Huffman table changed come back', async () => {
    const from = markerOf(GRAY, 0xc4);
    for (let at = from; at < from + 4 + 17 + 40; at++) {
      for (const byte of [0, 1, 15, 16, 128, 240, 255]) await expectBack(GRAY.with(at, byte));
    }
  }).timeout(20_000);

  it('whose codes are more than there can be are bytes', async () => {
    const table = markerOf(GRAY, 0xc4);
    await expectBytes(GRAY.with(table + 5, 3), 'a Huffman table is wrong');
  });

  it('without a table, or with tables after the scan that asks for them, are bytes', async () => {
    const first = markerOf(GRAY, 0xc4);
    const second = first + 4 + 17 + 256;
    const scan = markerOf(GRAY, 0xda);
    const table = GRAY.subarray(first, second);
    const without = Uint8Array.from([...GRAY.subarray(0, first), ...GRAY.subarray(second)]);
    await expectBytes(without, 'a scan has no Huffman table');
    await expectBytes(
      Uint8Array.from([...without.subarray(0, -2), ...table, ...EOI]),
      'a scan has no Huffman table',
    );
    const none = Uint8Array.from([...GRAY.subarray(0, first), ...GRAY.subarray(scan)]);
    await expectBytes(none, 'a scan has no Huffman table');
  });

  it('without tables of quantisation are coefficients, whose steps are taken to be ones', async () => {
    const steps = markerOf(GRAY, 0xdb);
    const without = Uint8Array.from([...GRAY.subarray(0, steps), ...GRAY.subarray(steps + 69)]);
    const { dataset } = await expectBack(without);
    expect(dataset.pictures?.[0]?.components[0]?.steps).to.deep.equal(new Array(64).fill(1));
  });

  it('of 65,535 x 65,535 in 200 bytes take no memory and no time', async () => {
    const tables = [
      [0x00, [0]],
      [0x10, [0]],
    ] as const;
    const all = [0, 63, 0];
    const makes = [0xc0, 0xc1, 0xc2].flatMap((frame) => {
      const size = { frame, width: 65_535, height: 65_535 };
      const codes = new Array(60).fill(0);
      return [
        grayFile({ ...size, tables, scans: [[frame === 0xc2 ? [0, 0, 0] : all, codes]] }),
        grayFile({ ...size, tables, scans: new Array(4).fill([[1, 63, 0], codes]) }),
      ];
    });
    const { memory, time } = await spent(async () => {
      for (const file of makes) {
        expect(file.length).to.be.within(150, 450);
        expect((await expectBack(file)).dataset.format).to.equal('bytes');
      }
    });
    expect(memory).to.be.below(64 << 20);
    expect(time).to.be.below(1000);
  });

  it('whose first coefficients grow out of 16 bits come back', async () => {
    const tables = [
      [0x00, [15]],
      [0x10, [0]],
    ] as const;
    // A block that adds 32,767 and ends, and one that takes so much away: most stay within 16 bits, the last do not.
    const [more, less] = ['0111111111111111', '0000000000000000'];
    const blocks = (end: string) =>
      [...new Array(45).fill(more + end + less + end), ...new Array(10).fill(more + end)].join('');
    const opened = await expectBack(
      grayFile({ tables, scans: [[[0, 63, 0], bytesOf(blocks('0'))]] }),
    );
    expect(opened.dataset.format).to.equal('jpeg');
    const up = grayFile({ frame: 0xc2, tables, scans: [[[0, 0, 13], bytesOf(blocks(''))]] });
    await expectBack(up);
    const all = grayFile({ tables, scans: [[[0, 63, 0], bytesOf(`${more}0`.repeat(100))]] });
    await expectBytes(all, 'less than a quarter of it');
  });

  it('whose later coefficients grow out of 16 bits come back', async () => {
    // A coefficient of 15 bits, 13 further up, and a correction of it.
    const tables = [
      [0x00, [0]],
      [0x10, [0x0f, 0x00]],
    ] as const;
    const ones = new Array(50).fill([0x3f, 0xff, 0, 0xc0]).flat();
    for (const low of [0, 1, 5, 13]) {
      const scans = [
        [[0, 0, 0], new Array(13).fill(0)],
        [[1, 5, low], ones],
        [[1, 5, 16 * low + low - 1], ones],
      ] as const;
      await expectBack(
        grayFile({ frame: 0xc2, tables, scans: low === 0 ? scans.slice(0, 2) : scans }),
      );
    }
  });

  it('that say their height by DNL are bytes, wherever that stands', async () => {
    const frame = markerOf(GRAY, 0xc1);
    const later = GRAY.slice();
    later.set([0, 0], frame + 5);
    const height = segment(0xdc, word(60));
    const bytes = Uint8Array.from([...later.subarray(0, -2), ...height, ...EOI]);
    await expectBytes(bytes, 'does not say how large it is');
    // One that says again what is known is after all coefficients.
    const again = Uint8Array.from([...GRAY.subarray(0, -2), ...height, ...EOI]);
    expect((await expectBack(again)).dataset.format).to.equal('jpeg');
    const early = Uint8Array.from([...GRAY.subarray(0, frame), ...height, ...GRAY.subarray(frame)]);
    await expectBytes(early, 'DNL');
  });

  it('with any marker anywhere in a scan come back', async () => {
    const scan = markerOf(GRAY, 0xda);
    for (let kind = 0; kind < 256; kind++) {
      for (const at of [scan + 10, scan + 40 + kind, GRAY.length - 4]) {
        const into = [...GRAY.subarray(0, at), 0xff, kind, ...GRAY.subarray(at)];
        await expectBack(Uint8Array.from(into));
        await expectBack(GRAY.with(at, 0xff).with(at + 1, kind));
      }
    }
  }).timeout(20_000);
});
