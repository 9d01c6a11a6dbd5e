// Where an element is looked for: a threshold next to what is predicted, cells of a power of two keys from there on, about
// as wide as errors are.

import { pointOf } from './candidates';
import { placeExperts } from './experts';
import { keyOf } from './keys';
import { RUN_AT } from './lay';
import { log2Of } from './logs';
import { FAST, LAST, LAST_BUT_ONE, SLOW } from './scale';
import { INTEGER, State } from './state';

// @ts-ignore: decorator
@inline
function fifth(x: f64): usize {
  return x < -1.2 ? 0 : x < -0.3 ? 1 : x < 0.3 ? 2 : x < 1.2 ? 3 : 4;
}

/** The greatest point. */
// @ts-ignore: decorator
@inline
export function topOf(s: State): u64 {
  return s.top - <u64>s.excluded;
}

/** Chooses the threshold and the width of cells, and what contexts tell apart. */
export function centre(s: State): void {
  placeExperts(s);
  const keys = s.width / s.ulp;
  const log = log2Of(keys);
  const most = s.top == 0xffffffff ? 30.0 : 62.0;
  s.aboutZero = u32(s.type != INTEGER && abs(s.centre + s.before) < 2.0 * s.width);
  s.cellBits = s.aboutZero ? <u32>most : <u32>min(max(0.0, floor(log)), most);
  const bits = <u64>s.cellBits;
  const middle = pointOf(s, keyOf(s, s.centre + s.before));
  let cell = middle >> bits;
  if (bits > 0) cell += (middle >> (bits - 1)) & 1;
  s.threshold = min(cell, topOf(s) >> bits) << bits;
  s.above = 1;
  tell(s, log, middle);
}

/** What contexts tell apart: how wide errors are, those before, what predictions say, where the centre is in its cell. */
// @ts-ignore: decorator
@inline
function tell(s: State, log: f64, middle: u64): void {
  const run = s.own + RUN_AT;
  const fine = 4.0 * log;
  const width: usize =
    s.cellBits == 0
      ? <usize>min(max(fine + 16.0, 0.0), 19.0)
      : 20 + (<usize>(fine + 64.0) & 3) + (s.cellBits > 3 ? 8 : s.cellBits > 1 ? 4 : 0);
  const ratio = load<f64>(run, FAST) - load<f64>(run, SLOW);
  const trend: usize = ratio < -1.0 ? 0 : ratio < -0.15 ? 1 : ratio < 0.6 ? 2 : 3;
  s.context0 = min<usize>(4 * width + trend, 127);
  const per = s.perScale;
  const second = s.series ? load<f64>(run, LAST_BUT_ONE) : (load<f64>(s.stack, 32) - s.final) * per;
  s.context1 = fifth(load<f64>(run, LAST)) * 5 + fifth(second) + 25 * <usize>min(s.cellBits, 3);
  const offCentre = <i64>(middle - s.threshold);
  const quarter: usize =
    s.cellBits < 2
      ? 0
      : <usize>(
          min(max((<f64>offCentre / <f64>((<u64>1) << (<u64>s.cellBits)) + 0.5) * 4.0, 0.0), 3.0)
        );
  s.context2 =
    fifth((s.byAll - s.final) * 3.0 * per) * 5 +
    fifth((s.byNear - s.final) * 2.0 * per) +
    25 * quarter;
  s.context3 =
    fifth((s.byPlace - s.final) * 2.0 * per) + 5 * fifth((s.plain - s.final) * per) + 25 * quarter;
}
