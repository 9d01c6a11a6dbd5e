import { expect } from 'chai';
import fc from 'fast-check';
import { CrayError } from '../../src/errors.js';
import { bytesIn, checkedFields } from '../../src/layouts/check.js';
import type { Axis, Field, NumberType } from '../../src/layouts/layout.js';
import { expectSound, said } from './layoutFiles.js';

const axes = (...pairs: [count: number, stride: number][]): Axis[] =>
  pairs.map(([count, stride]) => ({ count, stride }));

const field = (name: string, offset: number, type: NumberType, ...pairs: [number, number][]) =>
  ({ name, offset, type, bigEndian: false, axes: axes(...pairs) }) satisfies Field;

/** What is left of fields in a file of so many bytes, or what is wrong with them. */
function checked(size: number | undefined, ...fields: Field[]): string[] {
  try {
    return checkedFields(fields, size, 'test').map(said);
  } catch (error) {
    if (!(error instanceof CrayError)) throw error;
    return [error.message];
  }
}

describe('fields', () => {
  it('are sorted, and without what says nothing', () => {
    const fields = [
      field('b', 50, 'f32', [1, 99], [5, 4]),
      field('none', 0, 'u8', [0, 1], [5, 1]),
      field('a', 3, 'u16', [1, 2]),
    ];
    expect(checked(100, ...fields)).to.deep.equal(['a: u16 at 3', 'b: f32 at 50, 5*4']);
  });

  it('are those of columns of one table, which may lie between each other', () => {
    const [a, b] = [field('a', 0, 'i32', [5, 12]), field('b', 4, 'f64', [5, 12])];
    expect(checked(60, b, a)).to.deep.equal(['a: i32 at 0, 5*12', 'b: f64 at 4, 5*12']);
    const inner = field('c', 0, 'u16', [3, 100], [4, 4]);
    const between = field('d', 2, 'u16', [3, 100], [4, 4]);
    expect(checked(300, inner, between)).to.have.length(2);
    const cut = checked(70, field('a', 0, 'u8', [2, 64]), field('b', 8, 'f64', [2, 64]));
    expect(cut).to.deep.equal(['a: u8 at 0, 2*64', 'b: f64 at 8']);
  });

  it('do not overlap', () => {
    const wrong = ['test: b: overlaps another field, or itself'];
    const a = field('a', 0, 'i32', [5, 12]);
    expect(checked(999, field('b', 0, 'i32', [5, 2]))).to.deep.equal(wrong);
    expect(checked(999, field('b', 0, 'u8', [5, 4], [5, 1]))).to.deep.equal(wrong);
    expect(checked(999, field('b', 0, 'u8', [5, 1], [5, 8]))).to.deep.equal(wrong);
    expect(checked(999, a, field('b', 8, 'f64', [5, 12]))).to.deep.equal(wrong);
    expect(checked(999, a, field('b', 4, 'u8', [5, 11]))[0]).to.match(/overlaps/);
    expect(checked(999, a, field('b', 50, 'u8', [5, 11]))[0]).to.match(/overlaps/);
  });

  it('end where the file does', () => {
    const volume = field('a', 10, 'f32', [7, 60], [5, 12], [3, 4]);
    expect(checked(10 + 120, volume)).to.deep.equal(['a: f32 at 10, 2*60 5*12 3*4']);
    expect(checked(10 + 119, volume)).to.deep.equal(['a: f32 at 10, 5*12 3*4']);
    expect(checked(10 + 59, volume)).to.deep.equal(['a: f32 at 10, 4*12 3*4']);
    expect(checked(10 + 11, volume)).to.deep.equal(['a: f32 at 10, 2*4']);
    expect(checked(14, volume)).to.deep.equal(['a: f32 at 10']);
    expect(checked(13, volume)).to.deep.equal([]);
    const huge = field('a', 0, 'u8', [2 ** 60, 2 ** 60], [2 ** 60, 1]);
    expect(checked(100, huge)).to.deep.equal(['a: u8 at 0, 100*1']);
  });

  it('have places and sizes that there can be', () => {
    const wrong = ['test: a: its place or its sizes are absurd'];
    const odd = [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY];
    for (const bad of odd) expect(checked(99, field('a', bad, 'u8'))).to.deep.equal(wrong);
    for (const bad of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(checked(99, field('a', 0, 'u8', [bad, 1])), `${bad}`).to.deep.equal(wrong);
      expect(checked(99, field('a', 0, 'u8', [2, bad])), `${bad}`).to.deep.equal(wrong);
    }
    const most = `a: u8 at 0, ${2 ** 50}*8`;
    expect(checked(undefined, field('a', 0, 'u8', [2 ** 52, 8]))).to.deep.equal([most]);
  });

  it('have at most eight axes, of which those without holes between them can be one', () => {
    const many = (stride: number) => Array.from({ length: 10 }, (_, i) => [2, stride ** (9 - i)]);
    const dense = field('a', 0, 'u8', ...(many(2) as [number, number][]));
    expect(checked(1024, dense)).to.deep.equal([
      'a: u8 at 0, 8*128 2*64 2*32 2*16 2*8 2*4 2*2 2*1',
    ]);
    const holes = field('a', 0, 'u8', ...(many(3) as [number, number][]));
    expect(checked(1 << 20, holes)).to.deep.equal(['test: a: 10 axes']);
  });

  it('are few enough, and as many as there may be take no time', () => {
    const columns = (n: number) =>
      Array.from({ length: n }, (_, i) => field(`${i}`, i, 'u8', [1000, n]));
    expect(checkedFields(columns(1 << 16), 1000 << 16, 'test')).to.have.length(1 << 16);
    expect(checked(undefined, ...columns((1 << 16) + 1))).to.deep.equal([
      'test: 65537 fields are too many',
    ]);
  });

  it('that are found sound are so by a map of all bytes, and cover what they say', () => {
    const anyField = fc.record({
      name: fc.constantFrom('a', 'b', 'c'),
      offset: fc.nat(40),
      type: fc.constantFrom<NumberType>('u8', 'u16', 'u24', 'f64'),
      bigEndian: fc.boolean(),
      axes: fc.array(fc.record({ count: fc.nat(4), stride: fc.constantFrom(1, 2, 4, 8, 16, 48) }), {
        maxLength: 3,
      }),
    });
    let sound = 0;
    fc.assert(
      fc.property(
        fc.array(anyField, { maxLength: 4 }),
        fc.integer({ min: 1, max: 200 }),
        (fields, size) => {
          try {
            const found = checkedFields(fields, size, 'test');
            expectSound(found, size);
            expect(bytesIn(found)).to.be.at.most(size);
            sound += found.length > 1 ? 1 : 0;
          } catch (error) {
            if (!(error instanceof CrayError)) throw error;
          }
        },
      ),
      { numRuns: 20_000, seed: 5 },
    );
    expect(sound).to.be.above(500);
  });
});
