// Least squares of what lies around: each block of columns has sums of its own, which fade from row to
// row; the equations that are solved have those of the pixel's block and some of the two beside it.

import { addSample, Squares, solve } from './squares';

/** Columns of a block. */
const COLUMNS: i32 = 16;
/** What is left of a block's sums a row later. */
const FADE: f32 = 0.8;
/** What the blocks beside count. */
const BESIDE: f32 = 0.7;

/** A predictor with sums for each block, and a block of nothing at either end. */
// @ts-ignore: decorator
@unmanaged
export class Blocks extends Squares {
  width: i32;
}

/** Bytes behind a predictor of n features. */
export function blocksBytes(n: i32, width: i32): usize {
  const stride = (n + 4) & ~3;
  return <usize>(4 * stride * (n * (blocksOf(width) + 3) + 2));
}

function blocksOf(width: i32): i32 {
  return (width + COLUMNS - 1) / COLUMNS;
}

/** Lays a predictor's arrays out from `at`, which is zeroed. */
export function blocksLay(s: Blocks, at: usize, n: i32, width: i32, every: i32): void {
  const stride = (n + 4) & ~3;
  const bytes = <usize>(4 * stride * n);
  s.n = n;
  s.stride = stride;
  s.every = every;
  s.fade = FADE;
  s.ridge = 1;
  s.width = width;
  s.sums = at + bytes;
  s.scratch = s.sums + bytes * (blocksOf(width) + 1);
  s.weights = s.scratch + bytes;
  s.features = s.weights + <usize>(4 * stride);
}

/** Learns the features of the pixel at x with their target, and solves for the next pixel. */
export function learnAround(s: Blocks, x: i32, target: f32, weight: f32): void {
  const bytes = <usize>(4 * s.stride * s.n);
  store<f32>(s.features + ((<usize>s.n) << 2), target);
  addSample(s, s.sums + bytes * (x / COLUMNS), x % COLUMNS == 0 ? s.fade : 1, weight);
  if (++s.since < s.every) return;
  s.since = 0;
  const next = x + 1 < s.width ? x + 1 : 0;
  const middle = s.sums + bytes * (next / COLUMNS);
  const beside = f32x4.splat(BESIDE);
  for (let i: usize = 0; i < bytes; i += 16) {
    const both = f32x4.add(v128.load(middle - bytes + i), v128.load(middle + bytes + i));
    v128.store(s.scratch + i, f32x4.add(v128.load(middle + i), f32x4.mul(beside, both)));
  }
  solve(s.scratch, s.weights, s.n, s.stride, s.ridge);
}
