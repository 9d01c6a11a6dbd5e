// The magnitude of a value: whether it is that of a copy, or 0; its exponent, step by step from where it is
// expected; the first bits of the mantissa, and the lower ones.

import { firstFour, lastFour } from './contexts';
import { codeCopy } from './copies';
import { decideAlone, decideMixed } from './decide';
import { codeLow, lowRow } from './low';
import { codeNear } from './nearby';
import { follow, forced } from './refusals';
import { KIND, LEAN_ROWS, LEANS_APART, ROW, STEPS_APART, State } from './state';

/** Kinds of decision about exponents. */
const ABOVE: i32 = 0;
const HIGHER: i32 = 1;
const LOWER: i32 = 2;
/** Steps after which an exponent is told by its bits. */
const STEPS: i32 = 12;

/** Decides about an exponent. */
function decideStep(s: State, kind: i32, row: usize, exponent: i32, known: u32): u32 {
  const from = <i32>s.steps + kind * KIND;
  const apart = i32x4(0, STEPS_APART, 2 * STEPS_APART, 3 * STEPS_APART);
  const a = i32x4.add(i32x4.shl(firstFour(s, exponent), 2), i32x4.splat(from));
  const b = i32x4.add(i32x4.shl(lastFour(s, exponent), 2), i32x4.splat(from + 4 * STEPS_APART));
  return decideMixed(s, i32x4.add(a, apart), i32x4.add(b, apart), s.weights + row * ROW, known);
}

/** Codes an exponent within bounds by its bits, those that the bounds leave open. */
function codeFar(s: State, side: u32, least: i32, most: i32, exponent: i32): i32 {
  const counters = s.far + ((<usize>(side << s.exponentBits)) << 2);
  let node: i32 = 1;
  let value: i32 = 0;
  for (let left = <i32>s.exponentBits - 1; left >= 0; left--) {
    const middle = ((value << 1) | 1) << left;
    let bit: u32;
    if (middle > most) bit = 0;
    else if (middle <= least) bit = 1;
    else bit = decideAlone(s, counters + ((<usize>node) << 2), (exponent >> left) & 1);
    node = (node << 1) | <i32>bit;
    value = (value << 1) | <i32>bit;
  }
  return value;
}

function codeExponent(s: State, exponent: i32): i32 {
  const most = s.most;
  let e = s.start;
  if (e < most && decideStep(s, ABOVE, 0, e, u32(exponent > e))) {
    e++;
    for (let step = 0; e < most; step++, e++) {
      if (step == STEPS) return codeFar(s, 0, e, most, exponent);
      if (!decideStep(s, HIGHER, 1 + min(step, 5), e, u32(exponent > e))) break;
    }
    return e;
  }
  for (let step = 0; e > 0; step++, e--) {
    if (step == STEPS) return codeFar(s, 1, 0, e, exponent);
    if (!decideStep(s, LOWER, 10 + min(step, 11), e, u32(exponent < e))) break;
  }
  return e;
}

/** Codes the first bits of the mantissa. Returns them. */
function codeFirst(s: State, exponent: i32, mantissa: u32): u32 {
  const apart = i32x4(0, LEANS_APART, 2 * LEANS_APART, 3 * LEANS_APART);
  const leans = i32x4.add(i32x4.splat(<i32>s.leans), apart);
  const a = i32x4.add(i32x4.shl(firstFour(s, exponent), 5), leans);
  const other = i32x4.add(leans, i32x4.splat(4 * LEANS_APART));
  const b = i32x4.add(i32x4.shl(lastFour(s, exponent), 5), other);
  const below = s.words == 2 ? 32 : 0;
  let node: u32 = 1;
  let left = s.mantissaBits;
  for (const low = left - s.mixedBits; left > low; ) {
    left--;
    const not = (s.refused >> left) & 1;
    let bit = forced(s, left + below, not);
    if (bit == 2) {
      const at = i32x4.splat(<i32>(node << 2));
      const weights = s.weights + (LEAN_ROWS + <usize>node) * ROW;
      bit = decideMixed(s, i32x4.add(a, at), i32x4.add(b, at), weights, (mantissa >> left) & 1);
    }
    follow(s, not, bit);
    node = (node << 1) | bit;
  }
  return node - (1 << s.mixedBits);
}

/** Codes a magnitude that is not 0 and not that of a copy into s.upperNow and s.lowerNow. */
// @ts-ignore: decorator
@inline
export function codeOther(s: State, i: u32, upper: u32, lower: u32): void {
  const bits = s.mantissaBits;
  const exponent = codeExponent(s, <i32>(upper >> bits));
  s.maybeRefused &= u32(<i32>(s.refused >> bits) == exponent);
  s.maybeZero &= u32(exponent == 0);
  const first = codeFirst(s, exponent, upper);
  const behind = bits - s.mixedBits;
  const low = behind - codeNear(s, i, ((<u32>exponent) << s.mixedBits) | first, behind, upper);
  const row = lowRow(s, exponent);
  const wide = s.words == 2;
  const rest = codeLow(s, exponent, row, 1, low, s.refused, wide ? 32 : 0, upper);
  s.upperNow = (s.nearBits << low) | rest;
  s.lowerNow = wide ? codeLow(s, exponent, row, 0, 32, s.refusedLower, 0, lower) : 0;
}

/** Codes a magnitude into s.upperNow and s.lowerNow. Returns whether it is that of a copy. */
export function codeMagnitude(s: State, i: u32, upper: u32, lower: u32): bool {
  s.maybeRefused = 0;
  s.maybeZero = 0;
  const copied = codeCopy(s, upper, lower);
  if (s.copyAt >= 0) {
    const at = (<usize>s.copyAt) << 2;
    s.upperNow = load<u32>(s.upper + at) & s.mask;
    s.lowerNow = s.words == 2 ? load<u32>(s.lower + at) : 0;
    if (copied) return true;
    s.maybeRefused = 1;
    s.refused = s.upperNow;
    s.refusedLower = s.lowerNow;
  }
  if (!s.maybeRefused || (s.refused | s.refusedLower) != 0) {
    if (decideAlone(s, zeroTeller(s, i), u32((upper | lower) == 0))) {
      s.upperNow = 0;
      s.lowerNow = 0;
      return false;
    }
    s.maybeZero = 1;
  }
  codeOther(s, i, upper, lower);
  return false;
}

// @ts-ignore: decorator
@inline
function isZero(s: State, at: u32): u32 {
  const place = (<usize>at) << 2;
  if (load<u32>(s.upper + place) & s.mask) return 0;
  return s.words == 2 ? u32(load<u32>(s.lower + place) == 0) : 1;
}

/** The counter of zeros by what was zero around value i of the array. */
// @ts-ignore: decorator
@inline
function zeroTeller(s: State, i: u32): usize {
  const at = s.count;
  const left = i > 0 ? isZero(s, at - 1) : 0;
  const before = i > 1 ? isZero(s, at - 2) : 0;
  const above = i >= s.row ? isZero(s, at - s.row) : 0;
  const beside = s.beside < s.first ? 1 + isZero(s, s.beside + i) : 0;
  const column = <u32>load<u8>(s.column, 16);
  const entry = ((((left << 1) | before) << 1) | above) * 4 + column;
  return s.zeros + ((<usize>(entry * 3 + beside)) << 2);
}
