import { expect } from 'chai';
import { type Reliability, ReliabilityCounts } from '../../src/eval/chances.js';
import type { Costs } from '../../src/eval/costs.js';
import { symbolCosts } from '../../src/eval/symbolCosts.js';
import { makeModel } from '../../src/model/model.js';
import { Random } from '../../src/train/random.js';

const random = new Random(3);

/** Bits that are 1 with this probability, coded as if with another. */
function ofBits(probability: number, coded: number, n: number): Reliability {
  const counts = new ReliabilityCounts();
  const values = Float32Array.from({ length: n }, () =>
    random.uniform() < probability ? coded : 1 - coded,
  );
  counts.add({ kind: 'decisions', values });
  return counts.results()[0] as Reliability;
}

function costsOf(codec: object, levels: number, symbols: Uint32Array): Costs {
  const data = { dtype: 'u8', shape: [symbols.length], levels };
  const json = JSON.stringify({ format: 1, name: 'm', data, codec });
  const model = makeModel(json, new Uint8Array(0), 'm');
  const item = { dtype: 'u8', shape: [symbols.length] };
  const costs = symbolCosts(model, item);
  if (!costs) throw new Error('expected costs');
  return costs(symbols, 1);
}

describe('coded against actual frequencies', () => {
  it('are the same where a model is right', () => {
    const { points, lostBits } = ofBits(0.1, 0.1, 100_000);
    expect(points).to.have.length(1);
    const [point] = points;
    expect(point?.coded).to.be.closeTo(0.1, 1e-6);
    expect(point?.actual).to.be.closeTo(0.1, 0.004);
    expect(lostBits).to.be.below(20);
  });

  it('tell what a wrong model costs: the divergence of what is from what was said', () => {
    const { lostBits } = ofBits(0.1, 0.02, 100_000);
    const exact = 0.1 * Math.log2(0.1 / 0.02) + 0.9 * Math.log2(0.9 / 0.98);
    expect(lostBits / 100_000).to.be.closeTo(exact, 0.02 * exact + 0.003);
  });

  it('come from the intervals of symbols of many values', () => {
    const n = 20_000;
    const weights = [8, 4, 2, 1, 1];
    const draw = (from: readonly number[]) => {
      const place = random.uniform() * from.reduce((a, b) => a + b, 0);
      return from.findIndex((_, i) => place < from.slice(0, i + 1).reduce((a, b) => a + b, 0));
    };
    const codec = { type: 'categoricalWeights', size: n, symbols: 5, precision: 16, weights };
    const reliability = (from: readonly number[]) => {
      const counts = new ReliabilityCounts();
      const costs = costsOf(
        codec,
        5,
        Uint32Array.from({ length: n }, () => draw(from)),
      );
      for (const chances of costs.chances) counts.add(chances);
      return counts.results()[0] as Reliability;
    };
    const right = reliability(weights);
    expect(right.kind).to.equal('quantiles');
    expect(right.points).to.have.length(19);
    for (const { coded, actual } of right.points) expect(actual).to.be.closeTo(coded, 0.015);
    expect(right.lostBits / n).to.be.below(0.002);
    // All alike, in place of those weights.
    const wrong = reliability([1, 1, 1, 1, 1]);
    const exact = weights.reduce((sum, w) => sum + 0.2 * Math.log2(0.2 / (w / 16)), 0);
    expect(wrong.lostBits / n).to.be.closeTo(exact, 0.1 * exact);
  });

  it('are none of nothing', () => {
    expect(new ReliabilityCounts().results()).to.deep.equal([]);
  });
});
