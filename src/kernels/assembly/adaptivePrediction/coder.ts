// Integer arrays of any rank, predicted and coded element by element; all is learned on the way. The
// walk is the same where decisions are written down, to be pushed last to first, and where they
// are popped.

import { pushNotes } from '../decisions';
import { countValue } from './counts';
import { PRECISION } from './decide';
import { codeElement } from './element';
import { join } from './lattice';
import { weighExperts } from './logistics';
import { learn, predict } from './predict';
import { FIELDS, State } from './state';
import { walk } from './walk';

/** Bytes that a state needs from its offset on before it is laid out. */
export function adaptivePredictionFields(): usize {
  return FIELDS;
}

/** Where the distances of neighbours (u32) belong. */
export function adaptivePredictionNeighbours(at: usize): usize {
  return changetype<State>(at).distances;
}

// @ts-ignore: decorator
@inline
function code(s: State, known: u32): u32 {
  predict(s);
  const value = codeElement(s, <f64>known);
  weighExperts(s, s.distance);
  learn(s, value);
  countValue(s, <u32>value);
  join(s, value);
  walk(s);
  return <u32>value;
}

/** Writes down the decisions that n more elements (u32) take: (frequency of 0) * 2 + decision (u32). Returns the end. */
export function adaptivePredictionNote(at: usize, symbols: usize, n: usize, notes: usize): usize {
  const s = changetype<State>(at);
  s.heads = 0;
  s.notes = notes;
  for (let i: usize = 0; i < n << 2; i += 4) code(s, load<u32>(symbols + i));
  return s.notes;
}

/** Pushes n decisions that were written down, of which the first one belongs to a lane. Returns the end of the tail. */
export function adaptivePredictionPush(
  heads: usize,
  lanes: usize,
  lane: usize,
  tail: usize,
  notes: usize,
  n: usize,
): usize {
  return pushNotes<u32>(heads, lanes, lane, tail, notes, n, PRECISION);
}

/** Pops n more elements into `out` (u32). Returns the end of the tail. */
export function adaptivePredictionPop(
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
  for (let i: usize = 0; i < n << 2; i += 4) store<u32>(out + i, code(s, 0));
  return s.tail;
}
