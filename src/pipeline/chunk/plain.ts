import { CrayError } from '../../errors.js';
import { counted } from '../../words.js';
import { firstOver } from './symbols.js';

/** Bits that hold an element of so many levels. */
export function bitsOf(levels: number): number {
  return 32 - Math.clz32(levels - 1);
}

/**
 * Elements as `bits` bits each, the first in the lowest bits of the first byte, zeros at the end.
 *
 * @param elements little-endian.
 * @param width bytes of an element, 1 unless told.
 */
export function packBits(elements: Uint8Array, bits: number, width = 1): Uint8Array {
  if (bits === 8 * width) return elements;
  const count = elements.length / width;
  const out = new Uint8Array(Math.ceil((count * bits) / 8));
  for (let i = 0, at = 0; i < count; i++) {
    for (let b = 0; b < bits; b++, at++) {
      const bit = ((elements[i * width + (b >> 3)] as number) >> (b & 7)) & 1;
      out[at >>> 3] = (out[at >>> 3] as number) | (bit << (at & 7));
    }
  }
  return out;
}

/**
 * The inverse of {@link packBits}.
 *
 * @param width bytes of an element; elements come out little-endian.
 * @throws CrayError CORRUPT for a wrong length, a value outside the levels, or ones after the end.
 */
export function unpackBits(
  packed: Uint8Array,
  count: number,
  width: number,
  levels: number,
): Uint8Array {
  const bits = bitsOf(levels);
  const expected = Math.ceil((count * bits) / 8);
  if (packed.length !== expected) {
    throw new CrayError(
      'CORRUPT',
      `expected ${counted(expected, 'byte')} of items, got ${packed.length}`,
    );
  }
  const out = bits === 8 * width ? packed : spreadBits(packed, count, width, bits);
  const over = firstOver(out, width, levels);
  if (over !== undefined) {
    throw new CrayError('CORRUPT', `element ${over}: expected a value below ${levels}`);
  }
  for (let at = count * bits; at < 8 * packed.length; at++) {
    if (((packed[at >>> 3] as number) >> (at & 7)) & 1) {
      throw new CrayError('CORRUPT', 'there are ones after the last element');
    }
  }
  return out;
}

function spreadBits(packed: Uint8Array, count: number, width: number, bits: number): Uint8Array {
  const out = new Uint8Array(count * width);
  for (let i = 0, at = 0; i < count; i++) {
    for (let b = 0; b < bits; b++, at++) {
      const to = i * width + (b >> 3);
      const bit = ((packed[at >>> 3] as number) >> (at & 7)) & 1;
      out[to] = (out[to] as number) | (bit << (b & 7));
    }
  }
  return out;
}
