// Words of vectors of four.

/** The words 0 and 2 of one vector and of another. */
// @ts-ignore: decorator
@inline
export function evens(a: v128, b: v128): v128 {
  return v128.shuffle<u32>(a, b, 0, 2, 4, 6);
}

/** The words 1 and 3. */
// @ts-ignore: decorator
@inline
export function odds(a: v128, b: v128): v128 {
  return v128.shuffle<u32>(a, b, 1, 3, 5, 7);
}

/** The largest of n words, 0 if there is none. What a whole vector runs over to becomes 0. */
export function largest(words: usize, n: usize): u32 {
  memory.fill(words + (n << 2), 0, 16);
  let most = i32x4.splat(0);
  for (let i: usize = 0; i < n; i += 4) most = i32x4.max_u(most, v128.load(words + (i << 2)));
  return max(
    max(<u32>i32x4.extract_lane(most, 0), <u32>i32x4.extract_lane(most, 1)),
    max(<u32>i32x4.extract_lane(most, 2), <u32>i32x4.extract_lane(most, 3)),
  );
}
