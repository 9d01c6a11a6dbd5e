// From one element to the next. A row has a frame on either side, so that its first and last elements
// have neighbours too: before it what is above its first elements, after it its last elements.

import { State } from './state';

/** Goes on to the next element. */
export function walk(s: State): void {
  const channels = s.channels;
  s.count += 1.0;
  pass(s);
  s.channel = s.channel + 1 == channels ? 0 : s.channel + 1;
  s.column++;
  if (s.column < s.row || s.frame == 0) return;
  s.column = 0;
  s.line++;
  for (let i: u32 = 0; i < s.frame; i++) copy(s, s.position - channels, s.place - channels);
  if (s.layer > 0 && s.place == s.layer) {
    s.place = 0;
    s.line = 0;
    s.layers++;
  }
  const back = s.frame - s.up;
  for (let i: u32 = 0; i < s.frame; i++) {
    copy(s, s.position - i + back + (i % channels), s.place - i + s.frame);
  }
}

// @ts-ignore: decorator
@inline
function pass(s: State): void {
  s.position++;
  if (s.layer > 0) s.place++;
}

/** Puts a copy of an element in front of the walk, and of its mean over layers. */
// @ts-ignore: decorator
@inline
function copy(s: State, from: u32, fromPlace: u32): void {
  const to = <usize>s.position;
  store<f64>(s.values + (to << 3), load<f64>(s.values + ((<usize>from) << 3)));
  store<u64>(s.keys + (to << 3), load<u64>(s.keys + ((<usize>from) << 3)));
  store<f32>(s.misses + (to << 2), load<f32>(s.misses + ((<usize>from) << 2)));
  store<u8>(s.which + to, load<u8>(s.which + <usize>from));
  if (s.layer > 0 && s.place < s.layer && fromPlace < s.layer) {
    const place = <usize>s.place;
    const other = <usize>fromPlace;
    store<f64>(s.layerMeans + (place << 3), load<f64>(s.layerMeans + (other << 3)));
    store<f32>(s.layerMisses + (place << 2), load<f32>(s.layerMisses + (other << 2)));
  }
  pass(s);
}
