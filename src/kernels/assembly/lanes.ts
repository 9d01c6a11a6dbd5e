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

/** The words at four places in memory. */
// @ts-ignore: decorator
@inline
export function loadFour(a: usize, b: usize, c: usize, d: usize): v128 {
  const ab = v128.load_lane<u32>(b, v128.load_zero<u32>(a), 1);
  return v128.load_lane<u32>(d, v128.load_lane<u32>(c, ab, 2), 3);
}

/** The words at four offsets (u32). */
// @ts-ignore: decorator
@inline
export function loadAt(offsets: v128): v128 {
  return loadFour(
    i32x4.extract_lane(offsets, 0),
    i32x4.extract_lane(offsets, 1),
    i32x4.extract_lane(offsets, 2),
    i32x4.extract_lane(offsets, 3),
  );
}

/** Stores four words at four offsets (u32). */
// @ts-ignore: decorator
@inline
export function storeAt(offsets: v128, words: v128): void {
  v128.store_lane<u32>(i32x4.extract_lane(offsets, 0), words, 0);
  v128.store_lane<u32>(i32x4.extract_lane(offsets, 1), words, 1);
  v128.store_lane<u32>(i32x4.extract_lane(offsets, 2), words, 2);
  v128.store_lane<u32>(i32x4.extract_lane(offsets, 3), words, 3);
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
