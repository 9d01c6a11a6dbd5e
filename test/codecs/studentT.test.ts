import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { emptyMessage } from '../../src/ans/message.js';
import { studentT } from '../../src/codecs/studentT.js';
import { CrayError } from '../../src/errors.js';
import { kernels } from '../../src/kernels/kernels.js';
import { checkCodec, sweep } from '../laws.js';
import { fixed, normalCdf, ONE } from '../reference/real.js';

const bins = { binBits: 8, lower: -1, upper: 1 } as const;

const make = (mean: number, logScale: number, df: number, precision: number) => (n: number) =>
  studentT({
    means: new Float64Array(n).fill(mean),
    logScales: new Float64Array(n).fill(logScale),
    degreesOfFreedom: new Float64Array(n).fill(df),
    ...bins,
    precision,
  });

/** Rows c(0) … c(k) of the kernel, over k bins between -1 and 1. */
function tablesOf(
  parameters: readonly (readonly [mean: number, logScale: number, df: number])[],
  k: number,
  precision: number,
): Uint32Array {
  const n = parameters.length;
  const [m, s, df, out] = kernels.layout(8 * n, 8 * n, 8 * n, 4 * n * (k + 1));
  [m, s, df].forEach((from, i) => {
    kernels.f64(from as number, n).set(parameters.map((row) => row[i] as number));
  });
  const at = [m, s, df, out] as [number, number, number, number];
  kernels.call.studentTTables(...at, n, k, -1, 1, BigInt(precision));
  return kernels.u32(out as number, n * (k + 1)).slice();
}

/**
 * P(T > t), t > 0, without gamma functions: with T = √df cot φ the density is that of sin(φ)^(df - 1)
 * on (0, π), integrated by Takahasi and Mori's rule, which ends that are infinite do no harm.
 */
function tail(t: number, df: number): number {
  const upTo = (end: number) => {
    let sum = 0;
    for (let i = -600; i <= 600; i++) {
      const s = i / 100;
      const power = Math.PI * Math.sinh(s);
      const share = 1 / (1 + Math.exp(-power));
      const weight = (share * Math.PI * Math.cosh(s)) / (1 + Math.exp(power));
      if (weight > 0) sum += weight * Math.exp((df - 1) * Math.log(Math.sin(end * share)));
    }
    return end * sum;
  };
  return upTo(Math.atan2(Math.sqrt(df), t)) / (2 * upTo(Math.PI / 2));
}

const cdf = (x: number, df: number) => (x < 0 ? tail(-x, df) : x === 0 ? 0.5 : 1 - tail(x, df));

describe('the distribution of the tests', () => {
  it('is Cauchy’s with one degree of freedom, and has closed forms with two and four', () => {
    for (const t of [1e-6, 0.1, 1, 3, 100]) {
      expect(tail(t, 1)).to.be.closeTo(Math.atan2(1, t) / Math.PI, 1e-14);
      expect(tail(t, 2)).to.be.closeTo(0.5 - t / (2 * Math.sqrt(2 + t * t)), 1e-14);
      const r = t / Math.sqrt(4 + t * t);
      expect(tail(t, 4)).to.be.closeTo(0.5 - (3 * r - r ** 3) / 4, 1e-14);
    }
  });
});

