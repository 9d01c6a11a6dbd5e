import { expect } from 'chai';
import fc from 'fast-check';
import { emptyMessage } from '../../src/ans/message.js';
import { benford64 } from '../../src/codecs/benford64.js';
import { bernoulli, bernoulliLogits } from '../../src/codecs/bernoulli.js';
import { bigUniform } from '../../src/codecs/bigUniform.js';
import { gaussianStandardBins } from '../../src/codecs/gaussian.js';
import { nonUniform } from '../../src/codecs/nonUniform.js';
import { uniform } from '../../src/codecs/uniform.js';
import { tableDistribution } from '../../src/distributions/table.js';
import { CrayError } from '../../src/errors.js';
import { checkBits, checkLaws, information } from '../laws.js';

const RUNS = { seed: 1, numRuns: 100 };

describe('uniform', () => {
  it('obeys the laws, also over vectors longer than the head', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 31 }),
        fc.array(fc.nat(), { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        (precision, values, lanes) => {
          const limit = 2 ** precision;
          const symbols = Uint32Array.from(values, (v) => v % limit);
          checkLaws(uniform(symbols.length, precision), symbols, lanes);
        },
      ),
      RUNS,
    );
  });

  it('costs its precision', () => {
    checkBits(uniform(10, 7), new Uint32Array(10).fill(99), 70, 0.001);
  });

  it('refuses symbols outside the support and vectors of another size', () => {
    const message = emptyMessage(1);
    expect(() => uniform(2, 3).push(message, Uint32Array.of(1, 8))).to.throw(
      RangeError,
      'symbol 1: expected a value in [0, 8), got 8',
    );
    expect(() => uniform(2, 3).push(message, Uint32Array.of(1))).to.throw(RangeError);
    expect(() => uniform(2, 32)).to.throw(RangeError);
  });

  it('throws when the message is exhausted, and leaves it as it was', () => {
    const message = emptyMessage(2);
    expect(() => uniform(4, 30).pop(message))
      .to.throw(CrayError)
      .with.property('code', 'MESSAGE_EXHAUSTED');
    expect(message).to.deep.equal(emptyMessage(2));
  });
});

describe('bigUniform', () => {
  it('obeys the laws up to 64 bits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 64 }), fc.bigInt(0n, (1n << 64n) - 1n)), {
          minLength: 1,
          maxLength: 6,
        }),
        (pairs) => {
          const precisions = Uint32Array.from(pairs, ([p]) => p);
          const symbols = BigUint64Array.from(pairs, ([p, x]) => x & ((1n << BigInt(p)) - 1n));
          checkLaws(bigUniform(precisions), symbols, 6);
        },
      ),
      RUNS,
    );
  });
});

describe('benford64', () => {
  it('is exact for every value in [2^31, 2^63), next to powers of two above all', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 31, max: 62 }),
        fc.constantFrom(-1n, 0n, 1n),
        fc.bigInt(1n << 31n, (1n << 63n) - 1n),
        (power, offset, other) => {
          const near = (1n << BigInt(power)) + offset;
          const x = near < 1n << 31n ? 1n << 31n : near;
          checkLaws(benford64(2), BigUint64Array.of(x, other), 2);
        },
      ),
      RUNS,
    );
    checkLaws(benford64(1), BigUint64Array.of((1n << 63n) - 1n), 1);
  });

  it('refuses values outside', () => {
    for (const x of [0n, (1n << 31n) - 1n, 1n << 63n]) {
      expect(() => benford64(1).push(emptyMessage(1), BigUint64Array.of(x))).to.throw(RangeError);
    }
  });
});

describe('bernoulli', () => {
  const bits = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(1)), {
    maxLength: 40,
  });

  it('obeys the laws, from probabilities and from logits', () => {
    fc.assert(
      fc.property(
        bits,
        fc.integer({ min: 1, max: 31 }),
        fc.integer({ min: 1, max: 9 }),
        (pairs, precision, lanes) => {
          const symbols = Uint32Array.from(pairs, ([, s]) => s);
          checkLaws(
            bernoulli(
              Float64Array.from(pairs, ([p]) => p),
              precision,
            ),
            symbols,
            lanes,
          );
          const logits = Float32Array.from(pairs, ([p]) => 100 * p - 50);
          checkLaws(bernoulliLogits(logits, Math.min(precision, 24)), symbols, lanes);
        },
      ),
      RUNS,
    );
  });

  it('costs -log2 p', () => {
    for (const p of [0.5, 0.1, 0.9, 0.001]) {
      const logit = Math.log(p / (1 - p));
      checkBits(bernoulli(Float64Array.of(p), 24), Uint32Array.of(1), -Math.log2(p), 0.001);
      checkBits(
        bernoulliLogits(Float32Array.of(logit), 24),
        Uint32Array.of(0),
        -Math.log2(1 - p),
        0.001,
      );
    }
  });

  it('names the lane of a parameter that is no probability', () => {
    for (const p of [Number.NaN, -0.1, 1.1, Infinity]) {
      expect(() => bernoulli(Float64Array.of(0.5, p), 10))
        .to.throw(CrayError, /^lane 1: expected a probability in \[0, 1\]/)
        .with.property('code', 'PARAMETERS_INVALID');
    }
    expect(() => bernoulliLogits(Float32Array.of(0, 1, 2, 3, Number.NaN), 10)).to.throw(
      CrayError,
      'lane 4: expected a finite logit, got NaN',
    );
  });

  it('refuses symbols other than 0 and 1 before the message changes', () => {
    const message = emptyMessage(1);
    expect(() =>
      bernoulli(Float64Array.of(0.5, 0.5), 8).push(message, Uint32Array.of(1, 2)),
    ).to.throw(RangeError, 'symbol 1: expected 0 or 1, got 2');
    expect(message).to.deep.equal(emptyMessage(1));
  });
});

