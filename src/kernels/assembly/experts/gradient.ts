// The fastest way to code images: one predictor from left and above, and adaptive odds of the bits of
// its error by how large the errors around are. Pixel after pixel; the first channel is green where
// there are three or more, and the others are predicted with its error's help.

import { Notes, Pops } from '../decisions';
import { worked } from '../worked';

/** Contexts of a channel. */
const ENERGIES: i32 = 40;
/** Bytes of the odds of a byte: twice a u16, one fast and one slow, of each node. */
const BYTE: usize = 1024;

// @ts-ignore: decorator
@unmanaged
class Gradient {
  width: i32;
  height: i32;
  channels: i32;
  /** Bits of a value: 8 or 16. */
  depth: i32;
  /** Sizes of the errors of the row above and of this row so far, by channel. */
  misses: usize;
  /** Odds by channel, energy, byte and node. Of two bytes the lower has three sets. */
  odds: usize;
  decisions: usize;
}

/** Bytes that a state needs from its offset on before it is laid out. */
export function gradientFields(): usize {
  return offsetof<Gradient>();
}

/** Lays the state out from `at`. Returns its end. */
export function gradientLay(at: usize, width: i32, height: i32, channels: i32, depth: i32): usize {
  if (offsetof<Gradient>() > 64) ERROR('the fields reach into the decisions');
  const g = changetype<Gradient>(at);
  g.width = width;
  g.height = height;
  g.channels = channels;
  g.depth = depth;
  g.decisions = at + 64;
  g.misses = at + 128;
  g.odds = g.misses + <usize>(4 * channels * (width + 2));
  return g.odds + <usize>(channels * ENERGIES) * oddsBytes(depth);
}

/** Bytes of the odds of one channel at one energy. */
// @ts-ignore: decorator
@inline
function oddsBytes(depth: i32): usize {
  return depth > 8 ? 4 * BYTE : BYTE;
}

/** Makes zeroed memory a fresh state. */
export function gradientStart(at: usize): void {
  const g = changetype<Gradient>(at);
  const bytes = <usize>(g.channels * ENERGIES) * oddsBytes(g.depth);
  for (let i: usize = 0; i < bytes; i += 2) store<u16>(g.odds + i, 0x8000);
}

/** Codes an error, which is small where it is near half of all values. */
// @ts-ignore: decorator
@inline
function codeError<D>(decisions: D, odds: usize, depth: i32): u32 {
  const first = codeByte<D>(decisions, odds);
  if (depth == 8) return first;
  // What is just above and just below has a shape; all else is flat.
  const set: usize = first == 128 ? 1 : first == 127 ? 2 : 3;
  return (first << 8) | codeByte<D>(decisions, odds + set * BYTE);
}

/** Codes eight bits. */
// @ts-ignore: decorator
@inline
function codeByte<D>(decisions: D, odds: usize): u32 {
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
  const depth = g.depth;
  const middle = 1 << (depth - 1);
  const most = 2 * middle - 1;
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
        let p = middle;
        if (!top || x > 0) {
          const w = <i32>load<u32>(left + offset);
          const n = <i32>load<u32>(up + offset);
          const nw = <i32>load<u32>(corner + offset);
          p = median(w, n, nw);
          if (k > 0) p = min(most, max(0, ((w + n) >> 1) + moved));
          if (k == 0 || channels < 3) moved = -((w + n) >> 1);
        }
        const miss = g.misses + <usize>((x * channels + k) << 2);
        const energy = load<i32>(miss) + load<i32>(miss + pixel) + load<i32>(miss + 2 * pixel);
        const level =
          energy < 8
            ? energy
            : min(
                ENERGIES - 1,
                8 + (31 - clz(energy) - 3) * 2 + ((energy >> (30 - clz(energy))) & 1),
              );
        const odds = g.odds + <usize>(k * ENERGIES + level) * oddsBytes(depth);
        decisions.begin((load<u32>(at + offset) - p + middle) & most, depth);
        const value = (<i32>codeError<D>(decisions, odds, depth) + p - middle) & most;
        store<u32>(at + offset, value);
        if (k == 0) moved += value;
        store<i32>(miss + pixel, abs(value - p));
      }
    }
    worked(width * channels);
  }
}

/** Notes the decisions of images: one a bit (u16). */
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
