// Values that an element may be exactly: that before, that above (of a series, the one before the last), and
// one that was far off more than once, which stands for none. Asked one after another while they come true at all. What the element is
// known not to be is left out of what it is found among: its point is the number of other keys below its own.

import { decideBy, learnUnder } from './decide';
import { OTHER_AT, OUTLIERS_AT } from './lay';
import { CANDIDATES, EQUALS, OUTLIERS, State } from './state';

/** Rates that it comes true at: what is asked for, and how fast they rise and fall. */
const ASKED: f32 = 0.004;
const RISE: f32 = 0.0625;
const FALL: f32 = 0.00390625;
const AT_FIRST: f32 = 0.05;

/** The key of a point. */
// @ts-ignore: decorator
@inline
export function keyAt(s: State, point: u64): u64 {
  if (s.excluded == 0) return point;
  let key = point + u64(point >= s.excluded0);
  if (s.excluded > 1) key += u64(key >= s.excluded1);
  if (s.excluded > 2) key += u64(key >= s.excluded2);
  return key & s.top;
}

/** The point of a key. */
// @ts-ignore: decorator
@inline
export function pointOf(s: State, key: u64): u64 {
  if (s.excluded == 0) return key;
  let below = u64(key > s.excluded0);
  if (s.excluded > 1) below += u64(key > s.excluded1);
  if (s.excluded > 2) below += u64(key > s.excluded2);
  return key - below;
}

/** Leaves a key out from now on. */
function exclude(s: State, key: u64): void {
  let a = key;
  const n = s.excluded;
  if (n > 0 && a < s.excluded0) {
    const b = s.excluded0;
    s.excluded0 = a;
    a = b;
  }
  if (n > 1 && a < s.excluded1) {
    const b = s.excluded1;
    s.excluded1 = a;
    a = b;
  }
  if (n == 0) s.excluded0 = a;
  else if (n == 1) s.excluded1 = a;
  else s.excluded2 = a;
  s.excluded = n + 1;
}

// @ts-ignore: decorator
@inline
function keyBack(s: State, distance: u32): u64 {
  return distance > s.position ? 0 : load<u64>(s.keys + ((<usize>(s.position - distance)) << 3));
}

// @ts-ignore: decorator
@inline
function whichBack(s: State, distance: u32): usize {
  return distance > s.position ? 0 : <usize>load<u8>(s.which + <usize>(s.position - distance));
}

/** Codes which of the candidates the element is: 1 … 3, or 0. */
export function codeWhich(s: State, key: u64): u32 {
  const back = s.channels;
  const above = s.series ? 2 * back : s.up;
  s.candidate0 = keyBack(s, back);
  s.candidate1 = keyBack(s, above);
  s.candidate2 = s.filled && s.fill != s.candidate0 ? s.fill : load<u64>(s.own + OTHER_AT);
  s.excluded = 0;
  const other = whichBack(s, s.series ? 3 * back : s.up - back);
  const context = whichBack(s, back) + 4 * whichBack(s, above) + 16 * other;
  if (ask(s, 0, s.candidate0, context, key)) return 1;
  if (s.candidate1 != s.candidate0 && ask(s, 1, s.candidate1, context, key)) return 2;
  if (s.candidate2 == s.candidate0 || s.candidate2 == s.candidate1) return 0;
  return ask(s, 2, s.candidate2, context, key) ? 3 : 0;
}

/** The rate (f32) and, after it, the probabilities of a candidate. */
// @ts-ignore: decorator
@inline
function rateAt(s: State, i: usize): usize {
  return s.equals + i * ((EQUALS + 1) << 3);
}

function ask(s: State, i: usize, candidate: u64, context: usize, key: u64): bool {
  const rate = rateAt(s, i);
  if (load<f32>(rate) + AT_FIRST * load<f32>(rate, 4) < ASKED) return false;
  const at = rate + 8 + (context << 3);
  if (load<f32>(at, 4) == 0.0) store<f32>(at, 0.1);
  const even = 1.0 / (<f64>s.top + 1.0);
  const isEqual = decideBy(s, <f64>load<f32>(at), even, u32(key == candidate));
  learnUnder(at, <f32>isEqual);
  if (isEqual) return true;
  exclude(s, candidate);
  return false;
}

/** Learns which candidates came true. */
export function learnCandidates(s: State, key: u64): void {
  if (key != s.candidate0) store<u64>(s.own + OTHER_AT, s.candidate0);
  for (let i: usize = 0; i < CANDIDATES; i++) {
    const candidate = i == 0 ? s.candidate0 : i == 1 ? s.candidate1 : s.candidate2;
    if (i > 0 && candidate == s.candidate0) continue;
    const at = rateAt(s, i);
    const rate = load<f32>(at);
    store<f32>(at, key == candidate ? rate + (<f32>1.0 - rate) * RISE : rate - rate * FALL);
  }
}

/** Whether a value was far off before, and so stands for none. */
export function isNoted(s: State, key: u64): bool {
  const at = s.own + OUTLIERS_AT;
  for (let i: usize = 0; i < OUTLIERS << 3; i += 8) {
    if (load<u64>(at + i) != key + 1) continue;
    s.fill = key;
    s.filled = 1;
    return true;
  }
  return false;
}

/** Whether the element before stood for none. */
export function isAfterNone(s: State): bool {
  return s.position < s.channels || keyBack(s, s.channels) == s.fill;
}

/** Forgets the element before where it stood for none, too. Returns what counts as the element before. */
export function forget(s: State): f64 {
  const at = s.values + ((<usize>s.position) << 3);
  const back = (<usize>s.channels) << 3;
  if (s.position >= 2 * s.channels && keyBack(s, s.channels) == s.fill) {
    s.before = load<f64>(at - 2 * back);
    store<f64>(at - back, s.before);
  }
  return s.before;
}

/** Takes note of a value that was far off. Returns whether it was so before. */
export function noteOutlier(s: State, key: u64): bool {
  if (isNoted(s, key)) return true;
  const at = s.own + OUTLIERS_AT;
  store<u64>(at + ((<usize>s.outlier) << 3), key + 1);
  s.outlier = (s.outlier + 1) & 3;
  return false;
}
