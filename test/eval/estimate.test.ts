import { expect } from 'chai';
import { bernoulli } from '../../src/codecs/bernoulli.js';
import { categoricalWeights } from '../../src/codecs/categoricalWeights.js';
import { estimate } from '../../src/eval/estimate.js';

describe('estimate', () => {
  it('is the cost of each item', () => {
    const codec = bernoulli(Float64Array.of(0.25, 0.5), 24);
    const { bits, variance } = estimate(Uint32Array.of(1, 0, 0, 1, 0, 0), 2, codec, 0);
    const low = 1 - Math.log2(0.75);
    [3, low, low].forEach((exact, i) => {
      expect(bits[i]).to.be.closeTo(exact, 1e-4);
    });
    expect(variance).to.be.below(1e-6);
  });

  it('says which item has no finite cost', () => {
    const codec = categoricalWeights(Float64Array.of(1, 0), { symbols: 2, size: 1, precision: 8 });
    expect(() => estimate(Uint32Array.of(0, 0, 1), 1, codec, 40)).to.throw(
      /^item 42: the model gives it no probability, so there is no finite estimate/,
    );
  });
});
