import { expect } from 'chai';
import { bernoulliLogits } from '../../src/codecs/bernoulli.js';
import { betaBinomial } from '../../src/codecs/betaBinomial.js';
import { categoricalLogits } from '../../src/codecs/categoricalLogits.js';
import type { Codec } from '../../src/codecs/codec.js';
import { logistic } from '../../src/codecs/logistic.js';
import { logisticMixture } from '../../src/codecs/logisticMixture.js';
import { pixelMixture } from '../../src/codecs/pixelMixture.js';
import { wideLogisticMixture } from '../../src/codecs/wideLogisticMixture.js';
import type { DistributionSpec } from '../../src/model/types/distributions.js';
import { digamma, logGamma } from '../../src/train/losses/betaBinomial.js';
import { lossOf } from '../../src/train/losses/losses.js';
import { Random } from '../../src/train/random.js';
import { fullMessage, information } from '../laws.js';

const ROWS = 6;
const random = new Random(2);

type Values = Readonly<Record<string, Float32Array>>;

/** A loss, the levels it is tried on, how its parameters are made of draws, and the codec that is to cost as much. */
interface Case {
  readonly spec: DistributionSpec;
  readonly levels: readonly number[];
  readonly from?: Readonly<Record<string, (v: number) => number>>;
  readonly codec: (values: Values) => Codec<Uint32Array>;
}

const bins = { binBits: 5, lower: -1, upper: 1.5, precision: 24 };
const many = { binBits: 16, lower: -1, upper: 1.5, precision: 31 };
const one = [0, 31, 16, 17, 3, 30];
// Wide scales, so that no level is below what the codec sets aside for it.
const wide = (v: number) => 0.3 * v - 1;

const cases: readonly Case[] = [
  {
    spec: { type: 'bernoulliLogits', size: ROWS, precision: 24, logits: 0 },
    levels: [0, 1, 1, 0, 1, 0],
    codec: ({ logits }) => bernoulliLogits(logits as Float32Array, 24),
  },
  {
    spec: { type: 'categoricalLogits', size: ROWS, symbols: 32, precision: 24, logits: 0 },
    levels: one,
    codec: ({ logits }) =>
      categoricalLogits(logits as Float32Array, { symbols: 32, size: ROWS, precision: 24 }),
  },
  {
    spec: { type: 'logistic', size: ROWS, ...bins, means: 0, logScales: 0 },
    levels: one,
    from: { logScales: wide },
    codec: (values) => logistic({ ...bins, ...(values as { means: never; logScales: never }) }),
  },
  {
    spec: {
      type: 'logisticMixture',
      size: ROWS,
      components: 3,
      ...bins,
      means: 0,
      logScales: 0,
      logits: 0,
    },
    levels: one,
    from: { logScales: wide },
    codec: (values) =>
      logisticMixture({
        ...bins,
        components: 3,
        ...(values as { means: never; logScales: never; logits: never }),
      }),
  },
  {
    spec: {
      type: 'wideLogisticMixture',
      size: ROWS,
      components: 2,
      ...many,
      means: 0,
      logScales: 0,
      logits: 0,
      origins: 0,
    },
    levels: [0, 65535, 40000, 32768, 3000, 52000],
    from: { logScales: wide, origins: (v) => v / 3 },
    codec: (values) =>
      wideLogisticMixture({
        ...many,
        components: 2,
        ...(values as { means: never; logScales: never; logits: never; origins: never }),
      }),
  },
  {
    spec: { type: 'betaBinomial', size: ROWS, max: 31, precision: 24, alphas: 1, betas: 1 },
    levels: one,
    from: { alphas: (v) => 2 * Math.exp(v / 3), betas: (v) => 2 * Math.exp(v / 3) },
    codec: (values) =>
      betaBinomial({ max: 31, precision: 24, ...(values as { alphas: never; betas: never }) }),
  },
  {
    spec: {
      type: 'pixelMixture',
      size: 3 * ROWS,
      components: 3,
      precision: 24,
      logits: 0,
      means: 0,
      logScales: 0,
      coefficients: 0,
      origins: 0,
    },
    levels: [0, 255, 128, 130, 120, 99, 1, 0, 0, 255, 255, 254, 180, 200, 0, 90, 80, 100],
    from: { logScales: wide, origins: (v) => v / 3 },
    codec: (values) =>
      pixelMixture({
        components: 3,
        precision: 24,
        ...(values as { logits: never; means: never; logScales: never; coefficients: never }),
      }),
  },
];

for (const { spec, levels, from = {}, codec } of cases) {
  describe(`the loss of ${spec.type}`, () => {
    const loss = lossOf(spec, 'codec');
    const drawn = loss.parameters.map(({ name, width }) =>
      random
        .normals(ROWS * width)
        .slice(0, ROWS * width)
        .map(from[name] ?? ((v) => v)),
    );
    const symbols = Uint16Array.from(levels);
    /** Nats of a row, and its gradients. */
    const row = (r: number, values: readonly Float32Array[], weight: number) => {
      const at = loss.parameters.map(({ width }) => r * width);
      const d = values.map((v) => new Float32Array(v.length));
      return { d, nats: loss.row(values, at, symbols, r * loss.symbols, d, weight) };
    };

    it('is what the codec costs', () => {
      const message = fullMessage(1, 1);
      const before = information(message);
      const named = loss.parameters.map(({ name }, p) => [name, drawn[p] as Float32Array]);
      codec(Object.fromEntries(named)).push(message, Uint32Array.from(levels));
      const bits = information(message) - before;
      let sum = 0;
      for (let r = 0; r < ROWS; r++) sum += row(r, drawn, 1).nats / Math.LN2;
      expect(sum).to.be.closeTo(bits, 2e-3 * bits);
    });

    it('has the gradients that differences show', () => {
      for (let r = 0; r < ROWS; r++) {
        const { d } = row(r, drawn, 1.5);
        loss.parameters.forEach(({ name, width }, p) => {
          // What means count from is given.
          if (name === 'origins') return;
          for (let i = r * width; i < (r + 1) * width; i++) {
            const moved = (by: number) => {
              const values = drawn.map((v) => v.slice());
              const own = values[p] as Float32Array;
              own[i] = (own[i] as number) + by;
              return 1.5 * row(r, values, 1).nats;
            };
            const slope = (moved(4e-3) - moved(-4e-3)) / 8e-3;
            const got = d[p]?.[i];
            expect(got, `${name} ${i}`).to.be.closeTo(slope, 1e-2 * Math.max(1, Math.abs(slope)));
          }
        });
      }
    });
  });
}

describe('logGamma and digamma', () => {
  it('are what is known of them', () => {
    for (const [x, log] of [
      [1, 0],
      [0.5, Math.log(Math.PI) / 2],
      [6, Math.log(120)],
      [21, Math.log(2432902008176640000)],
    ] as const) {
      expect(logGamma(x)).to.be.closeTo(log, 1e-10);
    }
    const euler = 0.5772156649015329;
    expect(digamma(1)).to.be.closeTo(-euler, 1e-9);
    expect(digamma(0.5)).to.be.closeTo(-euler - 2 * Math.LN2, 1e-9);
    expect(digamma(101) - digamma(100)).to.be.closeTo(0.01, 1e-12);
  });
});
