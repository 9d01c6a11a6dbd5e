import { expect } from 'chai';
import fc from 'fast-check';
import { flatten } from '../../../../src/ans/flatten.js';
import { type Coder, codes, pushedBits } from '../../../../src/codecs/numbers/coders/coder.js';
import { CODERS } from '../../../../src/codecs/numbers/coders/index.js';
import type { Column } from '../../../../src/codecs/numbers/column.js';
import { about, NUMBER_TYPES, type NumberType } from '../../../../src/codecs/numbers/field.js';
import { CrayError } from '../../../../src/errors.js';
import { fullMessage } from '../../../laws.js';
import { bitsIn, columnOf, hardColumns } from '../hardColumns.js';

/** Columns that a coder may have together. */
function columnsFor(name: string): fc.Arbitrary<readonly Column[]> {
  const coder = CODERS.find((one) => one.name === name);
  const types = NUMBER_TYPES.filter((type) => coder?.takes(type));
  const one = fc.constantFrom(...types).chain(hardColumns);
  if (!coder?.together) return one.map((column) => [column]);
  return fc
    .array(one, { minLength: 1, maxLength: 4 })
    .map((all) =>
      all.filter((column) => coder.together?.(column) === coder.together?.(all[0] as Column)),
    );
}

/** What a coder makes of noise: numbers, or nothing where it is CORRUPT. */
function madeOfNoise(coder: Coder, type: NumberType): Column['values'] | undefined {
  try {
    return coder.codec([{ type, sizes: [30] }]).pop(fullMessage(2, 5))[0];
  } catch (error) {
    // Those that say first by which means they code do not say it in noise.
    if (!(error instanceof CrayError) || error.code !== 'CORRUPT' || !coder.needs) throw error;
    return undefined;
  }
}

describe('coders', () => {
  for (const coder of CODERS) {
    it(`${coder.name} restores columns that it codes together, and the message`, () => {
      fc.assert(
        fc.property(columnsFor(coder.name), fc.constantFrom(1, 3), (columns, lanes) => {
          const codec = coder.codec(columns);
          const message = fullMessage(lanes, 1);
          const before = flatten(message);
          codec.push(
            message,
            columns.map(({ values }) => values),
          );
          const popped = codec.pop(message);
          expect(popped.map(bitsIn)).to.deep.equal(columns.map(({ values }) => bitsIn(values)));
          expect(flatten(message)).to.deep.equal(before);
          expect(coder.memory(columns)).to.be.above(0);
        }),
        { seed: 1, numRuns: 60 },
      );
    });

    it(`${coder.name} tells what beginnings take, where it does, as it takes it`, () => {
      const table = ['u8', 'u16', 'u64'] as const;
      const columns = table.map((type) =>
        columnOf(
          type,
          Array.from({ length: 600 }, (_, i) => i % 7),
        ),
      );
      const [half, all] = coder.bitsUpTo?.(columns, [900, 1800]) ?? [];
      if (half === undefined || all === undefined) return;
      const told = columns.map(({ type, values }) => columnOf(type, bitsIn(values).slice(0, 300)));
      expect(half).to.be.closeTo(pushedBits(coder, told), 64);
      expect(all).to.be.closeTo(pushedBits(coder, columns), 64);
    });

    it(`${coder.name} makes numbers of their type of noise`, () => {
      for (const type of NUMBER_TYPES.filter((type) => coder.takes(type))) {
        const values = madeOfNoise(coder, type);
        if (!values) continue;
        const most = 1n << BigInt(about(type).bits);
        expect(
          bitsIn(values).every((value) => value < most),
          type,
        ).to.equal(true);
      }
    });
  }

  it('take no more than their codecs do', () => {
    const [bytes, , , floats, records] = CODERS;
    const sizes = (...sizes: number[]) => ({ type: 'f64', sizes }) as const;
    expect(codes(bytes as never, sizes(1 << 23))).to.equal(true);
    expect(codes(bytes as never, sizes((1 << 23) + 1))).to.equal(false);
    expect(codes(floats as never, sizes((1 << 26) + 1))).to.equal(false);
    expect(codes(records as never, sizes(2, 8192))).to.equal(true);
    expect(codes(records as never, sizes(2, 8193))).to.equal(false);
    expect(codes(records as never, sizes(1 << 23, 1))).to.equal(true);
    expect(codes(records as never, sizes(1 << 23, 2))).to.equal(false);
  });

  it('have texts of a table side by side with numbers', () => {
    const records = CODERS[4] as (typeof CODERS)[number];
    const columns = [columnOf('text', [65, 66, 67, 68], [2, 2]), columnOf('u16', [1, 2], [2])];
    const message = fullMessage(1, 1);
    const codec = records.codec(columns);
    codec.push(
      message,
      columns.map(({ values }) => values),
    );
    expect(codec.pop(message)).to.deep.equal(columns.map(({ values }) => values));
  });
});
