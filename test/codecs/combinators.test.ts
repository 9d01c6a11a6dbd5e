import { expect } from 'chai';
import fc from 'fast-check';
import { flatten } from '../../src/ans/flatten.js';
import { seededMessage } from '../../src/ans/message.js';
import { bernoulli } from '../../src/codecs/bernoulli.js';
import { bitsBack } from '../../src/codecs/bitsBack.js';
import { fold, resize, unfold } from '../../src/codecs/resize.js';
import { repeat, serial } from '../../src/codecs/serial.js';
import { substack } from '../../src/codecs/substack.js';
import { uniform } from '../../src/codecs/uniform.js';
import { checkLaws, fullMessage, information } from '../laws.js';

const RUNS = { seed: 1, numRuns: 100 };

describe('serial and repeat', () => {
  it('obey the laws', () => {
    const codec = serial([
      uniform(3, 5),
      repeat(uniform(1, 9), 2),
      bernoulli(Float64Array.of(0.2), 12),
    ]);
    checkLaws(codec, [
      Uint32Array.of(1, 2, 31),
      [Uint32Array.of(500), Uint32Array.of(0)],
      Uint32Array.of(1),
    ]);
  });

  it('decode in order what the last push left on top', () => {
    const message = fullMessage(1, 1);
    repeat(uniform(1, 8), 3).push(
      message,
      [1, 2, 3].map((v) => Uint32Array.of(v)),
    );
    expect(uniform(1, 8).pop(message)[0]).to.equal(1);
  });

  it('want as many values as codecs', () => {
    expect(() => repeat(uniform(1, 1), 2).push(seededMessage(1, 0), [])).to.throw(RangeError);
    expect(() => repeat(uniform(1, 1), -1)).to.throw(RangeError);
  });
});

describe('substack', () => {
  it('obeys the laws and leaves the other lanes alone', () => {
    checkLaws(substack(uniform(4, 20), 1, 3), Uint32Array.of(1, 2, 3, 4), 4);
    const message = fullMessage(4, 1);
    const before = message.heads.slice();
    substack(uniform(2, 20), 1, 3).pop(message);
    expect([message.heads[0], message.heads[3]]).to.deep.equal([before[0], before[3]]);
    expect(message.heads[1]).to.not.equal(before[1]);
  });

  it('wants lanes that are there', () => {
    expect(() => substack(uniform(1, 1), 3, 5).pop(fullMessage(4, 1))).to.throw(RangeError);
  });
});

describe('resize', () => {
  it('folds and unfolds to the same message', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(1000), (lanes, seed) => {
        const message = fullMessage(lanes, seed);
        const before = flatten(message);
        const words = fold(message);
        expect(flatten(message)).to.deep.equal(before);
        expect(flatten(unfold(words, lanes))).to.deep.equal(before);
      }),
      RUNS,
    );
  });

  it('grows and shrinks between any numbers of lanes', () => {
    const message = fullMessage(5, 3);
    const before = flatten(message);
    expect(flatten(resize(resize(message, 23), 5))).to.deep.equal(before);
  });
});

describe('bitsBack', () => {
  // One latent bit z, and x = z but for noise; the exact posterior is known.
  const likelihood = (z: Uint32Array) => bernoulli(Float64Array.of(z[0] === 1 ? 0.9 : 0.1), 24);
  const model = { prior: uniform(1, 1), likelihood, posterior: likelihood };

  it('obeys the laws', () => {
    for (const x of [0, 1]) checkLaws(bitsBack(model), Uint32Array.of(x), 2);
  });

  it('costs the evidence where the posterior is exact: one bit here, whatever z was', () => {
    const message = fullMessage(1, 1);
    const before = information(message);
    for (let i = 0; i < 1000; i++) bitsBack(model).push(message, Uint32Array.of(i & 1));
    expect((information(message) - before) / 1000).to.be.closeTo(1, 0.001);
  });
});
