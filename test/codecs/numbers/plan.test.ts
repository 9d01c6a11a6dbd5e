import { expect } from 'chai';
import fc from 'fast-check';
import { CODERS } from '../../../src/codecs/numbers/coders/index.js';
import { type Field, NUMBER_TYPES, withoutOnes } from '../../../src/codecs/numbers/field.js';
import { modest } from '../../../src/codecs/numbers/modest.js';
import { type Planned, planBytes, planOf } from '../../../src/codecs/numbers/plan.js';
import { planFor } from '../../../src/codecs/numbers/planFor.js';
import { leavesOf } from '../../../src/codecs/numbers/tree.js';
import { sizeOf } from '../../../src/codecs/numbers/views/bits.js';
import { CrayError } from '../../../src/errors.js';
import { anyFields } from './someFields.js';

const bytes = CODERS[0] as (typeof CODERS)[number];
const [U8, U64, F64] = ['u8', 'u64', 'f64'].map((type) => NUMBER_TYPES.indexOf(type as never)) as [
  number,
  number,
  number,
];
const AFFINE = 3;
const DECIMAL = 5;
const RANK = 11;

/** Without the names, which files have not. */
const nameless = (plan: readonly Planned[]) =>
  plan.map(({ field, tree }) => ({ field: { ...field, name: '' }, tree }));

/** A number as a plan has it. */
function varint(value: bigint): number[] {
  return value < 128n ? [Number(value)] : [Number(value & 127n) | 128, ...varint(value >> 7n)];
}

function expectCorrupt(said: readonly number[], size: number): void {
  expect(() => planOf(Uint8Array.from(said), size), said.join())
    .to.throw(CrayError)
    .with.property('code', 'CORRUPT');
}

describe('plans', () => {
  it('come back from their bytes', () => {
    fc.assert(
      fc.property(anyFields, fc.nat(255), ({ fields, size }, by) => {
        const values = Uint8Array.from({ length: size }, (_, i) => (i * i * by) >> 3);
        const plan = planFor(values, fields.map(withoutOnes));
        expect(planOf(planBytes(plan), size)).to.deep.equal(nameless(plan));
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  it('are CORRUPT or plans, of no more numbers than the chunk is worth, whatever the bytes', () => {
    const few = fc.constantFrom(0, 1, 2, 3, 5, 7, 8, 9, 10, 11, 13, 15, 128, 255);
    let sound = 0;
    fc.assert(
      fc.property(
        fc.array(fc.oneof(few, few, fc.nat(255)), { maxLength: 40 }),
        fc.nat(300),
        (said, size) => {
          try {
            const plan = planOf(Uint8Array.from(said), size);
            sound++;
            const leaves = plan.flatMap(({ field, tree }) =>
              leavesOf(tree, { type: field.type, sizes: field.axes.map(({ count }) => count) }),
            );
            const numbers = leaves.reduce((n, { shape }) => n + sizeOf(shape.sizes), 0);
            expect(numbers).to.be.at.most(8 * size * Math.max(1, plan.length));
          } catch (error) {
            expect(error).to.be.instanceOf(CrayError).with.property('code', 'CORRUPT');
          }
        },
      ),
      { seed: 1, numRuns: 20_000 },
    );
    expect(sound).to.be.above(20);
  });

  it('are CORRUPT where one byte of them is another, or plans', () => {
    const axes = [{ count: 40, stride: 8 }];
    const fields: Field[] = [{ name: '', offset: 8, type: 'f64', bigEndian: false, axes }];
    const data = new Float64Array(41).map((_, i) => (i % 7) / 100);
    data[9] = Number.NaN;
    const said = planBytes(planFor(new Uint8Array(data.buffer), fields));
    for (let at = 0; at < said.length; at++) {
      for (let value = 0; value < 256; value++) {
        const forged = said.slice();
        forged[at] = value;
        try {
          planOf(forged, 328);
        } catch (error) {
          expect(error).to.be.instanceOf(CrayError).with.property('code', 'CORRUPT');
        }
      }
    }
    for (let end = 0; end < said.length; end++) expectCorrupt([...said.slice(0, end)], 328);
    expectCorrupt([...said, 0], 328);
  });

  it('are refused that say more than there is', () => {
    const one = (type: number, axes: number[], ...tree: number[]) => [
      1,
      type,
      0,
      0,
      ...axes,
      ...tree,
    ];
    expect(planOf(Uint8Array.from(one(U8, [1, 9, 1], 0)), 9)).to.have.length(1);
    // Fields, numbers, and steps beyond the chunk; no numbers, of which views would have none to end with.
    expectCorrupt([10, ...one(U8, [1, 9, 1], 0).slice(1)], 9);
    expectCorrupt(one(U8, [1, 10, 1], 0), 9);
    expectCorrupt(one(U8, [1, 3, 5], 0), 9);
    expectCorrupt(one(U8, [1, 0, 1], 0), 9);
    expectCorrupt(one(U8, [4, 9, 0, 9, 0, 9, 0, 0, 0], 0), 9);
    expectCorrupt(one(U8, [33, ...new Array(66).fill(1)], 0), 99);
    // A table of 2^32 values; decimals of more exceptions than numbers; a multiple of 2^127.
    expectCorrupt(one(U64, [1, 4, 8], RANK, 1, ...varint(2n << 32n), 0, 0), 32);
    expectCorrupt(one(F64, [1, 4, 8], DECIMAL, 3, 20, 2, 10, 0, 0, 0), 32);
    expectCorrupt(one(U64, [1, 4, 8], AFFINE, 3, 0, ...varint(1n << 127n), 16, 0), 32);
    expectCorrupt(one(U64, [1, 4, 8], AFFINE, 3, 0, ...new Array(30).fill(255), 0), 32);
    // Too few parameters, too many, too deep.
    expectCorrupt(one(U64, [1, 4, 8], AFFINE, 2, 0, 2, 0), 32);
    expectCorrupt(one(U64, [1, 4, 8], AFFINE, 4, 0, 2, 128, 1, 0, 0), 32);
    const deep = (n: number) => new Array(n).fill([AFFINE, 3, 0, 2, 16]).flat();
    expect(planOf(Uint8Array.from(one(U8, [1, 4, 1], ...deep(16), 0)), 32)).to.have.length(1);
    expectCorrupt(one(U8, [1, 4, 1], ...deep(17), 0), 32);
  });

  it('keep to what a chunk is worth: the largest fields of too many', () => {
    const fields = Array.from({ length: 1000 }, (_, i) => ({
      field: {
        name: '',
        offset: 2 * i,
        type: 'u8',
        bigEndian: false,
        axes: i === 700 ? [{ count: 2, stride: 1 }] : [],
      } as Field,
      tree: { coder: bytes },
    }));
    const kept = modest(fields, 2000);
    expect(kept.length).to.be.within(100, 257);
    expect(kept).to.include(fields[700]);
    expect(kept.map(({ field }) => field.offset)).to.deep.equal(
      kept.map(({ field }) => field.offset).sort((a, b) => a - b),
    );
    expect(modest(fields.slice(0, 200), 2000)).to.deep.equal(fields.slice(0, 200));
  });
});
