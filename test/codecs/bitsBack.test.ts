import { expect } from 'chai';
import { emptyMessage, seededMessage } from '../../src/ans/message.js';
import { bernoulli } from '../../src/codecs/bernoulli.js';
import { bitsBack } from '../../src/codecs/bitsBack.js';
import { uniform } from '../../src/codecs/uniform.js';
import { checkExhausted, checkLaws, checkRefusal, fullMessage, information } from '../laws.js';

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

  it('leaves the message as it was when it fails after its first pop', () => {
    for (let seed = 0; seed < 10; seed++) {
      // Latents from the supply, some of which the prior then refuses.
      const narrow = { ...model, prior: uniform(1, 0), posterior: () => uniform(1, 1) };
      const message = () => seededMessage(1, seed);
      const drawn = (uniform(1, 1).pop(message())[0] as number) === 1;
      if (drawn) checkRefusal(bitsBack(narrow), Uint32Array.of(1), RangeError, message());
      checkRefusal(bitsBack(model), Uint32Array.of(2), RangeError, message());
    }
    const wide = { ...model, posterior: () => uniform(1, 9), likelihood: () => uniform(1, 1) };
    checkRefusal(bitsBack(wide), Uint32Array.of(1), { code: 'MESSAGE_EXHAUSTED' }, emptyMessage(1));
    checkExhausted(bitsBack({ ...wide, prior: uniform(1, 9) }));
  });
});
