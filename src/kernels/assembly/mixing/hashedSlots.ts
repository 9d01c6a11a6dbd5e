// Bit histories by context. A slot of 16 bytes holds what came after a context in half a byte: a
// check of the context in its first byte, then the states of the 15 places that a half byte leads
// through, each at the number made of its bits after a leading 1. Four slots share a cache line. A
// context that is not among the four of its line takes that in which least happened.

/** Mixes two numbers into one whose bits all depend on all of theirs. */
// @ts-ignore: decorator
@inline
export function hash(a: u32, b: u32): u32 {
  let h = (a * 0x2c1b3c6d) ^ (b * 0x9e3779b1);
  h ^= h >> 15;
  h *= 0x85ebca6b;
  return h ^ (h >> 13);
}

/** Number by which to choose among slots: 0 … 3 if it is that of the check, else by what happened. */
// @ts-ignore: decorator
@inline
function rank(slot: usize, check: u32, place: u32): u32 {
  const top = <u32>load<u16>(slot);
  return select<u32>(place, ((top >> 8) << 2) + 4 + place, (top & 255) == check);
}

/** The slot of a check in a line; one that is taken over is cleared. Without a branch. */
// @ts-ignore: decorator
@inline
export function slotOf(line: usize, check: u32): usize {
  const best = min(
    min(rank(line, check, 0), rank(line + 16, check, 1)),
    min(rank(line + 32, check, 2), rank(line + 48, check, 3)),
  );
  const slot = line + (<usize>(best & 3) << 4);
  const found: u64 = -u64(best < 4);
  store<u64>(slot, (load<u64>(slot) & found) | <u64>check);
  store<u64>(slot, load<u64>(slot, 8) & found, 8);
  return slot;
}
