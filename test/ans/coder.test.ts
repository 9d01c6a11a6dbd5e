import { expect } from 'chai';
import fc from 'fast-check';
import { advance, peek, pop, push, run } from '../../src/ans/coder.js';
import { emptyMessage, type Message } from '../../src/ans/message.js';
import { kernels } from '../../src/kernels/kernels.js';
import { type SlowInterval, slowPop, slowPush } from '../reference/ans.js';
import { RUNS } from '../reference/arbitraries.js';
import {
  columns,
  contents,
  contentsOf,
  expectMisuse,
  expectRefusal,
  expectSame,
  fastOf,
  holding,
  interval,
  powerOfTwo,
  slowOf,
} from '../reference/messages.js';

/** Vectors longer than the head, too. */
const LENGTH = 30;

const vectorOfOnePrecision = powerOfTwo.chain((total) =>
  fc.record({
    precision: fc.constant(Math.log2(total)),
    intervals: fc.array(interval(total), { maxLength: LENGTH }),
  }),
);
const vectorOfPrecisions = fc.array(powerOfTwo.chain(interval), { maxLength: LENGTH });
const salts = fc.array(fc.nat(), { minLength: LENGTH, maxLength: LENGTH });
const totalsOfPops = fc.array(powerOfTwo, { maxLength: LENGTH });
/** Words enough that a pop of LENGTH symbols never runs dry. */
const rich = contents(LENGTH).map(({ heads, tail }) => ({
  heads,
  tail: [...Array.from({ length: LENGTH }, (_, i) => i * 0x01234567), ...tail],
}));

function precisionsOf(totals: readonly number[]): Uint32Array {
  return Uint32Array.from(totals, Math.log2);
}

/** Rows of a vector laid over the lanes: [from, to) of each. */
function rows(message: Message, n: number): [number, number][] {
  const lanes = message.heads.length;
  return Array.from({ length: Math.ceil(n / lanes) }, (_, r) => [
    r * lanes,
    Math.min((r + 1) * lanes, n),
  ]);
}

/** Pops by peek and advance, a row at a time, each symbol of its own precision. */
function popEach(
  message: Message,
  totals: readonly number[],
  locate: (position: number, i: number) => SlowInterval,
): SlowInterval[] {
  const popped: SlowInterval[] = [];
  for (const [from, to] of rows(message, totals.length)) {
    const precisions = precisionsOf(totals.slice(from, to));
    const row = [...peek(message, to - from, precisions)].map((p, i) => locate(p, from + i));
    const { starts, freqs } = columns(row);
    advance(message, starts, freqs, precisions);
    popped.push(...row);
  }
  return popped;
}

