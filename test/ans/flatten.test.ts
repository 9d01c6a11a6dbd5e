import { expect } from 'chai';
import fc from 'fast-check';
import { flatten, unflatten } from '../../src/ans/flatten.js';
import { CrayError } from '../../src/errors.js';
import { RUNS } from '../reference/arbitraries.js';
import { contents, contentsOf, expectSame, fastOf } from '../reference/messages.js';

function expectCorrupt(words: readonly number[], lanes: number): void {
  expect(() => unflatten(Uint32Array.from(words), lanes))
    .to.throw(CrayError)
    .with.property('code', 'CORRUPT');
}

describe('flatten', () => {
  it('gives upper halves, lower halves, then the tail from its top', () => {
    const message = fastOf({ heads: [0x1_0000_0002n, 0x3_0000_0004n], tail: [5, 6, 7] });
    expect([...flatten(message)]).to.deep.equal([1, 3, 2, 4, 7, 6, 5]);
    expect(message.tail.length).to.equal(3);
  });

  it('is undone by unflatten', () => {
    fc.assert(
      fc.property(contents(100), (start) => {
        const words = flatten(fastOf(start));
        expect(words.length * 32).to.equal(fastOf(start).bits);
        expectSame(unflatten(words, start.heads.length), start);
      }),
      RUNS,
    );
  });

  it('undoes unflatten, and does not change the words', () => {
    fc.assert(
      fc.property(contents(100), (start) => {
        const words = flatten(fastOf(start));
        const before = words.slice();
        const message = unflatten(words, start.heads.length);
        expect(flatten(message)).to.deep.equal(before);
        expect(words).to.deep.equal(before);
      }),
      RUNS,
    );
  });
});

describe('unflatten', () => {
  it('refuses fewer words than heads need', () => {
    expectCorrupt([], 1);
    expectCorrupt([1, 1, 0], 2);
  });

  it('refuses heads outside [2^31, 2^63)', () => {
    expectCorrupt([0, 2 ** 31 - 1], 1);
    expectCorrupt([2 ** 31, 0], 1);
    expectCorrupt([1, 2 ** 32 - 1, 0, 0], 2);
    expect(contentsOf(unflatten(Uint32Array.of(0, 2 ** 31), 1)).heads).to.deep.equal([2n ** 31n]);
    const most = unflatten(Uint32Array.of(2 ** 31 - 1, 2 ** 32 - 1), 1);
    expect(contentsOf(most).heads).to.deep.equal([2n ** 63n - 1n]);
  });
});
