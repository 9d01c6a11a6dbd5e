import { expect } from 'chai';
import { seededMessage } from '../../src/ans/message.js';
import type { ItemType } from '../../src/data/dataset.js';
import type { Costs } from '../../src/eval/costs.js';
import { estimate } from '../../src/eval/estimate.js';
import { paidLength } from '../../src/eval/length.js';
import { symbolCosts } from '../../src/eval/symbolCosts.js';
import { buildCodec } from '../../src/model/build.js';
import { loadModel, type Model, makeModel } from '../../src/model/model.js';
import { mnistSlice } from '../data.js';

const NOTHING = new Uint8Array(0);
const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);

function modelOf(codec: object, shape: number[], levels: number): Model {
  const data = { dtype: 'u8', shape, levels };
  return makeModel(JSON.stringify({ format: 1, name: 'm', data, codec }), NOTHING, 'm');
}

function costsOf(model: Model, item: ItemType, symbols: Uint32Array, items: number): Costs {
  const costs = symbolCosts(model, item);
  if (!costs) throw new Error('expected costs');
  return costs(symbols, items);
}

describe('symbolCosts', () => {
  it('is -log2 of the probability of each symbol', () => {
    const probabilities = [0.5, 0.25, 0.999, 0.001];
    const codec = { type: 'bernoulli', size: 4, precision: 24, probabilities };
    const { bits } = costsOf(
      modelOf(codec, [4], 2),
      { dtype: 'u8', shape: [4] },
      Uint32Array.of(1, 1, 1, 1, 0, 0, 0, 0),
      2,
    );
    expect(bits).to.have.length(8);
    const exact = [...probabilities, ...probabilities.map((p) => 1 - p)].map((p) => -Math.log2(p));
    exact.forEach((cost, i) => {
      expect(bits[i]).to.be.closeTo(cost, 1e-4 + 1e-4 * cost);
    });
  });

  it('leaves out what latents cost', () => {
    // The latent is 1 for sure, and takes 2 bits of its prior; the data do not depend on it.
    const weights = { type: 'categoricalWeights', size: 1, symbols: 2, precision: 12 };
    const codec = {
      type: 'bitsBack',
      prior: { ...weights, weights: [3, 1] },
      likelihood: { type: 'bernoulli', size: 3, precision: 24, probabilities: 0.25 },
      posterior: { ...weights, weights: [0, 1] },
    };
    const model = modelOf(codec, [3], 2);
    const { bits } = costsOf(model, { dtype: 'u8', shape: [3] }, Uint32Array.of(1, 1, 1), 1);
    for (const cost of bits) expect(cost).to.be.closeTo(2, 1e-4);
    const all = estimate(Uint32Array.of(1, 1, 1), 3, buildCodec(model).group(1), 0);
    expect(all.bits[0]).to.be.closeTo(8, 1e-3);
  });

  for (const [name, shape] of [
    ['arrays', [28, 28]],
    ['bytes', [28, 28]],
    ['photo', [4, 28, 3]],
    ['photo-1', [4, 28, 3]],
    ['photo16', [4, 28, 3]],
    ['photo16-1', [4, 28, 3]],
  ] as const) {
    it(`adds up to what ${name} costs, which learns`, () => {
      const item = { dtype: name.startsWith('photo16') ? 'u16' : 'u8', shape };
      const size = shape.reduce<number>((a, b) => a * b, 1);
      const symbols = Uint32Array.from(mnistSlice(0, 10).subarray(16, 16 + 3 * size), (v, i) =>
        name === 'bytes' || name === 'arrays' ? v : 100 * v + (i % 7),
      );
      const model = loadModel(name);
      const { bits } = costsOf(model, item, symbols, 3);
      const message = seededMessage(1, 0);
      const before = paidLength(message);
      buildCodec(model, { item }).group(3).push(message, symbols);
      expect(sum(bits)).to.be.closeTo(paidLength(message) - before, 0.5);
    });
  }

  it('finds the pixel of experts that is dear', () => {
    const [height, width] = [12, 16];
    const symbols = new Uint32Array(height * width * 3).fill(90);
    const at = (10 * width + 7) * 3;
    symbols[at] = 200;
    const item = { dtype: 'u8', shape: [height, width, 3] };
    const { bits } = costsOf(loadModel('photo'), item, symbols, 1);
    expect(bits.indexOf(Math.max(...bits.subarray(3 * width)))).to.equal(at);
  });

  it('finds the element of an array that is dear', () => {
    const symbols = Uint32Array.from({ length: 600 }, (_, i) => 1000 + 3 * i);
    symbols[431] = 9;
    const item = { dtype: 'u16', shape: [20] };
    const { bits } = costsOf(loadModel('arrays'), item, symbols, 30);
    expect(bits.indexOf(Math.max(...bits))).to.equal(431);
  });

  it('is that of each channel of neighbourhood models, however they are laid out and coloured', () => {
    const [height, width] = [2, 3];
    const weights = (...some: number[]) => ({
      type: 'categoricalWeights',
      size: 1,
      symbols: 4,
      precision: 20,
      weights: some,
    });
    const passes = [
      { channels: [1], codec: weights(1, 2, 4, 8) },
      { channels: [2], codec: weights(8, 1, 1, 1) },
      { channels: [0], codec: weights(1, 5, 1, 1) },
    ].map((pass) => ({ ...pass, window: [{ left: 1, channels: [1] }] }));
    const feature = { centre: 0, scale: 1 };
    const codec = { height, width, channels: 3, levels: 4, features: [feature], passes };
    const symbols = Uint32Array.from({ length: 2 * 18 }, (_, i) => (i * i + (i >> 2)) % 4);
    for (const layout of ['sites', 'planes']) {
      for (const colour of ['channels', 'greenDifferences']) {
        const spec = { type: 'neighbourhood', ...codec, layout, colour };
        const shape = layout === 'sites' ? [height, width, 3] : [3, height, width];
        const item = { dtype: 'u8', shape };
        const { bits, chances } = costsOf(modelOf(spec, shape, 4), item, symbols, 2);
        const at = (item: number, site: number, c: number) =>
          18 * item + (layout === 'sites' ? 3 * site + c : 6 * c + site);
        for (let i = 0; i < 12; i++) {
          const where = (c: number) => at(Math.floor(i / 6), i % 6, c);
          const green = symbols[where(1)] as number;
          for (const { channels, codec } of passes) {
            const place = where(channels[0] as number);
            const less = colour === 'greenDifferences' && channels[0] !== 1 ? green : 0;
            const value = ((symbols[place] as number) - less + 4) % 4;
            const total = codec.weights.reduce((a, b) => a + b, 0);
            const exact = Math.log2(total / (codec.weights[value] as number));
            expect(bits[place]).to.be.closeTo(exact, 1e-3);
          }
        }
        expect(chances.reduce((n, { values }) => n + values.length, 0)).to.equal(36);
      }
    }
  });

  it('is not known where symbols share a lane', () => {
    const one = { type: 'bernoulli', size: 1, precision: 8, probabilities: 0.5 };
    const codec = { type: 'serial', codecs: [one, one] };
    const item = { dtype: 'u8', shape: [2] };
    expect(symbolCosts(modelOf(codec, [2], 2), item)).to.equal(undefined);
  });
});
