import { expect } from 'chai';
import fc from 'fast-check';
import { gather, scatter } from '../../../src/codecs/numbers/column.js';
import { coverOf, putRest, restOf } from '../../../src/codecs/numbers/cover.js';
import { CrayError } from '../../../src/errors.js';
import { Random } from '../../../src/train/random.js';
import { anyFields, bytesAt, numbersAt } from './someFields.js';

const noise = (n: number) => {
  const random = new Random(n);
  return Uint8Array.from({ length: n }, () => Math.floor(256 * random.uniform()));
};

describe('columns', () => {
  it('have the numbers that fields say, in the order of the axes', () => {
    fc.assert(
      fc.property(anyFields, ({ fields, size }) => {
        const bytes = noise(size);
        for (const field of fields) {
          const { values } = gather(bytes, field);
          expect(Array.from(values as never, BigInt)).to.deep.equal(
            numbersAt(field).map((at) => bytesAt(bytes, field, at)),
          );
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('and the rest go back to where they were', () => {
    fc.assert(
      fc.property(anyFields, ({ fields, size }) => {
        const bytes = noise(size);
        const out = new Uint8Array(size);
        const cover = coverOf(size, fields);
        putRest(out, cover, restOf(bytes, cover));
        for (const field of fields) scatter(out, field, gather(bytes, field).values);
        expect(out).to.deep.equal(bytes);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('are refused where two have the same byte, or one has it twice', () => {
    const field = { name: '', offset: 0, type: 'u16', bigEndian: false } as const;
    const axes = (stride: number) => [{ count: 3, stride }];
    const cases = [
      [{ ...field, axes: axes(1) }],
      [{ ...field, axes: axes(0) }],
      [
        { ...field, axes: axes(2) },
        { ...field, offset: 5, axes: [] },
      ],
    ];
    for (const fields of cases) {
      expect(() => coverOf(9, fields))
        .to.throw(CrayError)
        .with.property('code', 'CORRUPT');
    }
    expect([...coverOf(7, [{ ...field, offset: 1, axes: axes(2) }])]).to.deep.equal([
      0, 1, 1, 1, 1, 1, 1,
    ]);
  });
});
