import { expect } from 'chai';
import { letters, padded, writer } from './bytesOf.js';
import { checkDamaged, fieldsSaid } from './layoutFiles.js';

const { u8, u32, u64 } = writer(true);

interface Variable {
  readonly name: string;
  readonly axes: readonly number[];
  readonly type: number;
  readonly begin: number;
}

/** A file of axes, of which one of 0 counts records. */
function netcdfFile(
  version: 1 | 2 | 5,
  records: number,
  axes: readonly number[],
  variables: readonly Variable[],
  bytes: number,
): Buffer {
  const count = version === 5 ? u64 : u32;
  const name = (text: string) => Buffer.concat([count(text.length), padded(letters(text), 4)]);
  const list = (tag: number, items: readonly Uint8Array[]) =>
    Buffer.concat([u32(items.length === 0 ? 0 : tag), count(items.length), ...items]);
  const units = Buffer.concat([name('units'), u32(2), count(3), letters('m/s\0')]);
  const header = Buffer.concat([
    letters('CDF'),
    u8(version),
    records < 0 ? u32(0xffffffff) : count(records),
    list(
      10,
      axes.map((size, i) => Buffer.concat([name(`d${i}`), count(size)])),
    ),
    list(12, [units]),
    list(
      11,
      variables.map((variable) =>
        Buffer.concat([
          name(variable.name),
          count(variable.axes.length),
          ...variable.axes.map((axis) => count(axis)),
          list(12, variable.name === 'a' ? [units] : []),
          u32(variable.type),
          count(0),
          version === 1 ? u32(variable.begin) : u64(variable.begin),
        ]),
      ),
    ),
  ]);
  return Buffer.concat([header, Buffer.alloc(512 - header.length + bytes)]);
}

const VARIABLES = [
  { name: 'a', axes: [1, 2], type: 5, begin: 512 },
  { name: 'none', axes: [2], type: 77, begin: 512 },
  { name: 'b', axes: [0, 1], type: 3, begin: 560 },
  { name: 'c', axes: [0], type: 6, begin: 568 },
];

const EXPECTED = [
  'netCDF',
  'a: f32 big at 512, 3*16 4*4',
  'b: i16 big at 560, 5*16 3*2',
  'c: f64 big at 568, 5*16',
];

describe('the layout of netCDF', () => {
  it('has a field for each variable, those of records between each other', () => {
    for (const version of [1, 2, 5] as const) {
      const file = netcdfFile(version, 5, [0, 3, 4], VARIABLES, 128);
      expect(fieldsSaid(file), `${version}`).to.deep.equal(EXPECTED);
    }
  });

  it('counts whole records, whatever the header says', () => {
    const file = netcdfFile(1, -1, [0, 3, 4], VARIABLES, 128);
    expect(fieldsSaid(file)).to.deep.equal(EXPECTED);
    const cut = netcdfFile(1, 2 ** 30, [0, 3, 4], VARIABLES, 128).subarray(0, -1);
    expect(fieldsSaid(cut).at(-1)).to.equal('c: f64 big at 568, 4*16');
  });

  it('has no room between records of one variable', () => {
    const only = [{ name: 'a', axes: [0], type: 3, begin: 512 }];
    const lines = fieldsSaid(netcdfFile(2, 5, [0], only, 10));
    expect(lines).to.deep.equal(['netCDF', 'a: i16 big at 512, 5*2']);
  });

  it('knows all types', () => {
    const types = Array.from({ length: 11 }, (_, i) => {
      const only = [{ name: 'a', axes: [0], type: i + 1, begin: 512 }];
      return fieldsSaid(netcdfFile(5, 0, [2], only, 16))[1]?.split(' ')[1];
    });
    const all = 'i8 text i16 i32 f32 f64 u8 u16 u32 i64 u64';
    expect(types.map((type) => type?.replace(',', ''))).to.deep.equal(all.split(' '));
  });

  it('is none where a header lies', () => {
    const bad = (variable: Partial<Variable>, axes = [2]) =>
      fieldsSaid(
        netcdfFile(1, 0, axes, [{ name: 'x', axes: [0], type: 4, begin: 512, ...variable }], 64),
      );
    expect(bad({ axes: [7] })).to.deep.equal(['netCDF: x: an axis is not known']);
    expect(bad({ axes: Array(20).fill(0) }, [2 ** 30])).to.deep.equal([
      'netCDF',
      'x: i32 big at 512, 16*4',
    ]);
    const [a, b] = [0, 4].map((more) => ({
      name: `x${more}`,
      axes: [0],
      type: 4,
      begin: 512 + more,
    }));
    const both = netcdfFile(1, 0, [2], [a as Variable, b as Variable], 64);
    expect(fieldsSaid(both)).to.deep.equal(['netCDF: x0: overlaps another field, or itself']);
  });

  it('says nothing false of damaged files', () => {
    for (const version of [1, 5] as const) {
      checkDamaged(netcdfFile(version, 5, [0, 3, 4], VARIABLES, 128));
    }
  }).timeout(60_000);
});
