// Numbers of up to 2^26 as nibbles: small ones as they are, larger ones by how many bits they have, and these bits.

import { MODEL } from './model';

/** Bytes of the models of the bits of a number, by how many there are. */
// @ts-ignore: decorator
@inline
export const BITS_MODELS: usize = 3 * 32 * MODEL;
/** Bytes of the models of a number. */
// @ts-ignore: decorator
@inline
export const NUMBER_MODELS: usize = 2 * MODEL + BITS_MODELS;

/** Codes a number below 2^26. */
// @ts-ignore: decorator
@inline
export function codeNumber<C>(coder: C, models: usize, slowest: i32, known: u32): u32 {
  const own: u32 = known < 8 ? 0 : 31 - clz(known);
  const kind = coder.nibble(models, slowest, known < 8 ? known : min<u32>(own + 5, 15));
  if (kind < 8) return kind;
  const bits = kind < 15 ? kind - 5 : 10 + coder.nibble(models + MODEL, slowest, own - 10);
  return codeBits<C>(coder, models + 2 * MODEL, slowest, bits, known);
}

/** Codes the bits of a number below its highest one, of which there are so many. */
// @ts-ignore: decorator
@inline
export function codeBits<C>(coder: C, models: usize, slowest: i32, bits: u32, known: u32): u32 {
  let value: u32 = 1;
  let left = bits;
  // Upper bits, those in the middle, and the last ones each have models of their own.
  let model = models + <usize>bits * MODEL;
  while (left > 0) {
    const some = min<u32>(left, 4);
    left -= some;
    if (left == 0 && bits > 4) model = models + (64 + <usize>bits) * MODEL;
    value = (value << some) | coder.nibble(model, slowest, (known >> left) & ((1 << some) - 1));
    model = models + (32 + <usize>left) * MODEL;
  }
  return value;
}