describe('coder', () => {
  describe('against the slow oracle', () => {
    it('pushes vectors of one precision, laid over the lanes', () => {
      fc.assert(
        fc.property(contents(9), vectorOfOnePrecision, (start, { precision, intervals }) => {
          const [fast, slow] = [fastOf(start), slowOf(start)];
          const { starts, freqs } = columns(intervals);
          push(fast, starts, freqs, precision);
          slowPush(slow, intervals);
          expectSame(fast, slow);
        }),
        RUNS,
      );
    });

    it('pushes vectors with a precision for each symbol', () => {
      fc.assert(
        fc.property(contents(9), vectorOfPrecisions, (start, intervals) => {
          const [fast, slow] = [fastOf(start), slowOf(start)];
          const { starts, freqs } = columns(intervals);
          push(fast, starts, freqs, precisionsOf(intervals.map(({ total }) => total)));
          slowPush(slow, intervals);
          expectSame(fast, slow);
        }),
        RUNS,
      );
    });

    it('pops vectors of one precision', () => {
      const n = fc.nat({ max: LENGTH });
      fc.assert(
        fc.property(rich, powerOfTwo, n, salts, (start, total, count, salt) => {
          const [fast, slow] = [fastOf(start), slowOf(start)];
          const locate = (p: number, i: number) => holding(p, total, salt[i] as number);
          pop(fast, count, Math.log2(total), (positions, from) =>
            columns([...positions].map((p, i) => locate(p, from + i))),
          );
          slowPop(slow, Array<number>(count).fill(total), locate);
          expectSame(fast, slow);
        }),
        RUNS,
      );
    });

    it('peeks and advances with a precision for each symbol', () => {
      fc.assert(
        fc.property(rich, totalsOfPops, salts, (start, totals, salt) => {
          const [fast, slow] = [fastOf(start), slowOf(start)];
          const locate = (p: number, i: number) =>
            holding(p, totals[i] as number, salt[i] as number);
          popEach(fast, totals, locate);
          slowPop(slow, totals, locate);
          expectSame(fast, slow);
        }),
        RUNS,
      );
    });

    it('pushes onto heads just where a word has to go, and just below', () => {
      const proper = powerOfTwo.chain(interval).filter(({ freq, total }) => freq < total);
      fc.assert(
        fc.property(proper, (symbol) => {
          const edge = BigInt(symbol.freq) * (2n ** 63n / BigInt(symbol.total));
          const start = { heads: [edge - 1n, edge, edge + 1n], tail: [] };
          const [fast, slow] = [fastOf(start), slowOf(start)];
          const { starts, freqs } = columns([symbol, symbol, symbol]);
          push(fast, starts, freqs, Math.log2(symbol.total));
          slowPush(slow, [symbol, symbol, symbol]);
          expect(slow.tail.length).to.equal(2);
          expectSame(fast, slow);
        }),
        RUNS,
      );
    });

    // One lane and four are pushed in ways of their own.
    for (const count of [1, 4]) {
      it(`pushes onto ${count} heads that frequencies just divide, or just not`, () => {
        const symbols = powerOfTwo.chain((total) =>
          fc.array(interval(total), { minLength: count, maxLength: count }),
        );
        const quotients = fc.array(fc.bigInt({ min: 0n, max: 2n ** 63n }), {
          minLength: count,
          maxLength: count,
        });
        fc.assert(
          fc.property(
            symbols,
            quotients,
            fc.integer({ min: 0, max: 31 }),
            (intervals, wanted, shift) => {
              for (const off of [-1n, 0n, 1n]) {
                const heads = intervals.map(({ freq, total }, i) => {
                  // Below the bound of the quotients, and of all sizes.
                  const most = 2n ** 63n / BigInt(total);
                  const quotient = most - 1n - (((wanted[i] as bigint) % most) >> BigInt(shift));
                  const head = BigInt(freq) * quotient + off;
                  return head < 2n ** 31n ? 2n ** 31n : head;
                });
                const start = { heads, tail: [] };
                const [fast, slow] = [fastOf(start), slowOf(start)];
                const { starts, freqs } = columns(intervals);
                push(fast, starts, freqs, Math.log2((intervals[0] as SlowInterval).total));
                slowPush(slow, intervals);
                expectSame(fast, slow);
              }
            },
          ),
          { ...RUNS, numRuns: 5 * RUNS.numRuns },
        );
      });
    }

    it('pops uniform symbols in one call', () => {
      const n = fc.nat({ max: LENGTH });
      fc.assert(
        fc.property(rich, powerOfTwo, n, (start, total, count) => {
          const [fast, slow] = [fastOf(start), slowOf(start)];
          const expected: number[] = [];
          slowPop(slow, Array<number>(count).fill(total), (position) => {
            expected.push(position);
            return { start: position, freq: 1 };
          });
          let symbols: number[] = [];
          run(fast, count, [count], (heads, lanes, tail, [out]) => {
            const precision = BigInt(Math.log2(total));
            const end = kernels.call.uniformPop(
              heads,
              lanes,
              tail,
              out as number,
              count,
              precision,
            );
            symbols = [...kernels.u32(out as number, count)];
            return end;
          });
          expect(symbols).to.deep.equal(expected);
          expectSame(fast, slow);
        }),
        RUNS,
      );
    });

    it('works on a view of some lanes, which shares heads and tail', () => {
      fc.assert(
        fc.property(contents(9, { min: 3, max: 9 }), vectorOfPrecisions, (start, intervals) => {
          const fast = fastOf(start);
          const slow = { heads: start.heads.slice(1, -1), tail: [...start.tail] };
          const { starts, freqs } = columns(intervals);
          const precisions = precisionsOf(intervals.map(({ total }) => total));
          push(fast.lanes(1, start.heads.length - 1), starts, freqs, precisions);
          slowPush(slow, intervals);
          const [first, last] = [start.heads[0] as bigint, start.heads.at(-1) as bigint];
          expectSame(fast, { heads: [first, ...slow.heads, last], tail: slow.tail });
        }),
        RUNS,
      );
    });
  });

  describe('laws', () => {
    it('pop undoes push, of one precision', () => {
      fc.assert(
        fc.property(contents(9), vectorOfOnePrecision, (start, { precision, intervals }) => {
          const message = fastOf(start);
          const { starts, freqs } = columns(intervals);
          push(message, starts, freqs, precision);
          pop(message, intervals.length, precision, (positions, from) => {
            const row = intervals.slice(from, from + positions.length);
            for (const [i, symbol] of row.entries()) expectHeld(positions[i] as number, symbol);
            return columns(row);
          });
          expectSame(message, start);
        }),
        RUNS,
      );
    });

    it('pop undoes push, with a precision for each symbol', () => {
      fc.assert(
        fc.property(contents(9), vectorOfPrecisions, (start, intervals) => {
          const message = fastOf(start);
          const totals = intervals.map(({ total }) => total);
          const { starts, freqs } = columns(intervals);
          push(message, starts, freqs, precisionsOf(totals));
          popEach(message, totals, (position, i) => {
            const symbol = intervals[i] as SlowInterval;
            expectHeld(position, symbol);
            return symbol;
          });
          expectSame(message, start);
        }),
        RUNS,
      );
    });

    it('push undoes pop', () => {
      fc.assert(
        fc.property(rich, totalsOfPops, salts, (start, totals, salt) => {
          const message = fastOf(start);
          const popped = popEach(message, totals, (position, i) =>
            holding(position, totals[i] as number, salt[i] as number),
          );
          const { starts, freqs } = columns(popped);
          push(message, starts, freqs, precisionsOf(totals));
          expectSame(message, start);
        }),
        RUNS,
      );
    });

    it('push and pop keep every head in [2^31, 2^63)', () => {
      fc.assert(
        fc.property(contents(9), vectorOfPrecisions, (start, intervals) => {
          const message = fastOf(start);
          const { starts, freqs } = columns(intervals);
          push(message, starts, freqs, precisionsOf(intervals.map(({ total }) => total)));
          for (const head of message.heads)
            expect(head >= 2n ** 31n && head < 2n ** 63n).to.equal(true);
        }),
        RUNS,
      );
    });

    it('an interval that is everything changes nothing', () => {
      fc.assert(
        fc.property(contents(9), fc.integer({ min: 0, max: 31 }), (start, precision) => {
          const message = fastOf(start);
          const n = 2 * start.heads.length;
          const freqs = new Uint32Array(n).fill(2 ** precision);
          push(message, new Uint32Array(n), freqs, precision);
          expectSame(message, start);
        }),
        RUNS,
      );
    });
  });

  describe('exhaustion', () => {
    it('throws just where the oracle runs dry, and changes nothing', () => {
      const n = fc.nat({ max: LENGTH });
      let refused = 0;
      fc.assert(
        fc.property(contents(3), powerOfTwo, n, salts, (start, total, count, salt) => {
          const fast = fastOf(start);
          const locate = (p: number, i: number) => holding(p, total, salt[i] as number);
          const act = () =>
            pop(fast, count, Math.log2(total), (positions, from) =>
              columns([...positions].map((p, i) => locate(p, from + i))),
            );
          const slow = slowOf(start);
          let dry = false;
          try {
            slowPop(slow, Array<number>(count).fill(total), locate);
          } catch {
            dry = true;
          }
          if (dry) {
            refused++;
            expectRefusal(fast, 'MESSAGE_EXHAUSTED', act);
          } else {
            act();
            expectSame(fast, slow);
          }
        }),
        RUNS,
      );
      expect(refused).to.be.within(20, 180);
    });

    it('advance alone throws before anything changes', () => {
      const message = fastOf({ heads: [2n ** 31n, 2n ** 31n, 2n ** 63n - 1n], tail: [7] });
      const positions = peek(message, 3, 8);
      expectRefusal(message, 'MESSAGE_EXHAUSTED', () =>
        advance(message, positions, new Uint32Array(3).fill(1), 8),
      );
    });

    it('an empty message gives nothing', () => {
      const message = emptyMessage(2);
      expectRefusal(message, 'MESSAGE_EXHAUSTED', () =>
        pop(message, 1, 1, (positions) => ({ starts: positions, freqs: Uint32Array.of(1) })),
      );
    });

    it('an error of the one who locates leaves the message as it was', () => {
      const message = fastOf({ heads: [2n ** 31n], tail: [1, 2, 3, 4] });
      expectMisuse(message, () =>
        pop(message, 3, 31, (positions, from) => {
          if (from === 2) throw new RangeError('no such symbol');
          return { starts: positions, freqs: Uint32Array.of(1) };
        }),
      );
    });
  });

  describe('misuse throws a RangeError before anything changes', () => {
    const good = { heads: [2n ** 62n, 2n ** 63n - 1n], tail: [5] };
    const refused: Record<string, [number[], number[], number | number[]]> = {
      'a freq of 0': [[0, 0], [1, 0], 8],
      'an interval past the end': [[0, 255], [1, 2], 8],
      'an interval past the end of its own precision': [
        [0, 2],
        [1, 1],
        [8, 1],
      ],
      'a start past the end': [[256, 0], [1, 1], 8],
      'a start at precision 0': [[1], [1], 0],
      'a sum that wraps around 2^32': [[2 ** 32 - 1], [2], 31],
      'fewer freqs than starts': [[0, 0], [1], 8],
      'fewer precisions than symbols': [[0, 0], [1, 1], [8]],
      'a precision of 32': [[0], [1], 32],
      'a precision of 32 for one symbol': [
        [0, 0],
        [1, 1],
        [8, 32],
      ],
      'a precision below 0': [[0], [1], -1],
      'a precision that is not whole': [[0], [1], 1.5],
      'a precision that is not a number': [[0], [1], Number.NaN],
    };
    for (const [name, [starts, freqs, precision]] of Object.entries(refused)) {
      it(`push of ${name}`, () => {
        const message = fastOf(good);
        expectMisuse(message, () =>
          push(
            message,
            Uint32Array.from(starts),
            Uint32Array.from(freqs),
            typeof precision === 'number' ? precision : Uint32Array.from(precision),
          ),
        );
      });
    }

    it('peek and advance of more symbols than lanes', () => {
      const message = fastOf(good);
      const three = new Uint32Array(3).fill(1);
      expectMisuse(message, () => peek(message, 3, 8));
      expectMisuse(message, () => advance(message, three, three, 8));
    });

    it('peek with a precision of 32', () => {
      const message = fastOf(good);
      expectMisuse(message, () => peek(message, 1, 32));
      expectMisuse(message, () => peek(message, 2, Uint32Array.of(8, 32)));
      expectMisuse(message, () => peek(message, 2, Uint32Array.of(8)));
    });
  });

  it('peek changes nothing and gives the low bits', () => {
    const message = fastOf({ heads: [2n ** 31n + 5n, 2n ** 63n - 1n], tail: [9] });
    const before = contentsOf(message);
    expect([...peek(message, 2, 4)]).to.deep.equal([5, 15]);
    expect([...peek(message, 1, 0)]).to.deep.equal([0]);
    expect([...peek(message, 2, Uint32Array.of(2, 31))]).to.deep.equal([1, 2 ** 31 - 1]);
    expectSame(message, before);
  });
});

function expectHeld(position: number, { start, freq }: SlowInterval): void {
  expect(position).to.be.within(start, start + freq - 1);
}
