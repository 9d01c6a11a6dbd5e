import { expect } from 'chai';
import fc from 'fast-check';
import { emptyMessage, seededMessage } from '../../src/ans/message.js';
import { type HiddenMarkovModel, hiddenMarkov } from '../../src/codecs/hiddenMarkov.js';
import { CrayError } from '../../src/errors.js';
import { Random } from '../../src/train/random.js';
import { checkCodec, checkExhausted, checkLaws, checkRefusal, information } from '../laws.js';
import { evidence, type Matrix, randomRows } from '../reference/chain.js';

const flat = (rows: Matrix) => Float64Array.from(rows.flat());

function randomModel(seed: number, n: number, m: number) {
  const random = new Random(seed);
  const next = () => random.uint32() / 2 ** 32;
  return {
    initial: randomRows(1, n, next)[0] as number[],
    transition: randomRows(n, n, next),
    emission: randomRows(n, m, next),
  };
}

function codecOf(model: ReturnType<typeof randomModel>, length: number, precision = 24) {
  const { initial, transition, emission } = model;
  return hiddenMarkov({
    initial: Float64Array.from(initial),
    transition: flat(transition),
    emission: flat(emission),
    length,
    precision,
  });
}

describe('hiddenMarkov', () => {
  it('obeys the laws, and codes every series at its exact evidence', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }));
    const series = fc.array(fc.nat(1000), { maxLength: 6 });
    fc.assert(
      fc.property(fc.nat(1000), sizes, series, (seed, [n, m], raw) => {
        const model = randomModel(seed, n, m);
        const xs = raw.map((x) => x % m);
        const { initial, transition, emission } = model;
        const bits = -Math.log2(evidence(initial, transition, emission, xs));
        const codec = codecOf(model, xs.length);
        checkCodec(codec, Uint32Array.from(xs), { bits, margin: 0.0001, seed });
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('codes a long series at its evidence, from the bits of two states', () => {
    const model = randomModel(5, 6, 4);
    const random = new Random(3);
    const xs = Uint32Array.from({ length: 2000 }, () => random.uint32() % 4);
    const message = seededMessage(1, 1);
    const before = information(message);
    codecOf(model, 2000).push(message, xs);
    // The forward recursion, in doubles.
    let [bits, belief] = [0, model.initial];
    for (const x of xs) {
      const joint = belief.map((p, i) => p * (model.emission[i]?.[x] as number));
      const p = joint.reduce((a, b) => a + b);
      bits -= Math.log2(p);
      belief = joint.map((_, j) =>
        joint.reduce((s, w, i) => s + (w / p) * (model.transition[i]?.[j] as number), 0),
      );
    }
    const drawn = message.tail.supply?.drawn as number;
    expect(information(message) - before - 32 * (drawn - 1)).to.be.closeTo(bits, 0.0001 * bits);
    expect(drawn).to.be.at.most(2);
  });

  it('codes what has probability zero, at the cost of its least frequency', () => {
    const model: HiddenMarkovModel = {
      initial: Float64Array.of(1, 0),
      transition: Float64Array.of(1, 0, 0, 1),
      emission: Float64Array.of(1, 0, 0, 1),
      length: 40,
      precision: 12,
    };
    for (const x of [0, 1]) {
      checkLaws(
        hiddenMarkov(model),
        Uint32Array.from({ length: 40 }, (_, i) => x ^ (i & 1)),
      );
    }
    checkCodec(hiddenMarkov(model), new Uint32Array(40), { bits: 0 });
  });

  it('works at every precision that has room', () => {
    const model = randomModel(1, 2, 2);
    for (const precision of [1, 2, 16, 31]) {
      checkLaws(codecOf(model, 5, precision), Uint32Array.of(0, 1, 1, 0, 1));
    }
  });

  it('names the row and lane of what is no probability', () => {
    const good = randomModel(1, 2, 3);
    const cases: [Partial<HiddenMarkovModel>, string][] = [
      [{ initial: Float64Array.of(0.5, Number.NaN) }, 'initial: lane 1: expected a probability'],
      [{ transition: Float64Array.of(1, 0, -1, 2) }, 'transition: row 1: lane 0: expected a prob'],
      [
        { emission: Float64Array.of(1, 0, 0, 1, 1, 0) },
        'emission: row 1: expected a sum of 1, got 2',
      ],
    ];
    for (const [change, message] of cases) {
      const model = {
        initial: Float64Array.from(good.initial),
        transition: flat(good.transition),
        emission: flat(good.emission),
        length: 3,
        precision: 16,
        ...change,
      };
      expect(() => hiddenMarkov(model))
        .to.throw(CrayError, message)
        .with.property('code', 'PARAMETERS_INVALID');
      const shapes = { ...model, ...{ transition: new Float64Array(3) } };
      expect(() => hiddenMarkov(shapes)).to.throw(RangeError);
      expect(() => hiddenMarkov({ ...model, emission: new Float64Array(5) })).to.throw(Error);
    }
  });

  it('leaves the message as it was when it fails', () => {
    const codec = codecOf(randomModel(1, 2, 3), 3);
    checkRefusal(codec, Uint32Array.of(0, 1), RangeError);
    checkRefusal(codec, Uint32Array.of(0, 3, 1), RangeError);
    checkRefusal(codec, Uint32Array.of(0, 2, 1), { code: 'MESSAGE_EXHAUSTED' }, emptyMessage(1));
    checkExhausted(codec);
  });
});
