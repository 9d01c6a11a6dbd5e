import { expect } from 'chai';
import fc from 'fast-check';
import { kernels } from '../../src/kernels/kernels.js';
import { RUNS, within } from '../reference/arbitraries.js';
import { bernoulliZeros } from '../reference/float32.js';
import { edgesOf, type Gaussians, intervalsOf, popAt, QUOTIENT } from '../reference/quantise.js';

const { call } = kernels;

function fromLogits(logits: Float32Array, precision: number): { bad: number; zeros: number[] } {
  const n = logits.length;
  const [at, out] = kernels.layout(4 * n, 4 * n);
  kernels.f32(at, n).set(logits);
  const bad = call.bernoulliFromLogits(at, out, n, precision);
  return { bad, zeros: [...kernels.u32(out, n)] };
}

function fromProbabilities(
  p: readonly number[],
  precision: number,
): { bad: number; zeros: number[] } {
  const [at, out] = kernels.layout(8 * p.length, 4 * p.length);
  kernels.f64(at, p.length).set(p);
  const bad = call.bernoulliFromProbabilities(at, out, p.length, precision);
  return { bad, zeros: [...kernels.u32(out, p.length)] };
}

describe('bernoulliFromLogits', () => {
  const logit = fc.oneof(
    within(-20, 20),
    within(-1, 1),
    fc.float({ noNaN: true, noDefaultInfinity: true }),
  );
  const logits = fc.array(logit, { maxLength: 21 }).map((v) => Float32Array.from(v));
  const precision = fc.integer({ min: 1, max: 24 });

  it('gives the bits of the oracle', () => {
    fc.assert(
      fc.property(logits, precision, (x, p) => {
        const { bad, zeros } = fromLogits(x, p);
        expect(bad).to.equal(x.length);
        expect(zeros).to.deep.equal([...x].map((l) => bernoulliZeros(l, p)));
      }),
      RUNS,
    );
  });

  it('gives the same bits where the output is the input', () => {
    fc.assert(
      fc.property(logits, precision, (x, p) => {
        const [at] = kernels.layout(4 * x.length);
        kernels.f32(at, x.length).set(x);
        call.bernoulliFromLogits(at, at, x.length, p);
        expect([...kernels.u32(at, x.length)]).to.deep.equal(fromLogits(x, p).zeros);
      }),
      RUNS,
    );
  });

  it('leaves both symbols a frequency', () => {
    for (const p of [1, 2, 16, 24]) {
      const { zeros } = fromLogits(Float32Array.of(-3e38, 3e38, 0, -0), p);
      expect(zeros).to.deep.equal([2 ** p - 1, 1, 2 ** (p - 1), 2 ** (p - 1)]);
    }
  });

  it('names the first logit that is not finite', () => {
    const bads = fc.constantFrom(Number.NaN, Infinity, -Infinity);
    fc.assert(
      fc.property(
        logits.filter((x) => x.length > 0),
        bads,
        fc.nat(),
        fc.nat(),
        (x, bad, i, j) => {
          const at = [i % x.length, j % x.length];
          for (const k of at) x[k] = bad;
          expect(fromLogits(x, 16).bad).to.equal(Math.min(...at));
        },
      ),
      RUNS,
    );
  });

  it('does not look at what lies beyond', () => {
    const [at] = kernels.layout(32);
    kernels.f32(at, 8).fill(Number.NaN).set([1, 2, 3, 4, 5]);
    expect(call.bernoulliFromLogits(at, at, 5, 16)).to.equal(5);
  });
});

