import { expect } from 'chai';
import fc from 'fast-check';
import { pop, push } from '../../src/ans/coder.js';
import {
  checkSpent,
  emptyMessage,
  type Message,
  seededMessage,
  Tail,
} from '../../src/ans/message.js';
import type { Supply } from '../../src/ans/supply.js';
import { slowPop, slowSupplyWord } from '../reference/ans.js';
import { RUNS } from '../reference/arbitraries.js';
import {
  columns,
  contents,
  contentsOf,
  expectRefusal,
  expectSame,
  fastOf,
  holding,
  powerOfTwo,
} from '../reference/messages.js';

const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
/** A seeded message and what is to be popped from it. */
const drawing = fc.record({
  seed,
  lanes: fc.integer({ min: 1, max: 5 }),
  total: powerOfTwo,
  salts: fc.array(fc.nat(), { maxLength: 20 }),
});
type Drawing = typeof drawing extends fc.Arbitrary<infer T> ? T : never;

/** Pops one symbol a salt, and gives the symbols. */
function draw(message: Message, { total, salts }: Drawing) {
  const popped: ReturnType<typeof holding>[] = [];
  pop(message, salts.length, Math.log2(total), (positions, from) => {
    const row = [...positions].map((p, i) => holding(p, total, salts[from + i] as number));
    popped.push(...row);
    return columns(row);
  });
  return columns(popped);
}

function supplyOf(message: Message): Supply {
  return message.tail.supply as Supply;
}

describe('message', () => {
  it('is heads of 2^31 over nothing when empty', () => {
    expectSame(emptyMessage(2), { heads: [2n ** 31n, 2n ** 31n], tail: [] });
    expect(emptyMessage(2).bits).to.equal(128);
  });

  it('has at least one lane', () => {
    expect(() => emptyMessage(0)).to.throw(RangeError);
  });

  it('clones what it holds and shares nothing', () => {
    fc.assert(
      fc.property(drawing, (d) => {
        const message = seededMessage(d.lanes, d.seed);
        draw(message, d);
        const [before, drawn] = [contentsOf(message), supplyOf(message).drawn];
        const clone = message.clone();
        draw(clone, { ...d, total: 2 ** 31, salts: [...d.salts, 0, 0, 0] });
        push(clone, Uint32Array.of(3), Uint32Array.of(1), 31);
        expectSame(message, before);
        expect(supplyOf(message).drawn).to.equal(drawn);
        // From the same state the same pop draws the same words.
        const again = message.clone();
        expect(draw(again, d)).to.deep.equal(draw(message, d));
        expectSame(again, contentsOf(message));
      }),
      RUNS,
    );
  });

  it('shares heads and tail with its views, and refuses views beyond its lanes', () => {
    const message = fastOf({ heads: [2n ** 40n, 2n ** 41n, 2n ** 42n], tail: [1] });
    const view = message.lanes(1, 3);
    view.heads[0] = 2n ** 50n;
    view.tail.push(Uint32Array.of(2, 3));
    expectSame(message, { heads: [2n ** 40n, 2n ** 50n, 2n ** 42n], tail: [1, 2, 3] });
    for (const [from, to] of [
      [-1, 1],
      [1, 1],
      [2, 1],
      [0, 4],
      [Number.NaN, 1],
    ] as const) {
      expect(() => message.lanes(from, to), `${from} to ${to}`).to.throw(RangeError);
    }
  });

  it('keeps every word as its tail grows', () => {
    const tail = new Tail();
    const words = Array.from({ length: 1000 }, (_, i) => i * 7);
    for (let i = 0; i < 1000; i += 10) tail.push(Uint32Array.from(words.slice(i, i + 10)));
    expect([...tail.words.subarray(0, tail.length)]).to.deep.equal(words);
  });
});

