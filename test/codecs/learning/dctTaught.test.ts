import { expect } from 'chai';
import { COUNTERS, LINES, putTaught, WEIGHTS } from '../../../src/codecs/learning/dctTaught.js';
import { Kernels } from '../../../src/kernels/kernels.js';

describe('what the model of coefficients was taught', () => {
  const on = new Kernels();
  const at = on.reserve(on.call.dctLay(0, 1, 1, 0));
  on.call.dctStart(at, 1, 1, 0);
  const learned = on.call.dctLearned(at);
  const [weights, counters] = [
    on.f32(learned, WEIGHTS),
    on.u32(learned + 4 * WEIGHTS, LINES * COUNTERS),
  ];
  const untaught = { weight: weights[0] as number, counter: counters[0] as number };

  it('begins with weights of one size, and counters that have counted nothing', () => {
    expect(new Set(weights)).to.have.property('size', 1);
    expect(new Set(counters)).to.have.property('size', 1);
    expect(untaught.counter & 1023).to.equal(0);
  });

  it('puts what is told in its place, and leaves the rest as it is', () => {
    putTaught(on, learned);
    const told = counters.filter((counter) => counter !== untaught.counter);
    expect(told.length).to.be.within(2e5, 4e5);
    // Few have counted more than twelve times, so that a picture of another kind is soon learned.
    expect(Math.max(...new Set(told.map((counter) => counter & 1023)))).to.equal(12);
    expect(weights.every((weight) => Math.abs(weight) < 2)).to.equal(true);
    expect(weights.filter((weight) => weight === untaught.weight).length).to.be.within(
      1,
      WEIGHTS - 1000,
    );
  });
});
