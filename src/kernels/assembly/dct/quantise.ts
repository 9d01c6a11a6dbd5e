// Numbers as few levels, for contexts.

/** From which magnitude on each level is. */
const levels = memory.data<u8>([
  0, 1, 2, 3, 4, 4, 5, 5, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 9, 9, 9, 10, 10,
]);

/** A magnitude in 15 levels: 0, 1, 2, 3, 4, and from 6, 8, 11, 15, 21, 30, 45, 70, 120 and 200 on. */
// @ts-ignore: decorator
@inline
export function level(size: i32): u32 {
  if (size < 32) return load<u8>(levels + <usize>size);
  return size < 45 ? 10 : size < 70 ? 11 : size < 120 ? 12 : size < 200 ? 13 : 14;
}

/** A number's size in 5 levels: 0, 1, 2, up to 5, more. */
// @ts-ignore: decorator
@inline
export function few(value: i32): u32 {
  const size = abs(value);
  return size > 5 ? 4 : size > 2 ? 3 : size;
}

/** 0 for zero, 1 below it, 2 above. */
// @ts-ignore: decorator
@inline
export function side(value: i32): u32 {
  return value > 0 ? 2 : value < 0 ? 1 : 0;
}

/** Bits of a magnitude. */
// @ts-ignore: decorator
@inline
export function bitsOf(size: i32): u32 {
  return 32 - clz(size);
}

/** A number held to what fits in 16 bits and more, as a whole one, downwards. */
// @ts-ignore: decorator
@inline
export function whole(x: f32): i32 {
  return <i32>floor(max(min(x, <f32>40000), <f32>-40000));
}

/** Twice the size of a number, rounded. */
// @ts-ignore: decorator
@inline
export function halves(x: f32): i32 {
  return whole(abs(x) * 2 + <f32>0.5);
}