describe('bernoulliFromProbabilities', () => {
  const probability = fc.oneof(
    within(0, 1),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.constantFrom(0, 1, 0.5),
  );

  // Halves down, and at least 1 for either symbol.
  const zerosOf = (p: number, precision: number) => {
    const zeros = Math.ceil((1 - p) * 2 ** precision - 0.5);
    return Math.min(Math.max(zeros, 1), 2 ** precision - 1);
  };

  it('rounds to the nearest frequency, of 1 to 31 bits', () => {
    const precision = fc.integer({ min: 1, max: 31 });
    fc.assert(
      fc.property(fc.array(probability, { maxLength: 21 }), precision, (ps, precision) => {
        const { bad, zeros } = fromProbabilities(ps, precision);
        expect(bad).to.equal(ps.length);
        expect(zeros).to.deep.equal(ps.map((p) => zerosOf(p, precision)));
      }),
      RUNS,
    );
  });

  it('has room for both symbols at 31 bits', () => {
    expect(fromProbabilities([0, 0.25, 0.5, 1], 31).zeros).to.deep.equal([
      2 ** 31 - 1,
      3 * 2 ** 29,
      2 ** 30,
      1,
    ]);
  });

  it('names the first probability outside [0, 1]', () => {
    for (const bad of [-1e-300, 1 + 2 ** -52, Number.NaN, Infinity, -Infinity]) {
      expect(fromProbabilities([0, 1, bad, bad], 16).bad).to.equal(2);
    }
  });
});

describe('Bernoulli intervals', () => {
  const bits = fc.integer({ min: 1, max: 31 }).chain((precision) =>
    fc.record({
      precision: fc.constant(precision),
      zeros: fc.array(fc.integer({ min: 1, max: 2 ** precision - 1 }), {
        minLength: 1,
        maxLength: 20,
      }),
      positions: fc.array(fc.integer({ min: 0, max: 2 ** precision - 1 }), {
        minLength: 20,
        maxLength: 20,
      }),
    }),
  );

  it('share [0, 2^precision) between 0 and 1', () => {
    fc.assert(
      fc.property(bits, ({ precision, zeros }) => {
        const n = zeros.length;
        for (const symbol of [0, 1]) {
          const [heads, tail, z, symbols] = kernels.layout(8 * n, 4 * n, 4 * n, 4 * n);
          kernels.u32(z, n).set(zeros);
          kernels.u32(symbols, n).fill(symbol);
          kernels.u64(heads, n).fill(1n << 31n);
          const p = BigInt(precision);
          expect(call.bernoulliPush(heads, n, tail, z, symbols, n, p)).to.equal(tail);
          const expected = zeros.map((zero) => {
            const freq = BigInt(symbol ? 2 ** precision - zero : zero);
            const head = 1n << 31n;
            return ((head / freq) << p) + (head % freq) + BigInt(symbol ? zero : 0);
          });
          expect([...kernels.u64(heads, n)]).to.deep.equal(expected);
        }
      }),
      RUNS,
    );
  });

  it('tell of a symbol that is neither 0 nor 1', () => {
    const [heads, tail, z, symbols] = kernels.layout(32, 16, 16, 16);
    kernels.u32(z, 4).fill(5);
    for (const bad of [2, 3, 2 ** 32 - 1]) {
      kernels.u64(heads, 4).fill(1n << 31n);
      kernels.u32(symbols, 4).set([0, 1, bad, 1]);
      expect(call.bernoulliPush(heads, 4, tail, z, symbols, 4, 8n)).to.equal(0);
      expect(call.bernoulliPush(heads, 4, tail, z, symbols, 2, 8n)).to.equal(tail);
    }
  });

  it('are found by pop', () => {
    fc.assert(
      fc.property(bits, ({ precision, zeros, positions }) => {
        const n = zeros.length;
        const [heads, tail, z, out] = kernels.layout(8 * n, 16, 4 * n, 4 * n);
        const p = BigInt(precision);
        kernels.u32(z, n).set(zeros);
        kernels
          .u64(heads, n)
          .set(zeros.map((_, i) => (QUOTIENT << p) + BigInt(positions[i] as number)));
        expect(call.bernoulliPop(heads, n, tail + 8, z, out, n, p)).to.equal(tail + 8);
        zeros.forEach((zero, i) => {
          const cf = positions[i] as number;
          const symbol = cf < zero ? 0 : 1;
          const [start, freq] = symbol ? [zero, 2 ** precision - zero] : [0, zero];
          expect(kernels.u32(out, n)[i]).to.equal(symbol);
          expect(kernels.u64(heads, n)[i]).to.equal(BigInt(freq) * QUOTIENT + BigInt(cf - start));
        });
      }),
      RUNS,
    );
  });
});

