import { expect } from 'chai';
import { letters, padded, writer } from './bytesOf.js';
import { checkDamaged, fieldsSaid } from './layoutFiles.js';

/** A field of PP: header and grid, each with its length before and after it. */
function ppField(bigEndian: boolean, words: Record<number, number>, rows: number, columns: number) {
  const { u32, i32, f32 } = writer(bigEndian);
  const all = { 17: rows, 18: columns, 38: 1, ...words };
  const integers = Array.from({ length: 45 }, (_, i) => (all as Record<number, number>)[i] ?? 0);
  const bytes = 4 * rows * columns;
  return Buffer.concat([
    ...[u32(256), i32(...integers), f32(...Array(19).fill(1.5)), u32(256)],
    ...[u32(bytes), Buffer.alloc(bytes), u32(bytes)],
  ]);
}

describe('the layout of PP', () => {
  const file = Buffer.concat([
    ppField(true, {}, 3, 5),
    ppField(true, {}, 3, 5),
    ppField(true, { 38: 2 }, 2, 5),
    ppField(true, { 20: 1 }, 2, 5),
  ]);

  it('has tables of headers and grids that are alike one after another', () => {
    expect(fieldsSaid(file)).to.deep.equal([
      'PP',
      'header integers: i32 big at 4, 2*332 45*4',
      'header numbers: f32 big at 184, 2*332 19*4',
      'grid: f32 big at 268, 2*332 3*20 5*4',
      'header integers: i32 big at 668, 45*4',
      'header numbers: f32 big at 848, 19*4',
      'grid: i32 big at 932, 2*20 5*4',
      'header integers: i32 big at 980, 45*4',
      'header numbers: f32 big at 1160, 19*4',
    ]);
    expect(fieldsSaid(ppField(false, {}, 3, 5)).at(-1)).to.equal('grid: f32 at 268, 3*20 5*4');
  });

  it('has whole fields only', () => {
    expect(fieldsSaid(file.subarray(0, 663)).at(-1)).to.equal('grid: f32 big at 268, 3*20 5*4');
    expect(fieldsSaid(file.subarray(0, 300))).to.deep.equal(['PP: it has no field that is whole']);
    expect(fieldsSaid(ppField(true, { 19: 9 }, 3, 5))).to.have.length(3);
  });

  it('says nothing false of damaged files', () => {
    checkDamaged(file);
  }).timeout(60_000);
});

const { u8, u16, u32, u64 } = writer(true);

const u24 = (value: number) => u32(value).subarray(1);

/** A message of edition 1, with a grid of 5 in a row and numbers of so many bits. */
function grib1(bits: number, packed: number): Buffer {
  const product = Buffer.concat([u24(28), Buffer.alloc(4), u8(0x80), Buffer.alloc(20)]);
  const grid = Buffer.concat([u24(32), u8(0, 255, 0), u16(5, 3), Buffer.alloc(22)]);
  const numbers = [u24(11 + packed), u8(0), u16(1), u32(1), u8(bits), Buffer.alloc(packed)];
  const all = Buffer.concat([product, grid, ...numbers, letters('7777')]);
  return Buffer.concat([letters('GRIB'), u24(8 + all.length), u8(1), all]);
}

/** A message of edition 2. */
function grib2(template: number, bits: number, packed: number): Buffer {
  const section = (number: number, bytes: Uint8Array) =>
    Buffer.concat([u32(5 + bytes.length), u8(number), bytes]);
  const all = Buffer.concat([
    section(1, Buffer.alloc(16)),
    section(3, Buffer.concat([Buffer.alloc(25), u32(5, 3), Buffer.alloc(20)])),
    section(5, Buffer.concat([u32(15), u16(template), Buffer.alloc(8), u8(bits, 0)])),
    section(7, Buffer.alloc(packed)),
    letters('7777'),
  ]);
  return Buffer.concat([letters('GRIB'), u16(0), u8(0, 2), u64(16 + all.length), all]);
}

describe('the layout of GRIB', () => {
  it('has tables of messages that are alike, with zeros between them', () => {
    const message = padded(grib1(16, 30), 120);
    const file = Buffer.concat([message, message, message, grib1(12, 23)]);
    expect(fieldsSaid(file)).to.deep.equal([
      'GRIB',
      'header: u8 at 0, 3*120 79*1',
      'values: u16 big at 79, 3*120 3*10 5*2',
      'header: u8 at 360, 79*1',
    ]);
    expect(fieldsSaid(file.subarray(0, 300))[1]).to.equal('header: u8 at 0, 2*120 79*1');
    checkDamaged(file);
  }).timeout(60_000);

  it('knows both editions, and numbers of whole bytes', () => {
    const values = [8, 16, 24, 32].map((bits) =>
      fieldsSaid(grib2(0, bits, (15 * bits) / 8)).at(-1),
    );
    expect(values).to.deep.equal([
      'values: u8 at 121, 3*5 5*1',
      'values: u16 big at 121, 3*10 5*2',
      'values: u24 big at 121, 3*15 5*3',
      'values: u32 big at 121, 3*20 5*4',
    ]);
    expect(fieldsSaid(grib2(40, 16, 30))).to.deep.equal(['GRIB', 'header: u8 at 0, 121*1']);
    checkDamaged(Buffer.concat([grib2(0, 16, 30), grib2(0, 16, 30)]));
  }).timeout(60_000);
});