describe('a seeded message', () => {
  it('has heads of the first words of the supply, which is splitmix32', () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 1, max: 9 }), (s, lanes) => {
        const words = Array.from({ length: lanes }, (_, k) => slowSupplyWord(s, k));
        const heads = words.map((w) => 2n ** 31n + BigInt(w) / 2n);
        expectSame(seededMessage(lanes, s), { heads, tail: [] });
      }),
      RUNS,
    );
  });

  it('draws a word just when a pop finds the tail empty', () => {
    fc.assert(
      fc.property(drawing, (d) => {
        const message = seededMessage(d.lanes, d.seed);
        let drawn = d.lanes;
        const slow = { ...contentsOf(message), below: () => slowSupplyWord(d.seed, drawn++) };
        draw(message, d);
        slowPop(slow, Array<number>(d.salts.length).fill(d.total), (p, i) =>
          holding(p, d.total, d.salts[i] as number),
        );
        expectSame(message, slow);
        expect(supplyOf(message).drawn).to.equal(drawn);
      }),
      RUNS,
    );
  });

  it('uses up what was pushed before it draws', () => {
    const message = seededMessage(1, 3);
    push(message, new Uint32Array(4), new Uint32Array(4).fill(1), 31);
    const pushed = message.tail.length;
    expect(pushed).to.be.greaterThan(0);
    const first = { starts: Uint32Array.of(0), freqs: Uint32Array.of(1) };
    pop(message, 4, 31, () => first);
    expect(supplyOf(message).drawn).to.equal(1);
    expect(() => checkSpent(message, 3)).not.to.throw();
  });

  it('gives back its words when the one who locates throws', () => {
    const message = seededMessage(1, 3);
    const before = contentsOf(message);
    expect(() =>
      pop(message, 4, 31, (positions, from) => {
        if (from === 3) throw new RangeError('no such symbol');
        return { starts: positions, freqs: Uint32Array.of(1) };
      }),
    ).to.throw(RangeError);
    expectSame(message, before);
    expect(supplyOf(message).drawn).to.equal(1);
  });

  it('is spent when all that was popped has been pushed back', () => {
    fc.assert(
      fc.property(drawing, (d) => {
        const message = seededMessage(d.lanes, d.seed);
        checkSpent(message, d.seed);
        const { starts, freqs } = draw(message, d);
        push(message, starts, freqs, Math.log2(d.total));
        checkSpent(message, d.seed);
        expect(message.tail.length).to.equal(supplyOf(message).drawn - d.lanes);
      }),
      RUNS,
    );
  });

  it('is not spent with another head, word or seed', () => {
    fc.assert(
      fc.property(drawing, fc.nat(), fc.nat({ max: 31 }), (d, where, bit) => {
        const message = seededMessage(d.lanes, d.seed);
        const { starts, freqs } = draw(message, d);
        push(message, starts, freqs, Math.log2(d.total));
        const refused = (change: (m: Message) => void, s = d.seed) => {
          const other = message.clone();
          change(other);
          expectRefusal(other, 'CORRUPT', () => checkSpent(other, s));
        };
        refused(() => {}, (d.seed ^ (1 << bit)) >>> 0);
        refused(({ heads }) => {
          const lane = where % d.lanes;
          heads[lane] = (heads[lane] as bigint) ^ (1n << BigInt(bit % 31));
        });
        refused(({ tail }) => tail.push(Uint32Array.of(where)));
        if (message.tail.length > 0) {
          refused(({ tail }) => {
            const i = where % tail.length;
            tail.words[i] = (tail.words[i] as number) ^ (1 << bit);
          });
          // Less one word from the top, those below are no longer the first ones.
          if (message.tail.length > 1) {
            refused(({ tail }) => {
              tail.length--;
            });
          }
        }
      }),
      RUNS,
    );
  });

  it('is not spent before what was popped is pushed back', () => {
    const message = seededMessage(1, 5);
    pop(message, 1, 8, (positions) => ({ starts: positions, freqs: Uint32Array.of(1) }));
    expectRefusal(message, 'CORRUPT', () => checkSpent(message, 5));
  });

  it('takes a seed of 32 bits only', () => {
    for (const bad of [-1, 2 ** 32, 0.5, Number.NaN]) {
      expect(() => seededMessage(1, bad), `${bad}`).to.throw(RangeError);
    }
  });
});

describe('contents', () => {
  it('come back from a message made of them', () => {
    fc.assert(
      fc.property(contents(200), (start) => expectSame(fastOf(start), start)),
      RUNS,
    );
  });
});
