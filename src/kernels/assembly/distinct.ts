// Rows that are the same, bit for bit, need computing only once: blank surroundings, for instance.

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
    let found = load<u32>(table + (<usize>slot << 2));
    while (found != 0 && !same(row, x + <usize>(found - 1) * bytes, bytes)) {
      slot = (slot + 1) & mask;
      found = load<u32>(table + (<usize>slot << 2));
    }
    if (found == 0) {
      if (count < r) memory.copy(x + count * bytes, row, bytes);
      found = <u32>++count;
      store<u32>(table + (<usize>slot << 2), found);
    }
    store<u32>(index + (r << 2), found - 1);
  }
  return count;
}

/** Two sums of words, each multiplied by an odd number in between, so that one does not wait for the other. */
// @ts-ignore: decorator
@inline
function hash(row: usize, bytes: usize): u64 {
  let a: u64 = 0;
  let b: u64 = 0;
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    a = (a ^ load<u64>(row + at)) * 0x9e3779b97f4a7c15;
    b = (b ^ load<u64>(row + at, 8)) * 0xc2b2ae3d27d4eb4f;
    a ^= a >> 29;
    b ^= b >> 31;
  }
  for (; at < bytes; at += 4) a = (a ^ <u64>load<u32>(row + at)) * 0x9e3779b97f4a7c15;
  return (a ^ (b >> 7)) * 0xc2b2ae3d27d4eb4f;
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
