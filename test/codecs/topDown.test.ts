import { expect } from 'chai';
import { emptyMessage } from '../../src/ans/message.js';
import { topDown } from '../../src/codecs/topDown.js';
import { Random } from '../../src/train/random.js';
import { checkCodec, checkExhausted, checkRefusal } from '../laws.js';
import { categorical } from '../reference/categorical.js';
import { cell, normalise, randomRows } from '../reference/chain.js';

const random = new Random(9);
const next = () => random.uint32() / 2 ** 32;

// z2 of 3 values, z1 of 2 given z2, x of 4 given both: posteriors from the top down are exact.
const top = randomRows(1, 3, next)[0] as number[];
const middle = randomRows(3, 2, next);
const bottom = randomRows(6, 4, next);
const joint = (z2: number, z1: number, x: number) =>
  (top[z2] as number) * cell(middle, z2, z1) * cell(bottom, 2 * z2 + z1, x);
const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

const codec = topDown<number, number>({
  priors: [() => categorical(top), ([z2]) => categorical(middle[z2 as number] as number[])],
  posteriors: [
    (x) =>
      categorical(normalise(range(3).map((z2) => sum(range(2).map((z1) => joint(z2, z1, x)))))),
    (x, [z2]) => categorical(normalise(range(2).map((z1) => joint(z2 as number, z1, x)))),
  ],
  likelihood: ([z2, z1]) => {
    return categorical(bottom[2 * (z2 as number) + (z1 as number)] as number[]);
  },
});

describe('topDown', () => {
  it('obeys the laws, at the exact evidence where posteriors are exact', () => {
    for (const x of range(4)) {
      const p = sum(range(3).flatMap((z2) => range(2).map((z1) => joint(z2, z1, x))));
      checkCodec(codec, x, { bits: -Math.log2(p), margin: 0.0001 });
    }
  });

  it('without layers is the likelihood', () => {
    const flat = topDown({ priors: [], posteriors: [], likelihood: () => categorical(top) });
    checkCodec(flat, 1, { bits: -Math.log2(top[1] as number) });
  });

  it('leaves the message as it was when it fails', () => {
    checkRefusal(codec, 4, { code: 'PARAMETERS_INVALID' });
    checkRefusal(codec, 0, { code: 'MESSAGE_EXHAUSTED' }, emptyMessage(1));
    checkExhausted(codec);
    expect(() =>
      topDown({ priors: [], posteriors: [() => codec], likelihood: () => codec }),
    ).to.throw(RangeError);
  });
});