describe('bins of the standard Gaussian', () => {
  it('have edges at the quantiles i / 2^bits, from -∞ to ∞, symmetric and rising', () => {
    for (const bits of [1, 4, 10, 16]) {
      const edges = edgesOf(bits);
      const n = 2 ** bits;
      edges.forEach((edge, i) => {
        expect(edge).to.equal(call.normalPpf(i / n));
        expect(edge + (edges[n - i] as number) || 0).to.equal(0);
        if (i > 0) expect(edge).to.be.greaterThan(edges[i - 1] as number);
      });
      expect([edges[0], edges[n / 2], edges[n]]).to.deep.equal([-Infinity, 0, Infinity]);
    }
  });

  it('have centres between, by mass', () => {
    for (const bits of [1, 4, 10]) {
      const n = 2 ** bits;
      const [at] = kernels.layout(4 * n);
      call.gaussianCentres(at, bits);
      const centres = [...kernels.f32(at, n)];
      expect(centres).to.deep.equal(
        centres.map((_, i) => Math.fround(call.normalPpf((i + 0.5) / n))),
      );
    }
  });
});

describe('Gaussian intervals', () => {
  const BITS = 4;
  const edges = edgesOf(BITS);
  const mean = fc.oneof(
    within(-3, 3),
    within(-50, 50),
    fc.constantFrom(0, 50, -50, ...edges.slice(1, -1)),
  );
  const std = fc.oneof(
    within(0.01, 3),
    within(-6, 4).map((e) => 10 ** e),
    fc.constantFrom(1, 1e-6, 1e4),
  );

  /** c(0) … c(2^bits), as the definition has it. */
  function cumulative(bins: Float64Array, m: number, s: number, precision: number): number[] {
    // The + 0 is for ceil(-0.5), which is -0.
    return [...bins].map(
      (e) => Math.ceil(call.normalCdfTabled((e - m) / s) * 2 ** precision - 0.5) + 0,
    );
  }

  function every(g: Omit<Gaussians, 'means' | 'stds'>, m: number, s: number, n: number): Gaussians {
    return { ...g, means: Array<number>(n).fill(m), stds: Array<number>(n).fill(s) };
  }

  /** Pops at these positions and checks what is found against c. */
  function expectFound(
    g: Omit<Gaussians, 'means' | 'stds'>,
    m: number,
    s: number,
    positions: readonly number[],
  ): void {
    const c = cumulative(g.edges, m, s, g.precision);
    const { symbols, heads } = popAt(every(g, m, s, positions.length), positions);
    positions.forEach((cf, i) => {
      const symbol = symbols[i] as number;
      const [low, high] = [c[symbol] as number, c[symbol + 1] as number];
      const left = BigInt(high - low) * QUOTIENT + BigInt(cf - low);
      if (!(low <= cf && cf < high)) {
        expect.fail(`N(${m}, ${s}²): ${cf} is not in [${low}, ${high}) of bin ${symbol}`);
      }
      if (heads[i] !== left) expect.fail(`N(${m}, ${s}²) at ${cf}: head ${heads[i]}, not ${left}`);
    });
  }

  it('are differences of ceil(cdf((edge - mean) / std) 2^precision - 1/2)', () => {
    const precision = fc.integer({ min: 1, max: 31 });
    fc.assert(
      fc.property(mean, std, precision, (m, s, precision) => {
        const c = cumulative(edges, m, s, precision);
        const symbols = Array.from({ length: 2 ** BITS }, (_, i) => i);
        const g = every({ edges, bits: BITS, precision }, m, s, symbols.length);
        const expected = symbols.map((i) => [c[i], (c[i + 1] as number) - (c[i] as number)]);
        expect(intervalsOf(g, symbols)).to.deep.equal(expected);
        expect([c[0], c.at(-1)]).to.deep.equal([0, 2 ** precision]);
      }),
      RUNS,
    );
  });

  it('take each its own mean and deviation', () => {
    const [means, stds] = [
      [0, 1, -1],
      [1, 0.5, 2],
    ];
    const g = { edges, bits: BITS, means, stds, precision: 20 };
    const symbols = [3, 12, 0];
    const alone = symbols.map(
      (x, i) =>
        intervalsOf({ ...g, means: [means[i] as number], stds: [stds[i] as number] }, [x])[0],
    );
    expect(intervalsOf(g, symbols)).to.deep.equal(alone);
    const inside = alone.map((interval) => (interval as [number, number])[0]);
    expect(popAt(g, inside).symbols).to.deep.equal(symbols);
  });

  it('are found by pop at every position of 10 bits', () => {
    const positions = Array.from({ length: 1024 }, (_, i) => i);
    fc.assert(
      fc.property(mean, std, (m, s) =>
        expectFound({ edges, bits: BITS, precision: 10 }, m, s, positions),
      ),
      { ...RUNS, numRuns: 60 },
    );
  });

  for (const precision of [24, 31]) {
    for (const bits of [BITS, 12]) {
      it(`are found by pop at ${precision} bits, of ${2 ** bits} bins`, () => {
        const bins = edgesOf(bits);
        const raw = fc.array(fc.integer({ min: 0, max: 2 ** precision - 1 }), {
          minLength: 1,
          maxLength: 50,
        });
        const extremes = [0, 1, 2 ** (precision - 1), 2 ** precision - 2, 2 ** precision - 1];
        fc.assert(
          fc.property(mean, std, raw, (m, s, positions) => {
            // Ends of intervals are where a first guess is wrong.
            const c = bits === BITS ? cumulative(bins, m, s, precision) : [];
            const ends = c.flatMap((e) => [e - 1, e]).filter((e) => e >= 0 && e < 2 ** precision);
            const all = [...positions, ...extremes, ...ends];
            expectFound({ edges: bins, bits, precision }, m, s, all);
          }),
          { ...RUNS, numRuns: bits === BITS ? 200 : 50 },
        );
      });
    }
  }

  it('are found by pop where a position falls on an edge, and rounding decides the guess', () => {
    const bins = edgesOf(12);
    const spread = fc.oneof(within(0.01, 3), fc.constantFrom(1e-9, 1e-6, 1, 1e4));
    const edge = fc.integer({ min: 1, max: 2 ** 12 - 1 });
    fc.assert(
      fc.property(
        edge,
        spread,
        fc.integer({ min: 1, max: 31 }),
        fc.nat(),
        (i, s, precision, at) => {
          const top = 2 ** precision;
          const cf = at % top;
          const m = (bins[i] as number) - s * call.normalPpf((cf + 0.5) / top);
          const positions = [cf - 1, cf, cf + 1].filter((p) => p >= 0 && p < top);
          expectFound({ edges: bins, bits: 12, precision }, m, s, positions);
        },
      ),
      { ...RUNS, numRuns: 400 },
    );
  });

  it('are found by pop at the far ends of means and deviations', () => {
    const positions = Array.from({ length: 1000 }, (_, i) => (i * 2147483) % 2 ** 31);
    for (const m of [-50, 0, 50]) {
      for (const s of [1e-6, 1, 1e4]) {
        expectFound({ edges, bits: BITS, precision: 31 }, m, s, positions);
      }
    }
  });
});
