/** Whole numbers as bytes. */
import { CrayError } from '../errors.js';

/** Numbers in [0, 2^53), seven bits a byte, lowest first; the top bit says that more follow. */
export function joinNumbers(numbers: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  for (const number of numbers) {
    let rest = number;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

/** The inverse of {@link joinNumbers}. @throws CrayError CORRUPT */
export function splitNumbers(bytes: Uint8Array, what: string): number[] {
  const numbers: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { value, next } = readNumber(bytes, at, what);
    numbers.push(value);
    at = next;
  }
  return numbers;
}

/** The number at a byte, and where the next one is. @throws CrayError CORRUPT */
export function readNumber(bytes: Uint8Array, from: number, what: string) {
  let value = 0;
  let at = from;
  for (let scale = 1; ; scale *= 128) {
    const byte = bytes[at++];
    if (byte === undefined) throw corrupt(what, 'a number is cut short');
    value += (byte % 128) * scale;
    if (!Number.isSafeInteger(value)) throw corrupt(what, 'a number is absurd');
    if (byte < 128) return { value, next: at };
  }
}

function corrupt(what: string, message: string): CrayError {
  return new CrayError('CORRUPT', `${what}: ${message}`);
}
