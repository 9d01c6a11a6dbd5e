/** Times of entries as whole numbers without a sign, of any size: file systems know years that 2^53 microseconds do not reach. */
import { CrayError } from '../../errors.js';

/** Most bytes of a time: the microseconds of 2^63 seconds, doubled, have 84 bits. */
const MAX_BYTES = 12;

/** Times in milliseconds, each in steps, doubled, or those below zero doubled without the sign and less one. */
export function joinTimes(times: readonly number[], steps: number): Uint8Array {
  const bytes: number[] = [];
  for (const time of times) {
    const number = inSteps(time, steps);
    let rest = number < 0n ? -2n * number - 1n : 2n * number;
    for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) + 128);
    bytes.push(Number(rest));
  }
  return Uint8Array.from(bytes);
}

/** The inverse of {@link joinTimes}. @throws CrayError CORRUPT */
export function splitTimes(bytes: Uint8Array, steps: number): number[] {
  const times: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const last = bytes.subarray(at, at + MAX_BYTES).findIndex((byte) => byte < 128);
    if (last < 0) throw new CrayError('CORRUPT', 'manifest: a time is cut short or absurd');
    const digits = bytes.subarray(at, at + last + 1);
    const value = digits.reduceRight((sum, byte) => sum * 128n + BigInt(byte % 128), 0n);
    times.push(fromSteps(value % 2n === 1n ? -(value + 1n) / 2n : value / 2n, steps));
    at += digits.length;
  }
  return times;
}

/** Milliseconds and what is beyond them apart: their product with the steps may be no exact number. */
function inSteps(time: number, steps: number): bigint {
  const whole = Math.floor(time);
  return BigInt(whole) * BigInt(steps) + BigInt(Math.round((time - whole) * steps));
}

/** The inverse of {@link inSteps}. */
function fromSteps(number: bigint, steps: number): number {
  const near = Number(number);
  if (Number.isSafeInteger(near)) return near / steps;
  const rest = number % BigInt(steps);
  return Number((number - rest) / BigInt(steps)) + Number(rest) / steps;
}
