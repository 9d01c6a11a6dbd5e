import { CrayError } from '../errors.js';

/** Bits that hold an element of so many levels. */
export function bitsOf(levels: number): number {
  return 32 - Math.clz32(levels - 1);
}

/** Elements as `bits` bits each, the first in the lowest bits of the first byte, zeros at the end. */
export function packBits(elements: Uint8Array, bits: number): Uint8Array {
  const out = new Uint8Array(Math.ceil((elements.length * bits) / 8));
  for (let i = 0; i < elements.length; i++) {
    const element = elements[i] as number;
    for (let b = 0; b < bits; b++) {
      const at = i * bits + b;
      out[at >> 3] = (out[at >> 3] as number) | (((element >> b) & 1) << (at & 7));
    }
  }
  return out;
}

/**
 * The inverse of {@link packBits}.
 *
 * @throws CrayError CORRUPT for a wrong length, a value outside the levels, or ones after the end.
 */
export function unpackBits(packed: Uint8Array, count: number, levels: number): Uint8Array {
  const bits = bitsOf(levels);
  const expected = Math.ceil((count * bits) / 8);
  if (packed.length !== expected) {
    throw new CrayError('CORRUPT', `expected ${expected} bytes of items, got ${packed.length}`);
  }
  const out = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    let element = 0;
    for (let b = 0; b < bits; b++) {
      const at = i * bits + b;
      element |= (((packed[at >> 3] as number) >> (at & 7)) & 1) << b;
    }
    if (element >= levels) {
      throw new CrayError('CORRUPT', `element ${i}: expected a value below ${levels}`);
    }
    out[i] = element;
  }
  for (let at = count * bits; at < 8 * packed.length; at++) {
    if (((packed[at >> 3] as number) >> (at & 7)) & 1) {
      throw new CrayError('CORRUPT', 'there are ones after the last element');
    }
  }
  return out;
}
