/** What restoring needs, as one string of bytes: parts with their lengths, and numbers. */
import { CrayError } from '../errors.js';

/** Several strings of bytes as one: each with its length before it, seven bits a byte, lowest first. */
export function joinParts(parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts.flatMap((part) => [joinNumbers([part.length]), part]));
}

/** The inverse of {@link joinParts}. @throws CrayError CORRUPT unless there are `count` parts. */
export function splitParts(bytes: Uint8Array, count: number, what: string): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { value, next } = readNumber(bytes, at, what);
    if (next + value > bytes.length) throw corrupt(what, 'a part is cut short');
    parts.push(bytes.subarray(next, next + value));
    at = next + value;
  }
  if (parts.length !== count) throw corrupt(what, `expected ${count} parts, got ${parts.length}`);
  return parts;
}

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

/** JSON in a part. @throws CrayError CORRUPT */
export function parsePart(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch (cause) {
    throw new CrayError('CORRUPT', `${what}: ${(cause as Error).message}`, { cause });
  }
}

function readNumber(bytes: Uint8Array, from: number, what: string) {
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
