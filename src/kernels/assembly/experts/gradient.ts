// The fastest way to code images: one predictor from left and above, and adaptive odds of the bits of
// its error by how large the errors around are. Pixel after pixel; the first channel is green where
// there are three or more, and the others are predicted with its error's help.

import { Notes, Pops } from './decisions';

/** Contexts of a channel. */
const ENERGIES: i32 = 24;

// @ts-ignore: decorator
@unmanaged
class Gradient {
  width: i32;
  height: i32;
  channels: i32;
  /** Sizes of the errors of the row above and of this row so far, by channel. */
  misses: usize;
  /** Odds by channel, energy and node: twice a u16, one fast and one slow. */
  odds: usize;
  decisions: usize;
}

/** Lays the state out from `at`. Returns its end. */
export function gradientLay(at: usize, width: i32, height: i32, channels: i32): usize {
  const g = changetype<Gradient>(at);
  g.width = width;
  g.height = height;
  g.channels = channels;
  g.decisions = at + 64;
  g.misses = at + 128;
  g.odds = g.misses + <usize>(4 * channels * (width + 2));
  return g.odds + <usize>(channels * ENERGIES * 1024);
}

/** Makes zeroed memory a fresh state. */
export function gradientStart(at: usize): void {
  const g = changetype<Gradient>(at);
  for (let i = 0; i < g.channels * ENERGIES * 512; i++) store<u16>(g.odds + (i << 1), 0x8000);
}

/** Codes the eight bits of an error, modulo 256. */
// @ts-ignore: decorator
@inline
function codeError<D>(decisions: D, odds: usize): u32 {
  let node: u32 = 1;
  for (let i = 0; i < 8; i++) {
    const at = odds + <usize>(node << 2);
    const quick = <u32>load<u16>(at);
    const slow = <u32>load<u16>(at, 2);
    // Of 0, out of 2^15; both are in (0, 2^16).
    const bit = decisions.bit(min<u32>(32767, max<u32>(1, (quick + slow) >> 2)));
    const goal: u32 = bit ? 0 : 65535;
    store<u16>(at, <u16>(quick + (<i32>(goal - quick) >> 4)));
    store<u16>(at, <u16>(slow + (<i32>(goal - slow) >> 7)), 2);
    node = node * 2 + bit;
  }
  return node & 255;
}

/** The median of left, above, and left + above - the one between. */
// @ts-ignore: decorator
@inline
function median(w: i32, n: i32, nw: i32): i32 {
  return max(min(w, n), min(max(w, n), w + n - nw));
}

// @ts-ignore: decorator
@inline
function walk<D>(g: Gradient, decisions: D, symbols: usize, items: i32): void {
  const width = g.width;
  const channels = g.channels;
  const pixel = <usize>(channels << 2);
  const row = pixel * width;
  for (let y = 0; y < items * g.height; y++) {
    const top = y % g.height == 0;
    memory.fill(g.misses, 0, top ? pixel * (width + 2) : pixel);
    for (let x = 0; x < width; x++) {
      const at = symbols + <usize>(y * width + x) * pixel;
      // Outside the image is seen what is nearest.
      const up = top ? (x == 0 ? at : at - pixel) : at - row;
      const left = x == 0 ? up : at - pixel;
      const corner = top ? left : x == 0 ? up : up - pixel;
      let moved = 0;
      for (let k = 0; k < channels; k++) {
        const offset = <usize>((channels >= 3 && k < 2 ? 1 - k : k) << 2);
        let p = 128;
        if (!top || x > 0) {
          const w = <i32>load<u32>(left + offset);
          const n = <i32>load<u32>(up + offset);
          const nw = <i32>load<u32>(corner + offset);
          p = median(w, n, nw);
          if (k > 0) p = min(255, max(0, ((w + n) >> 1) + moved));
          if (k == 0 || channels < 3) moved = -((w + n) >> 1);
        }
        const miss = g.misses + <usize>((x * channels + k) << 2);
        const energy = load<i32>(miss) + load<i32>(miss + pixel) + load<i32>(miss + 2 * pixel);
        const level = energy < 8 ? energy : min(ENERGIES - 1, 8 + ((31 - clz(energy)) - 3) * 2 + ((energy >> (30 - clz(energy))) & 1));
        const odds = g.odds + <usize>((k * ENERGIES + level) << 10);
        decisions.begin((load<u32>(at + offset) - p + 128) & 255, 8);
        const value = (<i32>codeError<D>(decisions, odds) + p - 128) & 255;
        store<u32>(at + offset, value);
        if (k == 0) moved += value;
        store<i32>(miss + pixel, abs(value - p));
      }
    }
  }
}

/** Notes the decisions of images: eight a value (u16). */
export function gradientNote(at: usize, symbols: usize, items: i32, out: usize): void {
  const g = changetype<Gradient>(at);
  const notes = changetype<Notes>(g.decisions);
  notes.out = out;
  walk<Notes>(g, notes, symbols, items);
}

/** Pops images. Returns the end of the tail. */
export function gradientPop(
  heads: usize,
  lanes: usize,
  tail: usize,
  at: usize,
  symbols: usize,
  items: i32,
): usize {
  const g = changetype<Gradient>(at);
  const pops = changetype<Pops>(g.decisions);
  pops.open(heads, lanes, tail);
  walk<Pops>(g, pops, symbols, items);
  return pops.tail;
}
