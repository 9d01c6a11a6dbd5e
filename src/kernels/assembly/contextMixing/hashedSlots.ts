// Bit histories by context. A slot of 16 bytes holds what came after a context in half a byte: a
// check of the context in its first byte, then the states of the 15 places that a half byte leads
// through, each at the number made of its bits after a leading 1. Four slots share a cache line. A
// context that is not among the four of its line takes that in which least happened.

const FIRST_FACTOR: u32 = 0x2c1b3c6d;
/** What `hashFour` wants its second numbers to be multiplied by. */
export const SECOND_FACTOR: u32 = 0x9e3779b1;
const LAST_FACTOR: u32 = 0x85ebca6b;

/** Mixes two numbers into one whose bits all depend on all of theirs. */
// @ts-ignore: decorator
@inline
export function hash(a: u32, b: u32): u32 {
  let h = (a * FIRST_FACTOR) ^ (b * SECOND_FACTOR);
  h ^= h >> 15;
  h *= LAST_FACTOR;
  return h ^ (h >> 13);
}

/** The same of four pairs of numbers (u32), the second ones multiplied before. */
// @ts-ignore: decorator
@inline
export function hashFour(a: v128, multiplied: v128): v128 {
  let h = v128.xor(i32x4.mul(a, i32x4.splat(FIRST_FACTOR)), multiplied);
  h = v128.xor(h, i32x4.shr_u(h, 15));
  h = i32x4.mul(h, i32x4.splat(LAST_FACTOR));
  return v128.xor(h, i32x4.shr_u(h, 13));
}

/** The heads of the slots of this number in four lines: their checks, and the states of the first place. */
// @ts-ignore: decorator
@inline
function heads(a: usize, b: usize, c: usize, d: usize): v128 {
  const ab = v128.load_lane<u16>(b, v128.load_lane<u16>(a, i32x4.splat(0), 0), 2);
  return v128.load_lane<u16>(d, v128.load_lane<u16>(c, ab, 4), 6);
}

/** Numbers by which to choose among slots: 0 … 3 if it is that of the check, else by what happened. */
// @ts-ignore: decorator
@inline
function ranks(heads: v128, checks: v128, place: i32): v128 {
  const found = i32x4.eq(v128.and(heads, i32x4.splat(255)), checks);
  const happened = v128.and(i32x4.shr_u(heads, 6), i32x4.splat(0x3fc));
  const others = i32x4.add(happened, i32x4.splat(4 + place));
  return v128.bitselect(i32x4.splat(place), others, found);
}

/**
 * The slots of four checks (u32) in four lines (u32); those that are taken over are cleared. Without a
 * branch.
 */
// @ts-ignore: decorator
@inline
export function slotsOf(lines: v128, checks: v128): v128 {
  const a = <usize>i32x4.extract_lane(lines, 0);
  const b = <usize>i32x4.extract_lane(lines, 1);
  const c = <usize>i32x4.extract_lane(lines, 2);
  const d = <usize>i32x4.extract_lane(lines, 3);
  const best = i32x4.min_s(
    i32x4.min_s(
      ranks(heads(a, b, c, d), checks, 0),
      ranks(heads(a + 16, b + 16, c + 16, d + 16), checks, 1),
    ),
    i32x4.min_s(
      ranks(heads(a + 32, b + 32, c + 32, d + 32), checks, 2),
      ranks(heads(a + 48, b + 48, c + 48, d + 48), checks, 3),
    ),
  );
  const slots = i32x4.add(lines, i32x4.shl(v128.and(best, i32x4.splat(3)), 4));
  const found = i32x4.lt_s(best, i32x4.splat(4));
  take(i32x4.extract_lane(slots, 0), v128.shuffle<i32>(found, found, 0, 0, 0, 0));
  take(i32x4.extract_lane(slots, 1), v128.shuffle<i32>(found, found, 1, 1, 1, 1));
  take(i32x4.extract_lane(slots, 2), v128.shuffle<i32>(found, found, 2, 2, 2, 2));
  take(i32x4.extract_lane(slots, 3), v128.shuffle<i32>(found, found, 3, 3, 3, 3));
  v128.store_lane<u8>(i32x4.extract_lane(slots, 0), checks, 0);
  v128.store_lane<u8>(i32x4.extract_lane(slots, 1), checks, 4);
  v128.store_lane<u8>(i32x4.extract_lane(slots, 2), checks, 8);
  v128.store_lane<u8>(i32x4.extract_lane(slots, 3), checks, 12);
  return slots;
}

/** Keeps of a slot what is found. */
// @ts-ignore: decorator
@inline
function take(slot: i32, found: v128): void {
  v128.store(slot, v128.and(v128.load(slot), found));
}
