/** What restoring needs, as one string of bytes: parts with their lengths. */
import { joinNumbers, readNumber } from '../bytes/numbers.js';
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

/** JSON in a part. @throws CrayError CORRUPT */
export function parsePart(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch (cause) {
    throw new CrayError('CORRUPT', `${what}: ${(cause as Error).message}`, { cause });
  }
}

function corrupt(what: string, message: string): CrayError {
  return new CrayError('CORRUPT', `${what}: ${message}`);
}
