// Arrays of real numbers of any rank, predicted and coded element by element; all is learned on the way. The
// walk is the same where decisions are written down, to be pushed last to first, and where they
// are popped.

import {
  codeWhich,
  forget,
  isAfterNone,
  isNoted,
  learnCandidates,
  noteOutlier,
} from './candidates';
import { codeElement } from './element';
import { weighExperts } from './experts';
import { bitsOfKey, isNumber, keyOfBits, numberOf } from './keys';
import { channelOf } from './lay';
import { learn } from './learn';
import { predict } from './predict';
import { differ } from './regress';
import { FIELDS, INTEGER, State } from './state';
import { walk } from './walk';

/** How many scales off an outlier is. */
const OUTLYING = 65536.0;

/** Bytes that a state needs from its offset on before it is laid out. */
export function realPredictionFields(): usize {
  return FIELDS;
}

/** Where the distances of regressors (u32) belong, those of means, which are not looked at, included. */
export function realPredictionDistances(at: usize): usize {
  return changetype<State>(at).distances;
}

/** Where the places of means belong, as offsets (i32) from that of the element. */
export function realPredictionMeans(at: usize): usize {
  return changetype<State>(at).meanOffsets;
}

/** Codes an element by its bits. */
function code(s: State, known: u64): u64 {
  s.own = channelOf(s);
  const at = (<usize>s.position) << 3;
  const back = (<usize>s.channels) << 3;
  s.before = at < back ? 0.0 : load<f64>(s.values + at - back);
  const given = keyOfBits(s, known);
  const which = codeWhich(s, given);
  let key = which == 1 ? s.candidate0 : which == 2 ? s.candidate1 : s.candidate2;
  let value = s.before;
  let isOutlier = false;
  if (which) keep(s);
  else {
    predict(s);
    key = codeElement(s, given);
    weighExperts(s);
    const number = numberOf(s, key);
    isOutlier = abs(number - s.before - s.final) > OUTLYING * s.scale && s.count > 64.0;
    const isFill = isOutlier && noteOutlier(s, key);
    if (isNumber(s, key) && !isFill) value = number;
    if (s.count >= <f64>s.channels && !isFill) learn(s, value - s.before);
  }
  store<u8>(s.which + <usize>s.position, <u8>which);
  if (which && which < 3 && isNumber(s, key)) value = numberOf(s, key);
  if (which && !(s.filled && key == s.fill) && isNoted(s, key)) value = forget(s);
  if (s.filled && key == s.fill) value = instead(s, which);
  if (s.count == 0.0 && s.type == INTEGER) {
    // What numbers are counted from, so that differences are exact.
    s.origin = key;
    value = 0.0;
  }
  store<f64>(s.values + at, value);
  store<u64>(s.keys + at, key);
  learnCandidates(s, key);
  if (s.series) differ(s, value);
  // An outlier does not count: the mean would not be rid of it for long.
  if (s.layer > 0) average(s, isOutlier ? s.before + s.final : value);
  walk(s);
  return bitsOfKey(s, key);
}

/** What a value that stands for none counts as: what was predicted, unless the one before was none either. */
function instead(s: State, which: u32): f64 {
  if (isAfterNone(s)) return valueAbove(s);
  if (which) predict(s);
  return s.before + s.final;
}

/** The value above, if there is one; of a series, that before. */
// @ts-ignore: decorator
@inline
function valueAbove(s: State): f64 {
  if (s.series || s.position < s.up) return s.before;
  return load<f64>(s.values + ((<usize>(s.position - s.up)) << 3));
}

/** Keeps of an element that was a candidate what those after it look at. */
// @ts-ignore: decorator
@inline
function keep(s: State): void {
  const at = <usize>s.position;
  const back = <usize>s.channels;
  const miss = at < back ? <f32>0.0 : load<f32>(s.misses + ((at - back) << 2));
  store<f32>(s.misses + (at << 2), miss);
}

/** Takes an element into the mean over layers. */
// @ts-ignore: decorator
@inline
function average(s: State, value: f64): void {
  const at = s.layerMeans + ((<usize>s.place) << 3);
  const rate = max(1.0 / (<f64>s.layers + 1.0), 0.01);
  const mean = load<f64>(at) + (value - load<f64>(at)) * rate;
  store<f64>(at, abs(mean) < Infinity ? mean : value);
}

// @ts-ignore: decorator
@inline
function isWide(s: State): bool {
  return s.top > 0xffffffff;
}

/** Writes down the decisions that n more elements (u32, or u64) take: see decide.ts. Returns the end. */
export function realPredictionNote(at: usize, symbols: usize, n: usize, notes: usize): usize {
  const s = changetype<State>(at);
  s.heads = 0;
  s.notes = notes;
  for (let i: usize = 0; i < n; i++) {
    if (isWide(s)) code(s, load<u64>(symbols + (i << 3)));
    else code(s, <u64>load<u32>(symbols + (i << 2)));
  }
  return s.notes;
}

/** Pops n more elements into `out` (u32, or u64). Returns the end of the tail. */
export function realPredictionPop(
  heads: usize,
  lanes: usize,
  tail: usize,
  at: usize,
  out: usize,
  n: usize,
): usize {
  const s = changetype<State>(at);
  s.heads = heads;
  s.lanes = lanes;
  s.tail = tail;
  for (let i: usize = 0; i < n; i++) {
    const bits = code(s, 0);
    if (isWide(s)) store<u64>(out + (i << 3), bits);
    else store<u32>(out + (i << 2), <u32>bits);
  }
  return s.tail;
}