describe('studentT', () => {
  const double = (min: number, max: number) => fc.double({ min, max, noNaN: true });

  it('obeys the laws and costs the mass of the bin', () => {
    fc.assert(
      fc.property(
        double(-1, 1),
        double(-3, 1),
        double(-1, 3),
        fc.nat(255),
        (mean, logScale, e, s) => {
          const df = 10 ** e;
          const at = (edge: number) => cdf((edge / 128 - 1 - mean) / Math.exp(logScale), df);
          const mass = (s === 255 ? 1 : at(s + 1)) - (s === 0 ? 0 : at(s));
          // Two units of 2^-28, the rounding of both ends, are less than 1 % of such a bin.
          fc.pre(mass > 1e-6);
          const bits = -2 * Math.log2(mass);
          const codec = make(mean, logScale, df, 28)(2);
          checkCodec(codec, Uint32Array.of(s, s), { bits, margin: 0.01 });
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });

  it('is rounded to the nearest of 2^31, with few and with many degrees of freedom', () => {
    const top = 2 ** 31;
    for (const df of [0.1, 0.5, 1, 2.5, 7, 20, 49.9, 50, 120, 1000]) {
      for (const logScale of [-4, -1, 2]) {
        const table = tablesOf([[0.3, logScale, df]], 64, 31);
        for (let s = 1; s < 64; s++) {
          const exact = top * cdf((s / 32 - 1 - 0.3) / Math.exp(logScale), df);
          const held = Math.max(s, Math.min(exact, top - 64 + s));
          expect(Math.abs((table[s] as number) - held), `${df}, ${logScale}, ${s}`).to.be.below(1);
          // All that rounding leaves, and what the exact figure may be off.
          if (held === exact && exact > 2 * s && exact < top - 128) {
            expect(Math.abs((table[s] as number) - exact)).to.be.below(0.501);
          }
        }
      }
    }
  });

  it('is the Gaussian with very many', () => {
    for (const df of [1e12, 1e30, 1e100]) {
      const table = tablesOf([[0.1, -1, df]], 16, 31);
      for (let s = 1; s < 16; s++) {
        const x = (s / 8 - 1 - 0.1) / Math.exp(-1);
        const exact = Number((normalCdf(fixed(x)) << 31n) / (ONE >> 20n)) / 2 ** 20;
        expect(Math.abs((table[s] as number) - exact), `${df}, ${s}`).to.be.below(0.501);
      }
    }
  });

  it('has every bin at every position, at 16 bits', () => {
    fc.assert(
      fc.property(double(-3, 3), double(-20, 8), double(-3, 5), (mean, logScale, e) => {
        expect(sweep(make(mean, logScale, 10 ** e, 16), 16).size).to.equal(256);
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  it('has every bin at parameters of any size', () => {
    const sizes = double(-100, 100).map((e) => 10 ** e);
    fc.assert(
      fc.property(
        fc.tuple(sizes, fc.constantFrom(-1, 0, 1)).map(([size, sign]) => sign * size),
        double(-400, 400),
        double(-50, 100).map((e) => 10 ** e),
        (mean, logScale, df) => {
          const table = tablesOf([[mean, logScale, df]], 300, 12);
          expect([table[0], table[300]]).to.deep.equal([0, 4096]);
          for (let s = 0; s < 300; s++) {
            if (!((table[s + 1] as number) > (table[s] as number))) expect.fail(`${table}`);
          }
        },
      ),
      { seed: 1, numRuns: 2000 },
    );
    for (const mean of [-1e100, 1e100, 0]) {
      for (const logScale of [-1e100, 1e100, -300, 300]) {
        for (const df of [1e-50, 1e-3, 1, 49.999, 50, 1e100]) {
          expect(sweep(make(mean, logScale, df, 10), 10).size).to.equal(256);
        }
      }
    }
  });

  it('has all mass beyond the bins where nothing holds it together', () => {
    const table = tablesOf([[0, 0, 1e-50]], 16, 20);
    for (let s = 1; s < 16; s++) expect(table[s]).to.equal(2 ** 19 + Math.max(0, s - 1));
  });

  it('is the same on every machine, and whatever other symbols there are', () => {
    const rows = Array.from({ length: 40 }, (_, i) => {
      return [Math.round(17 * i) / 64 - 5, (i % 7) - 5, 2 ** ((i % 13) - 4)] as const;
    });
    const all = tablesOf(rows, 64, 24);
    rows.forEach((row, i) => {
      expect(tablesOf([row], 64, 24)).to.deep.equal(all.slice(65 * i, 65 * (i + 1)));
    });
    const digest = createHash('sha256').update(all).digest('hex');
    expect(digest.slice(0, 16)).to.equal('8fc5009ae7632d8f');
  });

  it('names the lane of a parameter that is not in range, and refuses bins that are not there', () => {
    for (const [m, s, df] of [
      [Number.NaN, 0, 1],
      [Infinity, 0, 1],
      [0, -Infinity, 1],
      [0, 0, 0],
      [0, 0, -1],
      [0, 0, Number.NaN],
      [0, 0, Infinity],
    ] as const) {
      const means = Float64Array.of(0, m);
      const logScales = Float64Array.of(0, s);
      const degreesOfFreedom = Float64Array.of(1, df);
      const parameters = { means, logScales, degreesOfFreedom, ...bins, precision: 16 };
      expect(() => studentT(parameters))
        .to.throw(CrayError, /^lane 1: expected (means|logScales|degreesOfFreedom) (to be|in)/)
        .with.property('code', 'PARAMETERS_INVALID');
    }
    expect(() => make(0, 0, 1, 7)(1)).to.throw(RangeError);
    const message = emptyMessage(1);
    expect(() => make(0, 0, 1, 16)(1).push(message, Uint32Array.of(256))).to.throw(RangeError);
    expect(message).to.deep.equal(emptyMessage(1));
  });
});
