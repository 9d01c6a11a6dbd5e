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
      const bytes = (<usize>load<u32>(run, 4)) << 2;
      for (let b: usize = 0; b < bytes; b += 16) v128.store(to + b, v128.load(from + b));
      to += bytes;
    }
  }
}

/**
 * Puts the tally of its image into each row that sees something other than blank sites, and zeros into
 * the others.
 *
 * @param seen [rows, stride] f32
 * @param blank [width] f32: how rows begin that see nothing
 * @param at where in a row the tally goes
 * @param numbers [images, levels] f32
 * @param sites rows of an image, which come one after another
 */
export function putTallies(
  seen: usize,
  rows: usize,
  stride: usize,
  blank: usize,
  width: usize,
  at: usize,
  numbers: usize,
  levels: usize,
  sites: usize,
): void {
  const bytes = levels << 2;
  for (let r: usize = 0; r < rows; r++) {
    const row = seen + ((r * stride) << 2);
    const to = row + (at << 2);
    if (equal(row, blank, width)) memory.fill(to, 0, bytes);
    else memory.copy(to, numbers + (r / sites) * bytes, bytes);
  }
}

/** Whether n singles are the same numbers. */
function equal(a: usize, b: usize, n: usize): bool {
  let i: usize = 0;
  for (; i + 4 <= n; i += 4) {
    if (v128.any_true(f32x4.ne(v128.load(a + (i << 2)), v128.load(b + (i << 2))))) return false;
  }
  for (; i < n; i++) if (load<f32>(a + (i << 2)) != load<f32>(b + (i << 2))) return false;
  return true;
}
