// Rows that are the same, bit for bit, need computing only once: blank surroundings, for instance.

const MULTIPLIER: u64 = 0x9e3779b97f4a7c15;

/**
 * Moves the distinct rows of x [rows, n] (f32) to its start, in the order of their first places.
 *
 * @param index [rows] u32: receives which of the distinct rows each row is
 * @param table 2^bits numbers (u32), all 0, more than rows
 * @returns how many distinct rows there are
 */
export function distinctRows(
  x: usize,
  rows: usize,
  n: usize,
  index: usize,
  table: usize,
  bits: u32,
): usize {
  const bytes = n << 2;
  const mask: u32 = (1 << bits) - 1;
  let count: usize = 0;
  for (let r: usize = 0; r < rows; r++) {
    const row = x + r * bytes;
    let slot = <u32>(hash(row, bytes) >> <u64>(64 - bits));
    let found = load<u32>(table + ((<usize>slot) << 2));
    while (found != 0 && !same(row, x + <usize>(found - 1) * bytes, bytes)) {
      slot = (slot + 1) & mask;
      found = load<u32>(table + ((<usize>slot) << 2));
    }
    if (found == 0) {
      if (count < r) memory.copy(x + count * bytes, row, bytes);
      found = <u32>++count;
      store<u32>(table + ((<usize>slot) << 2), found);
    }
    store<u32>(index + (r << 2), found - 1);
  }
  return count;
}

/** Words multiplied and added up in eight places, so that one does not wait for the other. */
// @ts-ignore: decorator
@inline
function hash(row: usize, bytes: usize): u64 {
  let a = i32x4.splat(0);
  let b = i32x4.splat(0);
  let at: usize = 0;
  for (; at + 32 <= bytes; at += 32) {
    a = mixed(a, v128.load(row + at));
    b = mixed(b, v128.load(row + at, 16));
  }
  let rest: u64 = 0;
  for (; at < bytes; at += 4) rest = (rest ^ <u64>load<u32>(row + at)) * MULTIPLIER;
  const both = v128.xor(mixed(a, b), i64x2.splat(rest));
  const low = i64x2.extract_lane(both, 0);
  return ((low * MULTIPLIER) ^ (low >> 29) ^ i64x2.extract_lane(both, 1)) * MULTIPLIER;
}

// @ts-ignore: decorator
@inline
function mixed(sums: v128, words: v128): v128 {
  const product = i32x4.mul(v128.xor(sums, words), i32x4.splat(0x9e3779b1));
  return v128.xor(product, i32x4.shr_u(product, 15));
}

// @ts-ignore: decorator
@inline
function same(a: usize, b: usize, bytes: usize): bool {
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    if (v128.any_true(v128.xor(v128.load(a + at), v128.load(b + at)))) return false;
  }
  for (; at < bytes; at += 4) {
    if (load<u32>(a + at) != load<u32>(b + at)) return false;
  }
  return true;
}

/**
 * Writes rows [rows, width] (f32) out, each that of its index (u32) among x [distinct, stride], width
 * <= stride. Up to three numbers behind the last row are written over.
 */
export function spreadRows(
  x: usize,
  stride: usize,
  index: usize,
  rows: usize,
  width: usize,
  out: usize,
): void {
  const bytes = width << 2;
  for (let r: usize = 0; r < rows; r++) {
    const row = x + <usize>load<u32>(index + (r << 2)) * (stride << 2);
    for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, v128.load(row + at));
    out += bytes;
  }
}
