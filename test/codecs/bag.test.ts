import { expect } from 'chai';
import fc from 'fast-check';
import {
  type Bag,
  bagOf,
  bagSize,
  insertAt,
  placeOf,
  removeAt,
  valueAt,
  valuesOf,
} from '../../src/codecs/bag.js';

const compare = (a: number, b: number) => a - b;
const insert = (bag: Bag<number>, x: number) => insertAt(bag, x, placeOf(bag, x, compare));

/** Checks the sizes and the balance at every node. @returns the height. */
function checkTree(bag: Bag<number>): number {
  if (!bag) return 0;
  const [left, right] = [bag.left?.distinct ?? 0, bag.right?.distinct ?? 0];
  expect(bag.distinct).to.equal(left + right + 1);
  expect(bag.total).to.equal(bagSize(bag.left) + bag.count + bagSize(bag.right));
  expect(left + 1).to.be.at.most(3 * (right + 1));
  expect(right + 1).to.be.at.most(3 * (left + 1));
  return 1 + Math.max(checkTree(bag.left), checkTree(bag.right));
}

/** The oracle: a sorted array. */
function place(sorted: readonly number[], x: number) {
  return {
    start: sorted.filter((y) => y < x).length,
    freq: sorted.filter((y) => y === x).length,
  };
}

describe('a bag', () => {
  it('answers as a sorted array does, through insertions and removals', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(25), fc.boolean(), fc.nat()), { maxLength: 120 }),
        (ops) => {
          let bag: Bag<number>;
          const sorted: number[] = [];
          for (const [x, remove, at] of ops) {
            if (remove && sorted.length > 0) {
              const position = at % sorted.length;
              const value = sorted[position] as number;
              expect(valueAt(bag, position)).to.deep.equal({ value, ...place(sorted, value) });
              bag = removeAt(bag, position);
              sorted.splice(position, 1);
            } else {
              expect(placeOf(bag, x, compare)).to.deep.equal(place(sorted, x));
              bag = insert(bag, x);
              sorted.push(x);
              sorted.sort(compare);
            }
            checkTree(bag);
            expect(valuesOf(bag)).to.deep.equal(sorted);
          }
          const built = bagOf(sorted, compare);
          checkTree(built);
          expect(valuesOf(built)).to.deep.equal(sorted);
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  it('stays balanced when values come sorted, in turns from both ends, or leave from one', () => {
    const n = 5000;
    const orders: [string, (i: number) => number][] = [
      ['upwards', (i) => i],
      ['downwards', (i) => -i],
      ['in turns', (i) => (i % 2 === 0 ? i : -i)],
    ];
    for (const [title, key] of orders) {
      let bag: Bag<number>;
      for (let i = 0; i < n; i++) bag = insert(bag, key(i));
      // log 5000 / log (4/3) = 29.6 is what the balance allows.
      expect(checkTree(bag), title).to.be.at.most(29);
      for (let i = 0; i < n - 100; i++)
        bag = removeAt(bag, title === 'upwards' ? 0 : bagSize(bag) - 1);
      checkTree(bag);
      expect(bagSize(bag)).to.equal(100);
    }
  });

  it('shares a node among equal values', () => {
    let bag: Bag<number>;
    for (let i = 0; i < 1000; i++) bag = insert(bag, 7);
    expect([bag?.distinct, bagSize(bag)]).to.deep.equal([1, 1000]);
    expect(valueAt(bag, 500)).to.deep.equal({ value: 7, start: 0, freq: 1000 });
  });

  it('wants positions that are there, and an ordering', () => {
    expect(() => valueAt(bagOf([1], compare), 1)).to.throw(RangeError);
    expect(() => removeAt(undefined, 0)).to.throw(RangeError);
    expect(() => bagOf([1, Number.NaN], compare)).to.throw(RangeError, 'ordering');
    expect(() => placeOf(bagOf([1], compare), Number.NaN, compare)).to.throw(RangeError);
    expect(valuesOf(bagOf([], compare))).to.deep.equal([]);
  });
});
