/**
 * The single-precision kernels in plain JavaScript, operation for operation with Math.fround: the
 * oracle for src/kernels/assembly/vector.ts, dense.ts and the logits of quantise.ts. Both have to
 * give the same bits, so the polynomials are the same on purpose.
 */
const f = Math.fround;

const floats = new Float32Array(1);
const bits = new Int32Array(floats.buffer);

function bitsOf(x: number): number {
  floats[0] = x;
  return bits[0] as number;
}

function ofBits(b: number): number {
  bits[0] = b;
  return floats[0] as number;
}

/** Horner's rule, each product and each sum rounded. */
function polynomial(x: number, first: number, ...rest: number[]): number {
  return rest.reduce((y, c) => f(f(y * x) + f(c)), f(first));
}

export function exp(value: number): number {
  const x = Math.min(Math.max(f(value), f(-87.3)), f(88.3));
  const n = Math.floor(f(f(x * f(Math.LOG2E)) + 0.5));
  const r = f(f(x - f(n * f(0.693359375))) - f(n * f(-2.1219444e-4)));
  const p = polynomial(
    r,
    1.98756915e-4,
    1.3981999507e-3,
    8.3334519073e-3,
    4.1665795894e-2,
    1.6666665459e-1,
    5.0000001201e-1,
  );
  const y = f(f(f(p * f(r * r)) + r) + 1);
  // n is NaN where x is; then so is y.
  return f(y * ofBits(((Number.isNaN(n) ? 0 : n) + 127) << 23));
}

/** As the kernel has it, of positive normal numbers only: of anything else the bits are mangled. */
export function log(value: number): number {
  const b = bitsOf(value);
  const half = ofBits((b & 0x007fffff) | 0x3f000000);
  const low = half < f(Math.SQRT1_2);
  const n = (b >>> 23) - 126 - (low ? 1 : 0);
  const m = f(f(half + (low ? half : 0)) - 1);
  const z = f(m * m);
  const p = polynomial(
    m,
    7.0376836292e-2,
    -1.151461031e-1,
    1.167699874e-1,
    -1.2420140846e-1,
    1.4249322787e-1,
    -1.6668057665e-1,
    2.0000714765e-1,
    -2.4999993993e-1,
    3.3333331174e-1,
  );
  const y = f(f(f(f(p * m) * z) + f(n * f(-2.1219444e-4))) - f(z * 0.5));
  return f(f(m + y) + f(n * f(0.693359375)));
}

export function sigmoid(x: number): number {
  return f(1 / f(1 + exp(-x)));
}

export function tanh(value: number): number {
  const x = f(value);
  const a = Math.abs(x);
  if (a < 0.625) {
    const z = f(x * x);
    const p = polynomial(
      z,
      -5.70498872745e-3,
      2.06390887954e-2,
      -5.37397155531e-2,
      1.33314422036e-1,
      -3.33332819422e-1,
    );
    return f(f(f(p * z) * x) + x);
  }
  const far = f(1 - f(2 / f(exp(f(a + a)) + 1)));
  return x < 0 ? -far : far;
}

export function softplus(value: number): number {
  const x = f(value);
  const t = exp(-Math.abs(x));
  const u = f(1 + t);
  const d = f(u - 1);
  const log1p = d === 0 ? t : f(log(u) * f(t / d));
  return f(Math.max(x, 0) + log1p);
}

export function relu(x: number): number {
  return Math.max(f(x), 0);
}

/** bias + Σ x[k] w[k], over k upwards, each product and each sum rounded; never -0. */
export function dot(bias: number, x: readonly number[], w: readonly number[]): number {
  return x.reduce((sum, value, k) => f(sum + f(value * (w[k] as number))), f(bias + 0));
}

/** Frequency of 0 of 2^precision where the log-odds of 1 are given. */
export function bernoulliZeros(logit: number, precision: number): number {
  const q = f(sigmoid(-logit) * 2 ** precision);
  return Math.min(Math.max(Math.ceil(f(q - 0.5)), 1), 2 ** precision - 1);
}

/** |got - want| in units in the last place of a single of want's size. */
export function ulps(got: number, want: number): number {
  const exponent = Math.max(((bitsOf(Math.abs(want)) >>> 23) & 0xff) - 150, -149);
  return Math.abs(got - want) / 2 ** exponent;
}
