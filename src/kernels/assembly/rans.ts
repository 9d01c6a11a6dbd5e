// Vectorized range asymmetric numeral systems (Duda, 2014; Giesen's interleaving, 2014), with the
// geometry of the Python craystack: heads of 64 bits in [2^31, 2^63), words of 32 bits.
//
// A vector of n symbols is laid over the lanes in order: symbol i belongs to lane i mod lanes.
// Pushes go from the last symbol to the first and pops from the first to the last, so a pop undoes
// a push exactly. The tail grows upwards in memory; its top is its last word.
//
// Renormalisation is branchless: the word is always stored or loaded and the pointer moves only if
// it counts. Mispredicted branches here cost half the speed.

/** Lower end of the interval that heads live in between operations. */
export const LOWER: u64 = 1 << 31;

/**
 * Undoes the renormalisation of a push: takes a word where the head fell below 2^31. Reads below
 * the tail are reads of the caller's scratch: the caller sees by the returned end that they were.
 */
// @ts-ignore: decorator
@inline
export function refill(slot: usize, head: u64, tail: usize): usize {
  const take = u64(head < LOWER);
  const word = <u64>load<u32>(tail - 4);
  store<u64>(slot, take ? (head << 32) | word : head);
  return tail - <usize>(take << 2);
}

/** The low bits of the first n lanes' heads, n <= lanes: the positions that a pop would see. */
export function peek(heads: usize, n: usize, precision: u64, out: usize): void {
  const mask: u64 = ((<u64>1) << precision) - 1;
  for (let i: usize = 0; i < n; i++) {
    store<u32>(out + (i << 2), <u32>(load<u64>(heads + (i << 3)) & mask));
  }
}

/** Like peek, each lane with its own precision. */
export function peekEach(heads: usize, n: usize, precisions: usize, out: usize): void {
  for (let i: usize = 0; i < n; i++) {
    const mask: u64 = ((<u64>1) << (<u64>load<u32>(precisions + (i << 2)))) - 1;
    store<u32>(out + (i << 2), <u32>(load<u64>(heads + (i << 3)) & mask));
  }
}

/** Completes a pop of the first n lanes, n <= lanes, given the intervals found. Returns the end of the tail. */
export function advance(
  heads: usize,
  tail: usize,
  starts: usize,
  freqs: usize,
  n: usize,
  precision: u64,
): usize {
  for (let i: usize = 0; i < n; i++) {
    tail = step(
      heads + (i << 3),
      tail,
      <u64>load<u32>(starts + (i << 2)),
      <u64>load<u32>(freqs + (i << 2)),
      precision,
    );
  }
  return tail;
}

/** Like advance, each lane with its own precision. */
export function advanceEach(
  heads: usize,
  tail: usize,
  starts: usize,
  freqs: usize,
  n: usize,
  precisions: usize,
): usize {
  for (let i: usize = 0; i < n; i++) {
    tail = step(
      heads + (i << 3),
      tail,
      <u64>load<u32>(starts + (i << 2)),
      <u64>load<u32>(freqs + (i << 2)),
      <u64>load<u32>(precisions + (i << 2)),
    );
  }
  return tail;
}

/** One lane's pop of [start, start + freq) of 2^precision. Returns the end of the tail. */
// @ts-ignore: decorator
@inline
export function step(slot: usize, tail: usize, start: u64, freq: u64, precision: u64): usize {
  const head = load<u64>(slot);
  const mask: u64 = ((<u64>1) << precision) - 1;
  return refill(slot, freq * (head >> precision) + (head & mask) - start, tail);
}

/** Pops n uniform symbols of one precision into `out` (u32). Returns the end of the tail. */
export function uniformPop(
  heads: usize,
  lanes: usize,
  tail: usize,
  out: usize,
  n: usize,
  precision: u64,
): usize {
  const mask: u64 = ((<u64>1) << precision) - 1;
  let lane: usize = 0;
  for (let i: usize = 0; i < n; i++) {
    const slot = heads + (lane << 3);
    const head = load<u64>(slot);
    store<u32>(out + (i << 2), <u32>(head & mask));
    tail = refill(slot, head >> precision, tail);
    lane = lane + 1 == lanes ? 0 : lane + 1;
  }
  return tail;
}

// Arbitrary totals (Severo et al., 2023, "Compressing multisets with large alphabets", appendix).
// With a total N that does not divide 2^31 the interval that decodes uniquely is
// [floor(2^31 / N) N, 2^32 floor(2^31 / N) N), a little lower than that of the heads; so a push
// may have to take a word afterwards, and a pop to emit one first.

/** Pushes n <= lanes intervals with totals (u32, 1 … 2^31). Returns the end of the tail. */
export function pushTotals(
  heads: usize,
  tail: usize,
  starts: usize,
  freqs: usize,
  n: usize,
  totals: usize,
): usize {
  for (let i = n; i > 0; ) {
    i--;
    const slot = heads + (i << 3);
    const freq = <u64>load<u32>(freqs + (i << 2));
    const total = <u64>load<u32>(totals + (i << 2));
    let head = load<u64>(slot);
    if (head >= ((LOWER / total) << 32) * freq) {
      store<u32>(tail, <u32>head);
      tail += 4;
      head >>= 32;
    }
    store<u64>(slot, (head / freq) * total + (head % freq) + <u64>load<u32>(starts + (i << 2)));
  }
  for (let i: usize = 0; i < n; i++) {
    const slot = heads + (i << 3);
    tail = refill(slot, load<u64>(slot), tail);
  }
  return tail;
}

/** First half of a pop with totals: renormalises, and writes each lane's position modulo its total. */
export function peekTotals(heads: usize, tail: usize, n: usize, totals: usize, out: usize): usize {
  for (let i = n; i > 0; ) {
    i--;
    const slot = heads + (i << 3);
    const total = <u64>load<u32>(totals + (i << 2));
    let head = load<u64>(slot);
    if (head >= ((LOWER / total) << 32) * total) {
      store<u32>(tail, <u32>head);
      tail += 4;
      head >>= 32;
      store<u64>(slot, head);
    }
    store<u32>(out + (i << 2), <u32>(head % total));
  }
  return tail;
}

/** Second half of a pop with totals, given the intervals found. Returns the end of the tail. */
export function advanceTotals(
  heads: usize,
  tail: usize,
  starts: usize,
  freqs: usize,
  n: usize,
  totals: usize,
): usize {
  for (let i: usize = 0; i < n; i++) {
    const slot = heads + (i << 3);
    const freq = <u64>load<u32>(freqs + (i << 2));
    const total = <u64>load<u32>(totals + (i << 2));
    const head = load<u64>(slot);
    tail = refill(
      slot,
      freq * (head / total) + (head % total) - <u64>load<u32>(starts + (i << 2)),
      tail,
    );
  }
  return tail;
}
