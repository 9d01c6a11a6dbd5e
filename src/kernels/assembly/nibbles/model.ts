// Models of nibbles, which learn while they are used. A model is a vector of 16 words (u16): where the intervals of the
// symbols 1 … 15 start, of 2^15, and last how often it has learned. That of symbol 0 starts at 0.
//
// Bounds: start j (1 … 15) is pulled towards j where it is at most the symbol, and towards 2^15 - 16 + j where it is above. Of
// two starts next to each other the targets differ by 1 or more, and rounding down keeps what differs by d >= 1 at least 1
// apart: floor((t + 1 - c - d) / R) - floor((t - c) / R) >= -(d - 1). So every symbol keeps a frequency of 1 or
// more, and no start is above 2^15 - 1, which the comparison of signed words needs.

/** Bits of the frequencies of a model. */
export const PRECISION: u64 = 15;
/** Bytes of a model. */
// @ts-ignore: decorator
@inline
export const MODEL: usize = 32;
/** Bytes of the models of a byte: of its upper nibble, and of its lower one by each upper. */
// @ts-ignore: decorator
@inline
export const BYTE_MODELS: usize = 17 * MODEL;

/** What a start is pulled up to, beside its number. */
const TOP: i16 = 32752;
/** Times that a model has learned at most, as it counts. */
const MOST_COUNTED: u32 = 60;

/** By how many places what is left is shifted, for each count: quickly at first, then as a mean of more and more. */
const rates: usize = memory.data<u8>([
  2, 2, 3, 3, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6,
  6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 7,
]);

/** Makes so many bytes of models know nothing. */
export function startModels(at: usize, bytes: usize): void {
  const low = i16x8(2048, 4096, 6144, 8192, 10240, 12288, 14336, 16384);
  const high = i16x8(18432, 20480, 22528, 24576, 26624, 28672, 30720, 0);
  for (const end = at + bytes; at < end; at += MODEL) {
    v128.store(at, low);
    v128.store(at, high, 16);
  }
}

/** Pulls a half of a model. */
// @ts-ignore: decorator
@inline
function pull(half: v128, numbers: v128, symbol: v128, rate: i32): v128 {
  const above = v128.and(i16x8.gt_s(numbers, symbol), i16x8.splat(TOP));
  return i16x8.add(half, i16x8.shr_s(i16x8.sub(i16x8.add(numbers, above), half), rate));
}

/** Lets a model learn a symbol; it moves by 2^-slowest of what is left, or more while it is new. */
// @ts-ignore: decorator
@inline
export function learn(model: usize, symbol: u32, slowest: i32): void {
  const count = <u32>load<u16>(model, 30);
  const rate = min<i32>(<i32>load<u8>(rates + count), slowest);
  const own = i16x8.splat(<i16>symbol);
  v128.store(model, pull(v128.load(model), i16x8(1, 2, 3, 4, 5, 6, 7, 8), own, rate));
  const high = pull(v128.load(model, 16), i16x8(9, 10, 11, 12, 13, 14, 15, 0), own, rate);
  v128.store(model, i16x8.replace_lane(high, 7, <i16>(count + u32(count < MOST_COUNTED))), 16);
}

/** The symbol whose interval has a position. */
// @ts-ignore: decorator
@inline
export function symbolAt(low: v128, high: v128, position: u32): u32 {
  const at = i16x8.splat(<i16>position);
  const below = i8x16.narrow_i16x8_s(i16x8.le_s(low, at), i16x8.le_s(high, at));
  return popcnt(i8x16.bitmask(below) & 0x7fff);
}

/** Where the interval of a symbol starts, by starts as a model has them. */
// @ts-ignore: decorator
@inline
export function startOf(starts: usize, symbol: u32): u32 {
  return symbol == 0 ? 0 : <u32>load<u16>(starts + ((<usize>symbol - 1) << 1));
}

/** Where it ends. */
// @ts-ignore: decorator
@inline
export function endOf(starts: usize, symbol: u32): u32 {
  return symbol == 15 ? 32768 : <u32>load<u16>(starts + ((<usize>symbol) << 1));
}
