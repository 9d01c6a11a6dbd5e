import { expect } from 'chai';
import { fieldsOf } from '../../src/layouts/layouts.js';
import { npyFile } from '../data/npyFile.js';
import { checkDamaged, fieldsSaid } from './layoutFiles.js';

/** A NumPy file of any description. */
function recordsFile(descr: string, shape: string, bytes: number, fortran = false): Buffer {
  const text = `{'descr': ${descr}, 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }`;
  const start = Buffer.from('\x93NUMPY\x03\0\0\0\0\0', 'latin1');
  const header = Buffer.from(`${text.padEnd(64 * Math.ceil(text.length / 64) + 51)}\n`, 'latin1');
  start.writeUInt32LE(header.length, 8);
  return Buffer.concat([start, header, Buffer.alloc(bytes, 3)]);
}

/** The fields of records whose bytes begin at 0. */
function columns(descr: string, shape: string, bytes: number, fortran = false): string[] {
  const file = recordsFile(descr, shape, bytes, fortran);
  const from = file.length - bytes;
  return fieldsSaid(file).map((line) =>
    line.replace(/ at (\d+)/, (_, at: string) => ` at ${Number(at) - from}`),
  );
}

describe('the layout of NumPy arrays', () => {
  it('is one field for plain numbers, in either order of axes', () => {
    const file = npyFile('<f4', [3, 5], new Uint8Array(60));
    expect(fieldsSaid(file)).to.deep.equal(['NumPy array', 'values: f32 at 128, 3*20 5*4']);
    const turned = npyFile('>i2', [3, 5], new Uint8Array(30), { fortran: true });
    expect(fieldsSaid(turned).at(-1)).to.equal('values: i16 big at 128, 5*6 3*2');
    expect(fieldsSaid(npyFile('|b1', [], new Uint8Array(1))).at(-1)).to.equal('values: u8 at 128');
  });

  it('knows all types', () => {
    const types: Record<string, string> = {
      '|b1': 'u8 1',
      '<u8': 'u64 8',
      '<i8': 'i64 8',
      '<f2': 'f16 2',
      '<f8': 'f64 8',
      '<M8[ns]': 'i64 8',
      '<m8[25us]': 'i64 8',
    };
    for (const [descr, said] of Object.entries(types)) {
      const [type, bytes] = said.split(' ');
      const lines = columns(`'${descr}'`, '(2,)', 2 * Number(bytes));
      expect(lines.at(-1), descr).to.equal(`values: ${type} at 0, 2*${bytes}`);
    }
    expect(columns("'<c8'", '(3,)', 24).at(-1)).to.equal('values: f32 at 0, 3*8 2*4');
    expect(columns("'>c16'", '(3,)', 48).at(-1)).to.equal('values: f64 big at 0, 3*16 2*8');
    expect(columns("'<f16'", '(3,)', 48).at(-1)).to.equal('values: u64 at 0, 3*16 2*8');
    expect(columns("'|S5'", '(3,)', 15).at(-1)).to.equal('values: text at 0, 3*5 5*1');
    expect(columns("'<U2'", '(3,)', 24)).to.deep.equal([
      'NumPy array',
      'values: text at 0, 3*8 2*4',
      'high: u24 at 1, 3*8 2*4',
    ]);
    expect(columns("'>U2'", '(3,)', 24).slice(1)).to.deep.equal([
      'high: u24 big at 0, 3*8 2*4',
      'values: text at 3, 3*8 2*4',
    ]);
  });

  it('has a field for each column of records, nested ones and arrays in them', () => {
    const inner = "[('x', '>i2'), ('', '|V2'), ('y', '<f8', (2, 3))]";
    const descr = `[('id', '<u4'), (('a title', 'point'), ${inner}), ('name', '|S3'), ('pair', ${inner}, (2,))]`;
    expect(columns(descr, '(2, 4)', 2 * 4 * 163)).to.deep.equal([
      'NumPy array',
      'id: u32 at 0, 2*652 4*163',
      'point.x: i16 big at 4, 2*652 4*163',
      'point.y: f64 at 8, 2*652 4*163 2*24 3*8',
      'name: text at 56, 2*652 4*163 3*1',
      'pair.x: i16 big at 59, 2*652 4*163 2*52',
      'pair.y: f64 at 63, 2*652 4*163 2*52 2*24 3*8',
    ]);
  });

  it('has columns where their offsets say', () => {
    const named = (offsets: string) =>
      `{'names': ['a', 'b'], 'formats': ['<i4', '<f8'], 'offsets': ${offsets}, 'itemsize': 16}`;
    expect(columns(named('[8, 0]'), '(3,)', 48)).to.deep.equal([
      'NumPy array',
      'b: f64 at 0, 3*16',
      'a: i32 at 8, 3*16',
    ]);
    expect(columns(named('[6, 0]'), '(3,)', 48)).to.deep.equal([
      'NumPy array: b: overlaps another field, or itself',
    ]);
    expect(columns(named('[0, 12]'), '(3,)', 48)).to.deep.equal([
      'NumPy array: b: overlaps another field, or itself',
    ]);
  });

  it('has the arrays of a file of several', () => {
    const file = Buffer.concat([
      npyFile('<f4', [3], new Uint8Array(12)),
      npyFile('<i2', [2, 2], new Uint8Array(8)),
      Buffer.from('more'),
    ]);
    expect(fieldsSaid(file)).to.deep.equal([
      'NumPy array',
      'values: f32 at 128, 3*4',
      'array 2 values: i16 at 268, 2*4 2*2',
    ]);
  });

  it('has whole records only, where the last is cut', () => {
    const descr = "[('a', '<i4'), ('b', '<i4')]";
    for (const bytes of [24, 25, 28, 31]) {
      const lines = columns(descr, '(1000000,)', bytes);
      expect(lines.slice(1)).to.deep.equal(['a: i32 at 0, 3*8', 'b: i32 at 4, 3*8']);
    }
    expect(columns(descr, `(${2 ** 60},)`, 24).slice(1).length).to.equal(2);
    expect(columns(descr, '(10,)', 7)).to.deep.equal(['NumPy array: it has no numbers']);
    expect(columns("'<i4'", '(2, 3)', 20).at(-1)).to.equal('values: i32 at 0, 3*4');
  });

  it('is none for types that nobody knows, objects, and headers that make no sense', () => {
    const deep = `${'('.repeat(500)}${')'.repeat(500)}`;
    const lines = [
      columns("'|O'", '(2,)', 16),
      columns("'<q9'", '(2,)', 18),
      columns("[('a', '<i4'), ('b',)]", '(2,)', 8),
      columns("'|V8'", '(2,)', 16),
      columns("'<f4'", '(2', 8),
      columns("'<f4'", "('x',)", 8),
      columns("'<f4'", deep, 8),
      columns("'<f4'", `(${'9'.repeat(400)},)`, 8),
    ];
    expect(lines.map(([line]) => line?.replace(/ character \d+/, ' character n'))).to.deep.equal([
      'NumPy array: type "|O" is not known',
      'NumPy array: type "<q9" is not known',
      'NumPy array: type ["b"] is not known',
      'NumPy array: it has no numbers',
      'NumPy array: its header makes no sense at character n',
      'NumPy array: its header has no shape',
      'NumPy array: its header makes no sense at character n',
      'NumPy array: values: its place or its sizes are absurd',
    ]);
  });

  it('is none for half a million columns, in no time', () => {
    const many = Array.from({ length: 500_000 }, (_, i) => `('${i}', '|u1')`);
    const lines = columns(`[${many.join(', ')}]`, '(2,)', 1_000_000);
    expect(lines[0]).to.equal('NumPy array: it has too many columns');
    const some = fieldsOf(
      recordsFile(`[${many.slice(0, 60_000).join(', ')}]`, '(2,)', 120_000),
      undefined,
    );
    expect(some?.fields.length).to.equal(60_000);
  }).timeout(20_000);

  it('says nothing false of damaged files', () => {
    checkDamaged(npyFile('<f4', [3, 5], new Uint8Array(60)));
    const inner = "[('x', '>i2'), ('', '|V2'), ('y', '<f8', (2, 3))]";
    checkDamaged(recordsFile(`[('a', ${inner}), ('b', '<U3')]`, '(2, 3)', 384));
  }).timeout(60_000);
});
