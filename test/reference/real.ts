/**
 * Real functions in fixed point over big integers, by plain series and continued fractions: the
 * oracle for src/kernels/assembly/gaussian.ts. A number x is the integer nearest x 2^1200, so that
 * every double is exact (the least is 2^-1074) and exp(-708) or erfc(26), about 2^-1000, still have
 * 200 significant bits.
 */
export type Fixed = bigint;

const BITS = 1200n;
export const ONE: Fixed = 1n << BITS;

const bytes = new DataView(new ArrayBuffer(8));

/** Exact. */
export function fixed(x: number): Fixed {
  if (!Number.isFinite(x)) throw new RangeError(`expected a finite number, got ${x}`);
  const { mantissa, exponent } = parts(x);
  const shift = BITS + BigInt(exponent);
  return BigInt(Math.sign(x)) * (mantissa << shift);
}

/** |got - want| in units in the last place of got. */
export function ulps(got: number, want: Fixed): number {
  const unit = 1n << (BITS + BigInt(parts(got).exponent));
  // A thousandth of a unit is resolution enough, and fits a double.
  return Number((abs(fixed(got) - want) * 1000n) / unit) / 1000;
}

export function exp(x: Fixed): Fixed {
  if (x < 0n) return (ONE * ONE) / exp(-x);
  // exp(x) = exp(x / 2^20)^(2^20), and below 2^-10 the series is short.
  const r = x >> 20n;
  let sum = 0n;
  let term = ONE;
  for (let n = 1n; term > 0n; n++) {
    sum += term;
    term = times(term, r) / n;
  }
  for (let i = 0; i < 20; i++) sum = times(sum, sum);
  return sum;
}

/** @param x positive */
export function log(x: Fixed): Fixed {
  // x = m 2^e with m in [1, 2).
  const e = BigInt(x.toString(2).length) - 1n - BITS;
  const m = e > 0n ? x >> e : x << -e;
  return logNearOne(m) + e * LN2;
}

export function erf(x: Fixed): Fixed {
  return x < 0n ? -erf(-x) : ONE - erfc(x);
}

export function erfc(x: Fixed): Fixed {
  if (x < 0n) return 2n * ONE - erfc(-x);
  return x < 3n * ONE ? erfcSeries(x) : erfcFraction(x);
}

/** 1 - erf(x), erf(x) = 2 / sqrt(π) exp(-x²) Σ 2^n x^(2n+1) / (1 · 3 ⋯ (2n + 1)); for small x. */
export function erfcSeries(x: Fixed): Fixed {
  const square = times(x, x);
  let sum = 0n;
  let term = x;
  for (let n = 1n; term > 0n; n++) {
    sum += term;
    term = (2n * times(term, square)) / (2n * n + 1n);
  }
  return ONE - over(2n * times(exp(-square), sum), SQRT_PI);
}

/** exp(-x²) / sqrt(π) / (x + 1/2 / (x + 2/2 / (x + 3/2 / ⋯))); 600 terms are enough from x = 2 on. */
export function erfcFraction(x: Fixed): Fixed {
  let rest = x;
  for (let n = 600n; n > 0n; n--) rest = x + over((n * ONE) / 2n, rest);
  return over(over(exp(-times(x, x)), SQRT_PI), rest);
}

export function normalCdf(x: Fixed): Fixed {
  return erfc(over(-x, SQRT_2)) / 2n;
}

function times(a: Fixed, b: Fixed): Fixed {
  return (a * b) >> BITS;
}

function over(a: Fixed, b: Fixed): Fixed {
  return (a << BITS) / b;
}

function abs(a: Fixed): Fixed {
  return a < 0n ? -a : a;
}

/** 2 atanh((m - 1) / (m + 1)), for m in [1, 2]. */
function logNearOne(m: Fixed): Fixed {
  const t = over(m - ONE, m + ONE);
  const square = times(t, t);
  let sum = 0n;
  let power = t;
  for (let n = 1n; power > 0n; n += 2n) {
    sum += power / n;
    power = times(power, square);
  }
  return 2n * sum;
}

/** Machin: π = 16 atan(1/5) - 4 atan(1/239). */
function pi(): Fixed {
  const inverseTangent = (n: bigint) => {
    let sum = 0n;
    let power = ONE / n;
    for (let k = 0n; power !== 0n; k++) {
      sum += power / (2n * k + 1n);
      power = -power / (n * n);
    }
    return sum;
  };
  return 16n * inverseTangent(5n) - 4n * inverseTangent(239n);
}

/** By Newton's iteration from above, which falls until it has arrived. */
function squareRoot(a: Fixed): Fixed {
  const square = a << BITS;
  let root = a + ONE;
  for (;;) {
    const next = (root + square / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
}

/** |x| = mantissa · 2^exponent. */
function parts(x: number): { mantissa: bigint; exponent: number } {
  bytes.setFloat64(0, x);
  const bits = bytes.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  if (biased === 0) return { mantissa: fraction, exponent: -1074 };
  return { mantissa: fraction | (1n << 52n), exponent: biased - 1075 };
}

const LN2 = logNearOne(2n * ONE);
const SQRT_2 = squareRoot(2n * ONE);
const SQRT_PI = squareRoot(pi());
