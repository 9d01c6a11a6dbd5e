import { expect } from 'chai';
import fc from 'fast-check';
import type { Codec } from '../../src/codecs/codec.js';
import { decode, fromGenerator } from '../../src/codecs/fromGenerator.js';
import { mapped } from '../../src/codecs/mapped.js';
import { uniform } from '../../src/codecs/uniform.js';
import { checkCodec, checkExhausted, checkRefusal } from '../laws.js';

const number = (precision: number): Codec<number> =>
  mapped(
    uniform(1, precision),
    ([x]) => x as number,
    (x) => Uint32Array.of(x),
  );

/** A length, then so many numbers, each with as many bits as the one before had value. */
const growing = fromGenerator<number[]>(function* () {
  const n = yield number(4);
  let bits = 5;
  for (let i = 0; i < n; i++) bits = (yield number(bits % 32)) % 32;
});

describe('fromGenerator', () => {
  it('obeys the laws where later codecs depend on earlier values', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { maxLength: 15 }), fc.nat(50), (raw, seed) => {
        const values = [raw.length];
        let bits = 5;
        let total = 4;
        for (const x of raw) {
          const value = x % 2 ** bits;
          values.push(value);
          total += bits;
          bits = value % 32;
        }
        checkCodec(growing, values, { bits: total, seed });
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('gives each step the type of its codec', () => {
    const pair = fromGenerator<[number, Uint32Array]>(function* () {
      const n: number = yield* decode(number(3));
      const list: Uint32Array = yield* decode(uniform(n, 7));
      expect(list.length).to.equal(n);
    });
    checkCodec(pair, [3, Uint32Array.of(1, 2, 127)], { bits: 3 + 21 });
  });

  it('leaves the message as it was when the values are not those of a run', () => {
    checkRefusal(growing, [], RangeError);
    checkRefusal(growing, [2, 1], RangeError);
    checkRefusal(growing, [1, 1, 1], RangeError);
    checkRefusal(growing, [16], RangeError);
    checkRefusal(growing, [1, 32], RangeError);
    checkExhausted(growing);
  });

  it('closes a program that wants more values than there are', () => {
    let closed = false;
    const endless = fromGenerator<number[]>(function* () {
      try {
        for (;;) yield number(1);
      } finally {
        closed = true;
      }
    });
    checkRefusal(endless, [0, 1], RangeError);
    expect(closed).to.equal(true);
  });
});
