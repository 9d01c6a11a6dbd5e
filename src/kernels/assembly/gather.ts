// What networks see of sites: numbers around each, run by run.

/**
 * Copies the same runs of singles around each site into a row.
 *
 * @param sites [n] where each site is (u32)
 * @param runs [count, 2]: where a run begins, in bytes from the site (i32), and its length in singles (u32)
 * @param out rows of `stride` singles; a run may write up to three more than its length
 */
export function gather(
  sites: usize,
  n: usize,
  runs: usize,
  count: usize,
  out: usize,
  stride: usize,
): void {
  const last = runs + (count << 3);
  for (let i: usize = 0; i < n; i++) {
    const site = <usize>load<u32>(sites + (i << 2));
    let to = out + ((i * stride) << 2);
    for (let run = runs; run < last; run += 8) {
      const from = site + <usize>load<i32>(run);
      const bytes = <usize>load<u32>(run, 4) << 2;
      for (let b: usize = 0; b < bytes; b += 16) v128.store(to + b, v128.load(from + b));
      to += bytes;
    }
  }
}
