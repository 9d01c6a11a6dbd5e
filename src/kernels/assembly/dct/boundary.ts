// What is known of pixels along the boundaries of blocks, from coefficients times their steps: where blocks meet, the picture
// mostly goes on. Three ways to see a boundary: half a pixel beyond the last (MIDDLE), at the last pixel (PIXEL), both as
// transforms along the boundary; and as pixels, drawn on in a straight line to half a pixel beyond the last (LINE).
//
// Source: Lakhani, "DCT coefficient prediction for JPEG image coding" (2007); Horn et al., "The design, implementation, and
// deployment of a system to transparently compress hundreds of petabytes of image files for a file-storage service" (2017),
// section 4.3.

import { SCALED, State, TURNED } from './state';

/** Bytes of a boundary: middle, pixel and line, eight numbers (f32) each. */
export const BOUNDARY: usize = 96;
export const MIDDLE: usize = 0;
export const PIXEL: usize = 32;
export const LINE: usize = 64;

/** The first basis function, and half of the others, at half a pixel beyond the first pixel. */
export const FLAT: f32 = 0.35355338;
/** Basis functions at each pixel, of eight frequencies a row: sqrt(1/8), cos((2 x + 1) u pi / 16) / 2. */
const basis = memory.data<f32>([
  0.35355338, 0.49039263, 0.46193978, 0.4157348, 0.35355338, 0.27778512, 0.19134171, 0.09754516,
  0.35355338, 0.4157348, 0.19134171, -0.09754516, -0.35355338, -0.49039263, -0.46193978,
  -0.27778512, 0.35355338, 0.27778512, -0.19134171, -0.49039263, -0.35355338, 0.09754516,
  0.46193978, 0.4157348, 0.35355338, 0.09754516, -0.46193978, -0.27778512, 0.35355338, 0.4157348,
  -0.19134171, -0.49039263, 0.35355338, -0.09754516, -0.46193978, 0.27778512, 0.35355338,
  -0.4157348, -0.19134171, 0.49039263, 0.35355338, -0.27778512, -0.19134171, 0.49039263,
  -0.35355338, -0.09754516, 0.46193978, -0.4157348, 0.35355338, -0.4157348, 0.19134171, 0.09754516,
  -0.35355338, 0.49039263, -0.46193978, 0.27778512, 0.35355338, -0.49039263, 0.46193978, -0.4157348,
  0.35355338, -0.27778512, 0.19134171, -0.09754516,
]);

/** The basis function of a frequency at the first pixel. */
// @ts-ignore: decorator
@inline
export function atFirst(frequency: u32): f32 {
  return load<f32>(basis + ((<usize>frequency) << 2));
}

/** Weights by frequency (f32) of the ways to see a far boundary, and of LINE at a near one. */
const ways: usize = memory.data(4 * 32, 16);
let ready = false;

export function prepareBoundaries(): void {
  if (ready) return;
  for (let u: usize = 0; u < 8; u++) {
    const turn: f32 = u & 1 ? -1 : 1;
    const first = load<f32>(basis + (u << 2));
    const next = load<f32>(basis + (u << 2), 32);
    store<f32>(ways + (u << 2), turn * (u == 0 ? FLAT : <f32>0.5));
    store<f32>(ways + (u << 2), turn * first, 32);
    store<f32>(ways + (u << 2), turn * (<f32>1.5 * first - <f32>0.5 * next), 64);
    store<f32>(ways + (u << 2), <f32>1.5 * first - <f32>0.5 * next, 96);
  }
  ready = true;
}

/** Sums of rows of eight (f32), weighed by a way. */
// @ts-ignore: decorator
@inline
function along(to: usize, rows: usize, way: usize): void {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  for (let i: usize = 0; i < 8; i++) {
    const weight = f32x4.splat(load<f32>(way + (i << 2)));
    a = f32x4.add(a, f32x4.mul(weight, v128.load(rows + (i << 5))));
    b = f32x4.add(b, f32x4.mul(weight, v128.load(rows + (i << 5), 16)));
  }
  v128.store(to, a);
  v128.store(to, b, 16);
}

/** Eight pixels of a transform along a boundary, in its place. */
// @ts-ignore: decorator
@inline
function toPixels(at: usize): void {
  const a = v128.load(at);
  const b = v128.load(at, 16);
  for (let x: usize = 0; x < 8; x++) {
    const row = basis + (x << 5);
    const parts = f32x4.add(f32x4.mul(v128.load(row), a), f32x4.mul(v128.load(row, 16), b));
    const pairs = f32x4.add(parts, v128.shuffle<u32>(parts, parts, 2, 3, 2, 3));
    store<f32>(at + (x << 2), f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1));
  }
}

/** The far boundary of the block in hand: the lower one of its rows, the right one of its columns. */
// @ts-ignore: decorator
@inline
export function farBoundary(rows: usize, to: usize): void {
  along(to + MIDDLE, rows, ways);
  along(to + PIXEL, rows, ways + 32);
  along(to + LINE, rows, ways + 64);
  toPixels(to + LINE);
}

/** The pixels of the near boundary of the block in hand, drawn on. */
// @ts-ignore: decorator
@inline
export function nearLine(rows: usize, to: usize): void {
  along(to, rows, ways + 96);
  toPixels(to);
}

/** Puts a coefficient of the block in hand where boundaries are computed from. */
// @ts-ignore: decorator
@inline
export function setScaled(s: State, k: u32, value: f32): void {
  const at = changetype<usize>(s);
  store<f32>(at + SCALED + ((<usize>k) << 2), value);
  store<f32>(at + TURNED + ((<usize>(((k & 7) << 3) | (k >> 3))) << 2), value);
}
