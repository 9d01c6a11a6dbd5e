// The sign of a value, told from signs around it and of what it was copied from.

import { noteTurned, turnedBefore } from './copies';
import { decideMixed } from './decide';
import { ROW, SIGN_ROWS, SIGNS_APART, State } from './state';

// @ts-ignore: decorator
@inline
function signAt(s: State, at: u32): u32 {
  return load<u32>(s.upper + ((<usize>at) << 2)) >> (s.exponentBits + s.mantissaBits);
}

/** Codes the sign of value i of the array. Returns it. */
export function codeSign(s: State, i: u32, copied: bool, known: u32): u32 {
  const at = s.count;
  const zero = u32((s.upperNow | s.lowerNow) == 0);
  const kind = u32(copied) | (zero << 1);
  const row = s.row;
  const above = i >= row ? signAt(s, at - row) : 0;
  const aside = i > row ? signAt(s, at - row - 1) : 0;
  const beside = s.beside < s.first ? 1 + signAt(s, s.beside + i) : 0;
  const rowSigns = s.rowSigns;
  const columnSigns = <u32>load<u8>(s.column, 17);
  let source: u32 = 0;
  let turns: u32 = 0;
  if (copied) {
    const lag = s.copyLag;
    source = signAt(s, <u32>s.copyAt);
    turns =
      turnedBefore(s, lag) | (turnedBefore(s, 2 * lag) << 1) | (turnedBefore(s, 4 * lag) << 2);
  }
  const around = ((rowSigns & 1) << 2) | (above << 1) | aside;
  const crossing = ((rowSigns & 7) << 3) | (columnSigns & 7);
  const exponent = min<u32>(s.upperNow >> s.mantissaBits, 255);
  const a = i32x4(around, (turns << 1) | source, rowSigns & 255, columnSigns);
  const told = s.isNear ? 1 + s.nearSign : 0;
  const b = i32x4(
    told * 6 + beside * 2 + above,
    crossing,
    exponent,
    beside * 8 + (columnSigns & 7),
  );
  const apart = i32x4(0, SIGNS_APART, 2 * SIGNS_APART, 3 * SIGNS_APART);
  const from = i32x4.add(apart, i32x4.splat(<i32>(s.signs + ((<usize>kind) << 2))));
  const bit = decideMixed(
    s,
    i32x4.add(i32x4.shl(a, 4), from),
    i32x4.add(i32x4.shl(b, 4), i32x4.add(from, i32x4.splat(4 * SIGNS_APART))),
    s.weights + (SIGN_ROWS + <usize>kind) * ROW,
    known,
  );
  noteTurned(s, u32(copied) & (source ^ bit));
  s.rowSigns = (rowSigns << 1) | bit;
  store<u8>(s.column, (columnSigns << 1) | bit, 17);
  return bit;
}