describe('gaussianStandardBins', () => {
  const parameters = fc.array(
    fc.tuple(
      fc.double({ min: -5, max: 5, noNaN: true }),
      fc.double({ min: -14, max: 3, noNaN: true }),
    ),
    { minLength: 1, maxLength: 20 },
  );

  it('pops what it pushes and pushes what it pops, also for extreme parameters', () => {
    fc.assert(
      fc.property(
        parameters,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 14, max: 31 }),
        fc.nat(1000),
        (pairs, binBits, precision, seed) => {
          const codec = gaussianStandardBins({
            mean: Float64Array.from(pairs, ([m]) => m),
            std: Float64Array.from(pairs, ([, s]) => Math.exp(s)),
            binBits,
            precision,
          });
          // A value in the support is one that a pop gives.
          const value = codec.pop(fullishMessage(seed));
          checkLaws(codec, value, 3, seed);
        },
      ),
      RUNS,
    );
  });

  it('costs the mass of the bin', () => {
    // The standard Gaussian itself: all bins of one mass.
    const codec = gaussianStandardBins({
      mean: Float64Array.of(0),
      std: Float64Array.of(1),
      binBits: 6,
      precision: 24,
    });
    for (const bin of [0, 1, 31, 32, 63]) checkBits(codec, Uint32Array.of(bin), 6, 0.001);
  });

  it('refuses a bin without mass', () => {
    const codec = gaussianStandardBins({
      mean: Float64Array.of(-3),
      std: Float64Array.of(1e-6),
      binBits: 8,
      precision: 16,
    });
    expect(() => codec.push(emptyMessage(1), Uint32Array.of(255))).to.throw(RangeError, 'lane 0');
  });

  it('codes any bin when it is rebalanced, at no cost to the others to speak of', () => {
    fc.assert(
      fc.property(parameters, fc.integer({ min: 1, max: 8 }), fc.nat(), (pairs, binBits, bin) => {
        const codec = gaussianStandardBins({
          mean: Float64Array.from(pairs, ([m]) => m),
          std: Float64Array.from(pairs, ([, s]) => Math.exp(s)),
          binBits,
          precision: 20,
          rebalanced: true,
        });
        checkLaws(codec, new Uint32Array(pairs.length).fill(bin % 2 ** binBits), 3);
      }),
      RUNS,
    );
    const one = {
      mean: Float64Array.of(0.3),
      std: Float64Array.of(0.5),
      binBits: 8,
      precision: 24,
    };
    const plain = gaussianStandardBins(one);
    const rebalanced = gaussianStandardBins({ ...one, rebalanced: true });
    const cost = (codec: typeof plain) => {
      const message = fullishMessage(1);
      const before = information(message);
      codec.push(message, Uint32Array.of(150));
      return information(message) - before;
    };
    expect(cost(rebalanced)).to.be.closeTo(cost(plain), 0.001);
  });

  it('names the lane of a parameter that is not in range', () => {
    for (const [m, s] of [
      [Number.NaN, 1],
      [0, 0],
      [0, -1],
      [0, Number.NaN],
      [Infinity, 1],
      [0, Infinity],
    ] as const) {
      expect(() =>
        gaussianStandardBins({
          mean: Float64Array.of(0, m),
          std: Float64Array.of(1, s),
          binBits: 8,
          precision: 16,
        }),
      )
        .to.throw(CrayError, /^lane 1: /)
        .with.property('code', 'PARAMETERS_INVALID');
    }
  });
});

describe('nonUniform', () => {
  it('obeys the laws and costs -log2 of the frequency', () => {
    const distribution = tableDistribution(Uint32Array.of(0, 1, 100, 255, 256), 3, 8);
    const codec = nonUniform(distribution);
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 3, maxLength: 3 }), (values) => {
        checkLaws(codec, Uint32Array.from(values), 2);
      }),
      RUNS,
    );
    checkBits(
      codec,
      Uint32Array.of(0, 1, 2),
      8 + Math.log2(256 / 99) + Math.log2(256 / 155),
      0.001,
    );
  });

  it('wants tables that rise from 0 to the whole', () => {
    for (const table of [[0], [0, 100], [1, 256], [0, 5, 5, 256], [0, 300, 256]]) {
      expect(() => tableDistribution(Uint32Array.from(table), 1, 8)).to.throw(RangeError);
    }
  });
});

function fullishMessage(seed: number) {
  const message = emptyMessage(3);
  uniform(3000, 16).push(
    message,
    Uint32Array.from({ length: 3000 }, (_, i) => (Math.imul(i + 1, 40503 + seed) >>> 3) & 0xffff),
  );
  return message;
}
