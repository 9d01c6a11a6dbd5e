// The cumulative distribution of the standard normal by a table, for where an absolute error of
// 1e-14 will do: intervals have 31 bits at most. Cells of width 1/64 over [-8.5, 8.5], in each
// Taylor's polynomial of degree 5 about its middle, whose coefficients are those of Hermite's
// recurrence He(n + 1) = x He(n) - n He(n - 1) on the density.
//
// It never falls, to the last bit. Arguments are rounded to multiples of 2^-47, which rise by so
// much more than a sum without its constant term errs (relatively) that within a cell values
// can only rise; and each is held between the values at its cell's borders.

import { exp, normalCdf, normalPpf } from './gaussian';

const CELLS: i32 = 1088;
const PER_UNIT = 64.0;
const FURTHEST = 8.5;
/** Coefficients of degrees 0 … 5, and the values at the borders. */
const CELL_SIZE: i32 = 64;
/** One cell more for 8.5 itself. */
const cells: usize = memory.data(CELL_SIZE * (CELLS + 1), 64);

/** Quantiles (f32) at multiples of 1 / QUANTILES, for guesses. */
const QUANTILES: i32 = 1024;
const quantiles: usize = memory.data(4 * (QUANTILES + 1), 16);

let ready = false;

/** Fills the tables at the first call; the functions below need it. */
export function prepareNormal(): void {
  if (ready) return;
  for (let i = 0; i < CELLS; i++) {
    const cell = cells + <usize>(i * CELL_SIZE);
    const border = <f64>(i - CELLS / 2) / PER_UNIT;
    const x = border + 0.5 / PER_UNIT;
    store<f64>(cell, normalCdf(x));
    let before = 0.0;
    let hermite = exp(-0.5 * x * x) * 0.39894228040143267794;
    let factor = 1.0;
    for (let n = 1; n <= 5; n++) {
      // The n-th derivative is (-1)^(n - 1) He(n - 1) times the density.
      factor /= <f64>n * PER_UNIT;
      store<f64>(cell + ((<usize>n) << 3), n & 1 ? hermite * factor : -hermite * factor);
      const next = x * hermite - <f64>(n - 1) * before;
      before = hermite;
      hermite = next;
    }
    store<f64>(cell, normalCdf(border), 48);
    store<f64>(cell, normalCdf(border + 1.0 / PER_UNIT), 56);
  }
  const last = cells + <usize>(CELLS * CELL_SIZE);
  store<f64>(last, 1.0);
  store<f64>(last, 1.0, 48);
  store<f64>(last, 1.0, 56);
  for (let i = 0; i <= QUANTILES; i++) {
    store<f32>(quantiles + ((<usize>i) << 2), <f32>normalPpf(<f64>i / <f64>QUANTILES));
  }
  ready = true;
}

// x · 64 + 3072 is in [2^11, 2^12): its last 41 bits are the place within a cell, those above them,
// up to a constant, the number of the cell.
const SHIFT = 3072.0;
const PLACE_BITS: i32 = 41;
const FIRST: i64 = ((1023 + 11) << 11) + (3072 - 2048) - CELLS / 2;

// @ts-ignore: decorator
@inline
function within(u: v128): v128 {
  const whole = v128.and(u, i64x2.splat(-1 << PLACE_BITS));
  return f64x2.sub(f64x2.sub(u, whole), f64x2.splat(0.5));
}

// @ts-ignore: decorator
@inline
function cellOf(bits: i64): usize {
  return (<usize>(bits >> (PLACE_BITS - 6)) & -CELL_SIZE) + cells - <usize>(FIRST * CELL_SIZE);
}

// @ts-ignore: decorator
@inline
function firsts(p: v128, q: v128): v128 {
  return v128.shuffle<u64>(p, q, 0, 2);
}

// @ts-ignore: decorator
@inline
function seconds(p: v128, q: v128): v128 {
  return v128.shuffle<u64>(p, q, 1, 3);
}

/** Where two numbers (f64, ±∞ included) fall in the table, for {@link normalCdfAt}. */
// @ts-ignore: decorator
@inline
export function placed(x: v128): v128 {
  const held = f64x2.pmax(f64x2.splat(-FURTHEST), f64x2.pmin(f64x2.splat(FURTHEST), x));
  return f64x2.add(f64x2.mul(held, f64x2.splat(PER_UNIT)), f64x2.splat(SHIFT));
}

/** The cumulative distribution at two places. */
// @ts-ignore: decorator
@inline
export function normalCdfAt(u: v128): v128 {
  const t = within(u);
  const a = cellOf(i64x2.extract_lane(u, 0));
  const b = cellOf(i64x2.extract_lane(u, 1));
  // Each cell by pairs of numbers, of which the first ones and the second ones are put together;
  // the sum by Estrin's rule but for the constant term, which comes last as in Horner's.
  const square = f64x2.mul(t, t);
  let p = v128.load(a, 32);
  let q = v128.load(b, 32);
  const top = f64x2.add(firsts(p, q), f64x2.mul(seconds(p, q), t));
  p = v128.load(a, 16);
  q = v128.load(b, 16);
  const rest = f64x2.add(
    f64x2.add(firsts(p, q), f64x2.mul(seconds(p, q), t)),
    f64x2.mul(top, square),
  );
  p = v128.load(a);
  q = v128.load(b);
  const slope = f64x2.add(f64x2.mul(seconds(p, q), t), f64x2.mul(rest, square));
  const y = f64x2.add(firsts(p, q), slope);
  p = v128.load(a, 48);
  q = v128.load(b, 48);
  return f64x2.pmin(seconds(p, q), f64x2.pmax(firsts(p, q), y));
}

/** The same at one place. */
export function normalCdfTabled(x: f64): f64 {
  prepareNormal();
  return f64x2.extract_lane(normalCdfAt(placed(f64x2.splat(x))), 0);
}

/** The same to about 1e-8. */
// @ts-ignore: decorator
@inline
export function roughCdf(x: f64): f64 {
  const u = placed(f64x2.splat(x));
  const t = f64x2.extract_lane(within(u), 0);
  const cell = cellOf(i64x2.extract_lane(u, 0));
  return (
    load<f64>(cell) + t * (load<f64>(cell, 8) + t * (load<f64>(cell, 16) + t * load<f64>(cell, 24)))
  );
}

/** The inverse at p, to about 1e-3 near the ends and 1e-6 elsewhere. */
// @ts-ignore: decorator
@inline
export function roughPpf(p: f64): f64 {
  const u = p * <f64>QUANTILES;
  const i = <i32>u;
  // Between these quantiles and the next, which are infinite, there is no straight line.
  if (<u32>(i - 1) >= <u32>(QUANTILES - 2)) return normalPpf(p);
  const at = quantiles + ((<usize>i) << 2);
  const low = <f64>load<f32>(at);
  return low + (u - <f64>i) * (<f64>load<f32>(at, 4) - low);
}
