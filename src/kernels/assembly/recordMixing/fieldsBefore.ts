// The last fields, of some rows, by how many fields before the one in hand they were.

import { State } from './state';

/** The value of the field so many fields before. */
// @ts-ignore: decorator
@inline
export function valueBefore(state: State, fields: u32): u64 {
  return load<u64>(state.values + ((<usize>((state.fieldsSeen - fields) & state.ringMask)) << 3));
}

/** A hash of it. */
// @ts-ignore: decorator
@inline
export function hashBefore(state: State, fields: u32): u32 {
  return load<u32>(state.hashes + ((<usize>((state.fieldsSeen - fields) & state.ringMask)) << 2));
}
