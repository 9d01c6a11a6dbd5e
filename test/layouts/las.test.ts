import { expect } from 'chai';
import { checkDamaged, fieldsSaid } from './layoutFiles.js';

interface Cloud {
  readonly minor?: number;
  readonly format: number;
  readonly rowBytes: number;
  readonly rows: number;
  /** Entries of extra bytes: type, options, name. */
  readonly extra?: readonly (readonly [type: number, options: number, name: string])[];
}

/** A point cloud of zeros. */
function lasFile({ minor = 2, format, rowBytes, rows, extra = [] }: Cloud): Buffer {
  const header = Buffer.alloc(minor >= 4 ? 375 : 227);
  header.write('LASF', 'latin1');
  header.set([1, minor], 24);
  header.writeUInt16LE(header.length, 94);
  const entries = extra.map(([type, options, name]) => {
    const entry = Buffer.alloc(192);
    entry.set([type, options], 2);
    entry.write(name, 4, 'latin1');
    return entry;
  });
  const record = Buffer.alloc(54);
  record.write('LASF_Spec', 2, 'latin1');
  record.writeUInt16LE(4, 18);
  record.writeUInt16LE(192 * extra.length, 20);
  const other = Buffer.alloc(54 + 3);
  other.writeUInt16LE(3, 20);
  header.writeUInt32LE(2, 100);
  const start = Buffer.concat([header, other, record, ...entries]);
  start.writeUInt32LE(start.length, 96);
  start[104] = format;
  start.writeUInt16LE(rowBytes, 105);
  if (minor >= 4) start.writeBigUInt64LE(BigInt(rows), 247);
  else start.writeUInt32LE(rows, 107);
  return Buffer.concat([start, Buffer.alloc(rows * rowBytes)]);
}

/** Bytes of the records of formats 0 to 10. */
const BYTES = [20, 28, 26, 34, 57, 63, 30, 36, 38, 59, 67];

describe('the layout of LAS', () => {
  it('has a field for each column of every point format', () => {
    BYTES.forEach((rowBytes, format) => {
      const file = lasFile({ minor: 4, format, rowBytes, rows: 3 });
      const lines = fieldsSaid(file);
      const from = file.length - 3 * rowBytes;
      expect(lines.slice(0, 3)).to.deep.equal([
        'LAS',
        `x: i32 at ${from}, 3*${rowBytes}`,
        `y: i32 at ${from + 4}, 3*${rowBytes}`,
      ]);
      const widths = lines.slice(1).map((line) => Number(/: \D+(\d+)/.exec(line)?.[1]) / 8);
      expect(widths.reduce((a, b) => a + b, 0)).to.equal(rowBytes);
    });
  });

  it('has times, colours and extra bytes where they are', () => {
    const extra = [
      [9, 0, 'height'],
      [0, 3, 'letters'],
      [23, 0, 'normal'],
    ] as const;
    const file = lasFile({ format: 3, rowBytes: 34 + 4 + 3 + 6 + 2, rows: 2, extra });
    const from = file.length - 98;
    expect(fieldsSaid(file).slice(-8)).to.deep.equal([
      `time: f64 at ${from + 20}, 2*49`,
      `red: u16 at ${from + 28}, 2*49`,
      `green: u16 at ${from + 30}, 2*49`,
      `blue: u16 at ${from + 32}, 2*49`,
      `height: f32 at ${from + 34}, 2*49`,
      `letters: u8 at ${from + 38}, 2*49 3*1`,
      `normal: u16 at ${from + 41}, 2*49 3*2`,
      `extra bytes: u8 at ${from + 47}, 2*49 2*1`,
    ]);
  });

  it('has whole points only', () => {
    const file = lasFile({ format: 0, rowBytes: 20, rows: 9 });
    const lines = fieldsSaid(file.subarray(0, file.length - 1)).slice(1);
    expect(lines.every((line) => line.endsWith(', 8*20'))).to.equal(true);
  });

  it('is none for compressed points, and for headers that lie', () => {
    const sound = lasFile({ format: 1, rowBytes: 28, rows: 3 });
    const changed = (at: number, ...bytes: number[]) => {
      const file = Buffer.from(sound);
      file.set(bytes, at);
      return fieldsSaid(file)[0];
    };
    expect(changed(104, 0x81)).to.equal('LAS: point format 129 is not known, or compressed');
    expect(changed(105, 27, 0)).to.equal('LAS: records of 27 bytes, and 28 bytes of columns');
    expect(changed(96, 40, 0, 0, 0)).to.equal('LAS: points at byte 40, within the header');
    expect(changed(107, 0, 0, 0, 0)).to.equal('LAS: it has no numbers');
    expect(changed(107, 255, 255, 255, 255)).to.equal('LAS');
    expect(changed(100, 255, 255, 255, 255)).to.equal('LAS');
  });

  it('says nothing false of damaged files', () => {
    const extra = [[9, 0, 'height']] as const;
    checkDamaged(lasFile({ format: 1, rowBytes: 34, rows: 5, extra }));
    checkDamaged(lasFile({ minor: 4, format: 7, rowBytes: 36, rows: 5 }));
  }).timeout(60_000);
});
