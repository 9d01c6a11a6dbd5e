import { expect } from 'chai';
import { emptyMessage, seededMessage } from '../../src/ans/message.js';
import { stateSpace } from '../../src/codecs/stateSpace.js';
import { uniform } from '../../src/codecs/uniform.js';
import { Random } from '../../src/train/random.js';
import { checkCodec, checkExhausted, checkRefusal } from '../laws.js';
import { categorical } from '../reference/categorical.js';
import { allSeries, cell, evidence, normalise, randomRows } from '../reference/chain.js';

const random = new Random(11);
const next = () => random.uint32() / 2 ** 32;
const initial = randomRows(1, 3, next)[0] as number[];
const transition = randomRows(3, 3, next);
const emission = randomRows(3, 2, next);

/** A hidden Markov model in doubles of JavaScript, with its exact posterior. */
const chain = (length: number) =>
  stateSpace<number, number, number[]>({
    length,
    prior: categorical(initial),
    transition: (z) => categorical(transition[z] as number[]),
    likelihood: (z) => categorical(emission[z] as number[]),
    filter: (before, x) => {
      const predicted = before
        ? initial.map((_, j) => before.reduce((s, p, i) => s + p * cell(transition, i, j), 0))
        : initial;
      return normalise(predicted.map((p, i) => p * cell(emission, i, x)));
    },
    posterior: (belief, later) => {
      if (later === undefined) return categorical(belief);
      return categorical(normalise(belief.map((p, i) => p * cell(transition, i, later))));
    },
  });

describe('stateSpace', () => {
  it('obeys the laws, at the exact evidence where the posterior is exact', () => {
    for (const length of [0, 1, 2, 5]) {
      for (const xs of allSeries(length, 2)) {
        const bits = -Math.log2(evidence(initial, transition, emission, xs));
        checkCodec(chain(length), xs, { bits, margin: 0.0001 });
      }
    }
  });

  it('needs the bits of two states at the start, however long the series', () => {
    const state = uniform(10, 31);
    const codec = stateSpace<Uint32Array, Uint32Array, undefined>({
      length: 20,
      prior: state,
      transition: () => state,
      likelihood: () => uniform(1, 1),
      filter: () => undefined,
      posterior: () => state,
    });
    const message = seededMessage(1, 1);
    codec.push(message, new Array(20).fill(Uint32Array.of(1)));
    expect(message.tail.supply?.drawn).to.be.within(19, 21);
  });

  it('leaves the message as it was when it fails', () => {
    checkRefusal(chain(3), [0, 1], RangeError);
    checkRefusal(chain(3), [0, 2, 1], { code: 'PARAMETERS_INVALID' });
    checkRefusal(chain(3), [0, 0, 1], { code: 'MESSAGE_EXHAUSTED' }, emptyMessage(1));
    checkExhausted(chain(9));
    expect(() => chain(-1)).to.throw(RangeError);
  });
});
