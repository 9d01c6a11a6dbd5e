// The level that is to be expected: of the row and the column, and what neighbours are off those, by
// weights that learn (normalised least mean squares).

import { BLEND, PARTS, State } from './state';

const RATE: f32 = 0.032;
const FURTHEST: f32 = 8;
const FURTHEST_MISS: f32 = 3;
/** How many values of a row count for its level, and of a column for its own. */
const ROW_MEMORY: f64 = 200;
const COLUMN_MEMORY: f32 = 60;
const MEMORY: f64 = 4000;

export function startBlend(s: State): void {
  const at = changetype<usize>(s) + BLEND;
  v128.store(at, f32x4(0.25, 0, 0.25, 0));
  v128.store(at, f32x4(0, 0, 0.5, 0), 16);
}

/** The level so many values before, less the base; 0 where there is no such value. */
// @ts-ignore: decorator
@inline
function off(s: State, i: u32, far: u32): f32 {
  return i >= far ? load<f32>(s.levels + ((<usize>(i - far)) << 2)) - s.base : 0;
}

// @ts-ignore: decorator
@inline
function held(x: v128): v128 {
  return f32x4.pmax(f32x4.pmin(x, f32x4.splat(FURTHEST)), f32x4.splat(-FURTHEST));
}

// @ts-ignore: decorator
@inline
function sumOf(x: v128): f32 {
  const pairs = f32x4.add(x, v128.shuffle<u32>(x, x, 2, 3, 2, 3));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** Expects the level of value i of the array. */
// @ts-ignore: decorator
@inline
export function expect(s: State, i: u32): void {
  const ofColumn = load<f32>(s.column, 8);
  const ofRow = s.rowLevel;
  const sure = min<f32>(<f32>s.rowNumber, 5) * 0.2;
  s.base = s.meanLevel + ofRow * sure + ofColumn;
  const row = s.row;
  const last = s.x + 1 < row;
  const a = held(f32x4(off(s, i, 1), off(s, i, 2), off(s, i, row), off(s, i, row + 1)));
  const b = held(
    f32x4(last ? off(s, i, row - 1) : 0, s.other ? off(s, i, s.other) : 0, ofRow, ofColumn),
  );
  const at = changetype<usize>(s);
  v128.store(at, a, PARTS);
  v128.store(at, b, PARTS + 16);
  const parts = f32x4.add(
    f32x4.mul(a, v128.load(at, BLEND)),
    f32x4.mul(b, v128.load(at, BLEND + 16)),
  );
  s.expected = max<f32>(0, min<f32>(s.base + sumOf(parts), <f32>s.most + 1));
}

/** Learns the level that there was. */
// @ts-ignore: decorator
@inline
export function learnLevel(s: State, i: u32, level: f32): void {
  const at = changetype<usize>(s);
  const miss = level - s.expected;
  store<f32>(s.levels + ((<usize>i) << 2), level);
  store<f32>(s.misses + ((<usize>i) << 2), min<f32>(Mathf.abs(miss), 4));
  const a = v128.load(at, PARTS);
  const b = v128.load(at, PARTS + 16);
  const power = sumOf(f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b)));
  const counted = max<f32>(-FURTHEST_MISS, min<f32>(FURTHEST_MISS, miss));
  const step = f32x4.splat((RATE * counted) / (power + 4));
  v128.store(at, f32x4.add(v128.load(at, BLEND), f32x4.mul(step, a)), BLEND);
  v128.store(at, f32x4.add(v128.load(at, BLEND + 16), f32x4.mul(step, b)), BLEND + 16);

  const column = s.column;
  s.number += 1;
  s.rowNumber += 1;
  s.meanLevel += (level - s.meanLevel) / <f32>min(s.number, MEMORY);
  const above = level - s.meanLevel;
  const times = load<f32>(column, 12) + 1;
  const ofColumn = load<f32>(column, 8);
  s.rowLevel += (above - ofColumn - s.rowLevel) / <f32>(min(s.rowNumber, ROW_MEMORY) + 3);
  store<f32>(column, times, 12);
  const next = ofColumn + (above - s.rowLevel - ofColumn) / (min(times, COLUMN_MEMORY) + 1);
  store<f32>(column, next, 8);
}
