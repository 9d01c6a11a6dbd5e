// From one element to the next. A row has a frame on either side, so that its first and last elements
// have neighbours too: before it what is above its first elements, after it its last elements.

import { State } from './state';

/** Goes on to the next element. */
export function walk(s: State): void {
  const channels = s.channels;
  s.position++;
  s.channel = s.channel + 1 == channels ? 0 : s.channel + 1;
  s.column++;
  if (s.column < s.row || s.frame == 0) return;
  s.column = 0;
  for (let i: u32 = 0; i < s.frame; i++) copy(s, s.position - channels);
  const first = s.position + s.frame - (s.row + 2 * s.frame);
  for (let i: u32 = 0; i < s.frame; i++) copy(s, first + (i % channels));
}

/** Puts a copy of an element in front of the walk. */
// @ts-ignore: decorator
@inline
function copy(s: State, from: u32): void {
  store<f64>(s.values + ((<usize>s.position) << 3), load<f64>(s.values + ((<usize>from) << 3)));
  store<f32>(s.misses + ((<usize>s.position) << 2), load<f32>(s.misses + ((<usize>from) << 2)));
  s.position++;
}
