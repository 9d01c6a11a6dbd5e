import { expect } from 'chai';
import { seededMessage } from '../../../src/ans/message.js';
import { type Example, exampleOf, isLike } from '../../../src/codecs/numbers/example.js';
import type { Field } from '../../../src/codecs/numbers/field.js';
import { numbers, numbersExample } from '../../../src/codecs/numbers/numbers.js';
import { planFor } from '../../../src/codecs/numbers/planFor.js';
import { treeText } from '../../../src/codecs/numbers/tree.js';
import { THOROUGH } from '../../../src/codecs/numbers/way.js';
import { Random } from '../../../src/train/random.js';
import { hearing } from '../../../src/work.js';

const ROWS = 4000;

/** Columns of prices and of a counter, in records of 16 bytes. */
const table: readonly Field[] = ['f64', 'i64'].map((type, i) => ({
  name: type,
  offset: 8 * i,
  type: type as 'f64' | 'i64',
  bigEndian: false,
  axes: [{ count: ROWS, stride: 16 }],
}));

function records(seed: number, price: (random: Random, i: number) => number): Uint8Array {
  const random = new Random(seed);
  const bytes = new Uint8Array(16 * ROWS);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < ROWS; i++) {
    view.setFloat64(16 * i, price(random, i), true);
    view.setBigInt64(16 * i + 8, BigInt(1e6 * seed + 3 * i + (i % 5)), true);
  }
  return bytes;
}

const cents = (random: Random) => Math.floor(1e4 * random.uniform()) / 100;
const noise = (random: Random) => random.uniform();

function planned(bytes: Uint8Array, example?: Example) {
  let tried = 0;
  const plan = hearing(
    (elements) => (tried += elements),
    () => planFor(bytes, table, example),
  );
  return { plan, trees: plan.map(({ tree }) => treeText(tree)), tried };
}

function sizeOf(bytes: Uint8Array, example?: Example): number {
  const message = seededMessage(1, 0);
  numbers(bytes.length, table, THOROUGH, example).push(message, Uint32Array.from(bytes));
  return message.tail.length;
}

describe('the plan of a chunk as an example', () => {
  const first = records(1, cents);
  const example = exampleOf(first, table, planned(first).plan);

  it('is that of others whose numbers are alike, with their own parameters, and nothing is tried', () => {
    const other = records(2, cents);
    const { trees, tried } = planned(other, example);
    expect(tried).to.equal(0);
    expect(trees).to.deep.equal(planned(other).trees);
    expect(trees).not.to.deep.equal(planned(first).trees);
  });

  it('is not that of numbers that are others: these are planned as they are', () => {
    const other = records(2, noise);
    const { trees, tried } = planned(other, example);
    expect(tried).to.be.above(0);
    expect(trees[0]).to.equal(planned(other).trees[0]);
    expect(sizeOf(other, example)).to.be.below(1.02 * sizeOf(other));
  });

  it('is that of others as it is copied to another thread', () => {
    const other = records(3, cents);
    const { trees } = planned(other, structuredClone(example));
    expect(trees).to.deep.equal(planned(other, example).trees);
  });

  it('goes on to be one for those that have the same fields, and makes room for that of others', () => {
    const other = records(4, cents);
    expect(numbersExample(other, table, example)).to.equal(example);
    const renamed = table.map((field) => ({ ...field, name: `other ${field.name}` }));
    expect(isLike(example, renamed)).to.equal(false);
    expect(isLike(numbersExample(other, renamed, example), renamed)).to.equal(true);
    expect(isLike(example, [])).to.equal(true);
  });
});
