import { expect } from 'chai';
import fc from 'fast-check';
import { flatten } from '../../src/ans/flatten.js';
import type { Codec } from '../../src/codecs/codec.js';
import { serial } from '../../src/codecs/serial.js';
import { substack } from '../../src/codecs/substack.js';
import { uniform } from '../../src/codecs/uniform.js';
import { checkCodec, checkRefusal, fullMessage } from '../laws.js';

describe('substack', () => {
  it('obeys the laws on any lanes, and leaves the others alone', () => {
    const lanes = fc.tuple(
      fc.nat(6),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 4 }),
    );
    fc.assert(
      fc.property(lanes, fc.nat(100), ([from, width, stride], seed) => {
        const n = Math.ceil(width / stride);
        const codec = substack(uniform(n, 20), from, from + width, stride);
        const value = Uint32Array.from({ length: n }, (_, i) => 1000 * i + seed);
        checkCodec(codec, value, { bits: 20 * n, lanes: [from + width, 13], seed });
        const message = fullMessage(13, seed);
        const before = message.heads.slice();
        codec.push(message, value);
        message.heads.forEach((head, i) => {
          const own = i >= from && i < from + width && (i - from) % stride === 0;
          if (!own) expect(head).to.equal(before[i]);
          else expect(head === before[i]).to.equal(false);
        });
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('with a stride codes as on a message of these lanes alone', () => {
    const value = Uint32Array.of(5, 6, 7);
    const strided = fullMessage(6, 1);
    const alone = fullMessage(6, 1);
    const heads = [1, 3, 5].map((i) => alone.heads[i] as bigint);
    heads.forEach((head, i) => {
      alone.heads[i] = head;
    });
    substack(uniform(3, 30), 1, 6, 2).push(strided, value);
    uniform(3, 30).push(alone.lanes(0, 3), value);
    const got = [1, 3, 5].map((i) => strided.heads[i]);
    expect(got).to.deep.equal([...alone.heads.slice(0, 3)]);
    expect(strided.tail.words).to.deep.equal(alone.tail.words);
  });

  it('changes nothing when the codec throws, even one that does not clean up', () => {
    const careless: Codec<Uint32Array> = {
      push(message, value) {
        uniform(2, 31).pop(message);
        uniform(2, 30).push(message, value);
        throw new RangeError('careless');
      },
      pop(message) {
        uniform(2, 31).pop(message);
        throw new RangeError('careless');
      },
    };
    for (const stride of [1, 2]) {
      const codec = substack(careless, 1, 4, stride);
      checkRefusal(codec, Uint32Array.of(1, 2), RangeError, fullMessage(4, 1));
      const message = fullMessage(4, 1);
      const before = flatten(message);
      expect(() => codec.pop(message)).to.throw('careless');
      expect(flatten(message)).to.deep.equal(before);
    }
    const late = substack(serial([uniform(1, 2), uniform(1, 31)]), 0, 4, 3);
    checkRefusal(late, [Uint32Array.of(4), Uint32Array.of(1)], RangeError, fullMessage(4, 1));
  });

  it('wants lanes that are there, and a stride', () => {
    for (const stride of [1, 2]) {
      expect(() => substack(uniform(1, 1), 3, 5, stride).pop(fullMessage(4, 1))).to.throw(
        RangeError,
      );
    }
    for (const stride of [0, -1, 0.5]) {
      expect(() => substack(uniform(1, 1), 0, 1, stride)).to.throw(RangeError);
    }
  });
});
