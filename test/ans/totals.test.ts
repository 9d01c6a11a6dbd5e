import { expect } from 'chai';
import fc from 'fast-check';
import { popTotals, push, pushTotals } from '../../src/ans/coder.js';
import { type SlowInterval, slowPopTotals, slowPushTotals } from '../reference/ans.js';
import { RUNS } from '../reference/arbitraries.js';
import {
  anyTotal,
  columns,
  contents,
  contentsOf,
  expectMisuse,
  expectRefusal,
  expectSame,
  fastOf,
  holding,
  interval,
  slowOf,
} from '../reference/messages.js';

const LANES = 9;
/** A message and, for some of its lanes, intervals. */
const pushes = contents(LANES).chain((start) =>
  fc.record({
    start: fc.constant(start),
    intervals: fc.array(anyTotal.chain(interval), { maxLength: start.heads.length }),
  }),
);
/** A message of few words and, for some of its lanes, totals and choices of intervals. */
const pops = contents(1).chain((start) =>
  fc.record({
    start: fc.constant(start),
    totals: fc.array(anyTotal, { maxLength: start.heads.length }),
    salts: fc.array(fc.nat(), { minLength: LANES, maxLength: LANES }),
  }),
);

function totalsOf(intervals: readonly SlowInterval[]): Uint32Array {
  return Uint32Array.from(intervals, ({ total }) => total);
}

describe('coder with arbitrary totals', () => {
  it('pushes as the oracle does', () => {
    fc.assert(
      fc.property(pushes, ({ start, intervals }) => {
        const [fast, slow] = [fastOf(start), slowOf(start)];
        const { starts, freqs } = columns(intervals);
        pushTotals(fast, starts, freqs, totalsOf(intervals));
        slowPushTotals(slow, intervals);
        expectSame(fast, slow);
      }),
      RUNS,
    );
  });

  it('pops as the oracle does, or exhausts where it does and changes nothing', () => {
    let refused = 0;
    fc.assert(
      fc.property(pops, ({ start, totals, salts }) => {
        const [fast, slow] = [fastOf(start), slowOf(start)];
        const locate = (p: number, i: number) =>
          holding(p, totals[i] as number, salts[i] as number);
        const act = () =>
          popTotals(fast, Uint32Array.from(totals), (positions) =>
            columns([...positions].map(locate)),
          );
        let dry = false;
        try {
          slowPopTotals(slow, totals, locate);
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
    expect(refused).to.be.within(10, 150);
  });

  it('pushes onto heads just where a word has to go, and just below, and pops them', () => {
    fc.assert(
      fc.property(anyTotal.chain(interval), ({ start, freq, total }) => {
        const most = 2n ** 63n - 1n;
        const unit = (2n ** 31n / BigInt(total)) * 2n ** 32n;
        const edges = [unit * BigInt(freq), unit * BigInt(total)];
        const heads = edges.flatMap((e) => [e - 1n, e, e + 1n]).map((h) => (h < most ? h : most));
        const intervals = heads.map(() => ({ start, freq, total }));
        const [fast, slow] = [fastOf({ heads, tail: [] }), slowOf({ heads, tail: [] })];
        const { starts, freqs } = columns(intervals);
        pushTotals(fast, starts, freqs, totalsOf(intervals));
        slowPushTotals(slow, intervals);
        expectSame(fast, slow);
        popTotals(fast, totalsOf(intervals), () => ({ starts, freqs }));
        expectSame(fast, { heads, tail: [] });

        const rich = { heads, tail: [1, 2, 3, 4, 5, 6] };
        const [other, slowOther] = [fastOf(rich), slowOf(rich)];
        const locate = (position: number) => holding(position, total, start);
        popTotals(other, totalsOf(intervals), (positions) => columns([...positions].map(locate)));
        slowPopTotals(slowOther, [...totalsOf(intervals)], locate);
        expectSame(other, slowOther);
      }),
      RUNS,
    );
  });

  it('pop undoes push', () => {
    fc.assert(
      fc.property(pushes, ({ start, intervals }) => {
        const message = fastOf(start);
        const { starts, freqs } = columns(intervals);
        pushTotals(message, starts, freqs, totalsOf(intervals));
        popTotals(message, totalsOf(intervals), (positions) => {
          intervals.forEach((symbol, i) => {
            expect(positions[i]).to.be.within(symbol.start, symbol.start + symbol.freq - 1);
          });
          return columns(intervals);
        });
        expectSame(message, start);
      }),
      RUNS,
    );
  });

  it('push undoes pop', () => {
    fc.assert(
      fc.property(pops, ({ start, totals, salts }) => {
        const rich = { heads: start.heads, tail: [...salts, ...start.tail] };
        const message = fastOf(rich);
        let popped: SlowInterval[] = [];
        popTotals(message, Uint32Array.from(totals), (positions) => {
          popped = [...positions].map((p, i) =>
            holding(p, totals[i] as number, salts[i] as number),
          );
          return columns(popped);
        });
        const { starts, freqs } = columns(popped);
        pushTotals(message, starts, freqs, Uint32Array.from(totals));
        expectSame(message, rich);
      }),
      RUNS,
    );
  });

  it('totals that are powers of two give what precisions give', () => {
    fc.assert(
      fc.property(pushes, fc.integer({ min: 0, max: 31 }), ({ start, intervals }, precision) => {
        const [message, other] = [fastOf(start), fastOf(start)];
        const total = 2 ** precision;
        const starts = Uint32Array.from(intervals, (symbol) => symbol.start % total);
        const freqs = starts.map((s, i) => 1 + ((intervals[i]?.freq ?? 0) % (total - s)));
        pushTotals(message, starts, freqs, new Uint32Array(starts.length).fill(total));
        push(other, starts, freqs, precision);
        expectSame(message, contentsOf(other));
      }),
      RUNS,
    );
  });

  describe('misuse throws a RangeError before anything changes', () => {
    const good = { heads: [2n ** 62n, 2n ** 63n - 1n], tail: [5] };
    const refused: Record<string, [number[], number[], number[]]> = {
      'a total of 0': [[0], [1], [0]],
      'a total above 2^31': [[0], [1], [2 ** 31 + 1]],
      'a freq of 0': [
        [0, 0],
        [1, 0],
        [3, 3],
      ],
      'an interval past the end': [
        [0, 2],
        [1, 2],
        [3, 3],
      ],
      'fewer freqs than totals': [[0, 0], [1], [3, 3]],
      'fewer starts than totals': [[0], [1, 1], [3, 3]],
      'more lanes than there are': [
        [0, 0, 0],
        [1, 1, 1],
        [3, 3, 3],
      ],
    };
    for (const [name, vectors] of Object.entries(refused)) {
      const [starts, freqs, totals] = vectors.map((v) => Uint32Array.from(v)) as [
        Uint32Array,
        Uint32Array,
        Uint32Array,
      ];
      it(`push of ${name}`, () => {
        const message = fastOf(good);
        expectMisuse(message, () => pushTotals(message, starts, freqs, totals));
      });
      it(`pop of ${name}`, () => {
        const message = fastOf(good);
        expectMisuse(message, () => popTotals(message, totals, () => ({ starts, freqs })));
      });
    }
  });
});
