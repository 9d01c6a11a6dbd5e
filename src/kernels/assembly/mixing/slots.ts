// The slots of all contexts, half a byte at a time.

import { hash, slotOf } from './hashedSlots';
import { CONTEXTS, HASHES, LINES, SLOTS, State } from './state';

/**
 * Asks for the lines of all contexts, before any is looked at: to wait for memory once, not for each.
 * The lines of the second half of a byte are known a bit ahead, since its last bit but for the check
 * does not count, and are on the page of those of the first half.
 */
export function findLines(state: State): void {
  const base = changetype<usize>(state);
  const table = state.table;
  const mask = state.tableMask;
  const second = state.bits == 3;
  const salt = state.partial;
  let touched: u32 = 0;
  for (let i: usize = base; i < base + (CONTEXTS << 2); i += 4) {
    let h = load<u32>(i, HASHES);
    let place = h;
    if (second) {
      h = hash(h, salt);
      place ^= (h >> 7) & 63;
      store<u32>(i, h, HASHES);
    }
    const line = table + (<usize>(place & mask) << 6);
    store<u32>(i, <u32>line, LINES);
    touched |= load<u32>(line);
  }
  state.touched = touched;
}

/** Finds the slots of all contexts in their lines, at the start of a byte and in its middle. */
export function findSlots(state: State): void {
  const base = changetype<usize>(state);
  const salt = state.bits ? (state.partial & 1) << 7 : 0;
  for (let i: usize = base; i < base + (CONTEXTS << 2); i += 4) {
    const check = <u32>load<u8>(i, HASHES + 3) ^ salt;
    store<u32>(i, <u32>slotOf(load<u32>(i, LINES), check), SLOTS);
  }
}

