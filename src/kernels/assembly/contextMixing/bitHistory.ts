// What happened in a context, in one byte: a state for each short history of bits, and for longer
// ones a state for (zeros, ones, the last bit), both counts bounded. A bit that contradicts many
// others makes most of them forgotten: what is recent counts for more.
//
// Source: Mahoney, "Adaptive weighing of context models for lossless data compression" (2005), on
// nonstationary state machines. The states here are this file's own.

const STATES: i32 = 256;
/** Histories of at most 3 bits have the states 0 … 14: the bits, read as a number after a leading 1. */
const EXACT: i32 = 15;

/** The state after a 0 and after a 1, for each state (u8). */
export const nextState: usize = memory.data(2 * STATES, 16);
/** For each state a guess to begin with, as a cell of adaptiveMap.ts (u32). */
export const firstGuess: usize = memory.data(4 * STATES, 16);
const zeros: usize = memory.data(STATES, 16);
const ones: usize = memory.data(STATES, 16);
const lasts: usize = memory.data(STATES, 16);

/** A cell that says one half, and stays so. */
const UNKNOWN: u32 = 0x800003ff;

let ready = false;

/** Fills the tables at the first call. States are numbered by how much happened: 0 is nothing. */
export function prepareHistories(): void {
  if (ready) return;
  let states = 0;
  for (; states < EXACT; states++) {
    const length = 31 - clz(states + 1);
    const bits = states + 1 - (1 << length);
    name(states, length - popcnt(bits), popcnt(bits), bits & 1);
  }
  for (let n = 4; states < STATES && n < 64; n++) {
    for (let a = 0; a <= n; a++) {
      if (!isState(a, n - a)) continue;
      if (a > 0) name(states++, a, n - a, 0);
      if (a < n) name(states++, a, n - a, 1);
    }
  }
  for (let s = 0; s < states; s++) {
    store<u8>(nextState + (s << 1), after(s, 0, states));
    store<u8>(nextState + (s << 1) + 1, after(s, 1, states));
    const a = <f64>load<u8>(zeros + s);
    const b = <f64>load<u8>(ones + s);
    const guess = (<u32>((4194303.0 * (b + 0.4)) / (a + b + 0.8))) << 10;
    store<u32>(firstGuess + (s << 2), s == 0 ? UNKNOWN : guess);
  }
  ready = true;
}

function name(state: i32, a: i32, b: i32, last: i32): void {
  store<u8>(zeros + state, a);
  store<u8>(ones + state, b);
  store<u8>(lasts + state, last);
}

/** Whether there are states for so many zeros and ones: 233 in all. */
function isState(a: i32, b: i32): bool {
  const fewer = min(a, b);
  const most =
    fewer == 0 ? 44 : fewer == 1 ? 24 : fewer == 2 ? 8 : fewer == 3 ? 6 : fewer == 4 ? 5 : 0;
  return max(a, b) <= most;
}

function after(state: i32, bit: i32, states: i32): i32 {
  if (state < EXACT >> 1) return 2 * state + 1 + bit;
  let a = <i32>load<u8>(zeros + state) + 1 - bit;
  let b = <i32>load<u8>(ones + state) + bit;
  if (state >= EXACT) {
    if (bit) a = remembered(a);
    else b = remembered(b);
  }
  // The larger count gives way; of equal ones that of the other bit.
  while (!isState(a, b)) {
    if (a > b || (a == b && bit)) a--;
    else b--;
  }
  for (let s = EXACT; s < states; s++) {
    if (load<u8>(zeros + s) == a && load<u8>(ones + s) == b && load<u8>(lasts + s) == bit) return s;
  }
  return unreachable();
}

/** What is left of a count when the other bit comes. */
function remembered(n: i32): i32 {
  return n <= 2 ? n : 32 - clz(n);
}
