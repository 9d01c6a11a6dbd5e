// Probabilities of a 1 that learn. A cell (u32) holds 22 bits of probability above a count of how
// often it was right or wrong, 10 bits: it moves by 1 / (count + 1.5) of the error, and as the count
// stops at a limit, never by less than that.

/** 16384 / (2 count + 3) (i32); a cell whose count is 1023 never moves. */
const rates: usize = memory.data(4 * 1024, 16);

let ready = false;

/** Fills the table at the first call. */
export function prepareRates(): void {
  if (ready) return;
  for (let n: usize = 0; n < 1023; n++) store<i32>(rates + (n << 2), 16384 / (2 * <i32>n + 3));
  ready = true;
}

/** Moves the cell towards the bit. The product stays below 2^31: |error| < 2^19, rate <= 5461. */
// @ts-ignore: decorator
@inline
export function learn(cell: usize, bit: u32, limit: u32): void {
  const value = load<u32>(cell);
  const count = value & 1023;
  const error = (<i32>(bit << 22) - <i32>(value >> 10)) >> 3;
  const move = <u32>(error * load<i32>(rates + (<usize>count << 2))) & 0xfffffc00;
  store<u32>(cell, value + move + u32(count < limit));
}
