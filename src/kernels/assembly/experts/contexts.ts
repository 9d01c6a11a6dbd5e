// Keys of exact values under which bits are counted.

import { Experts } from './state';

// @ts-ignore: decorator
@inline
function v(e: Experts, at: usize, x: i32, y: i32): i32 {
  return <i32>load<f32>(at + ((y * e.stride + x) << 2));
}

// @ts-ignore: decorator
@inline
function key(a: i32, b: i32 = 0, c: i32 = 0, d: i32 = 0): u32 {
  let h: u32 = <u32>a * 0x9e3779b1 + 0x7f4a7c15;
  h = (rotl<u32>(h, 13) ^ <u32>b) * 0x85ebca6b;
  h = (rotl<u32>(h, 15) ^ <u32>c) * 0xc2b2ae35;
  h = (rotl<u32>(h, 17) ^ <u32>d) * 0x27d4eb2f;
  return h ^ (h >> 15);
}

// @ts-ignore: decorator
@inline
function put(e: Experts, k: i32, hash: u32): i32 {
  store<u32>(e.keys + (k << 2), (hash ^ <u32>(k * 4 + e.plane)) * 0x9e3779b1);
  return k + 1;
}

/** Makes the keys of the value in hand. */
export function contexts(e: Experts): void {
  const at = e.at;
  const w = v(e, at, -1, 0),
    n = v(e, at, 0, -1),
    nw = v(e, at, -1, -1),
    ne = v(e, at, 1, -1);
  const ww = v(e, at, -2, 0),
    nn = v(e, at, 0, -2),
    nne = v(e, at, 1, -2);
  const p = <i32>(e.prediction + <f32>0.5);
  const p2 = <i32>(e.prediction * 2),
    p4 = <i32>(e.prediction * 4);
  const level = e.level;
  const parity = (e.x & 1) | ((e.y & 1) << 1);
  const m1 = <i32>(load<f32>(e.means + 4) * 2),
    m4 = <i32>(load<f32>(e.means + 8) * 2),
    m5 = <i32>(load<f32>(e.means + 20) * 2);
  let k = 0;
  if (e.plane == 0) {
    k = put(e, k, key(w, n));
    k = put(e, k, key(w, n, nw));
    k = put(e, k, key(p, w - n));
    k = put(e, k, key(p, level));
    k = put(e, k, key(p2, parity));
    k = put(e, k, key(p4));
    k = put(e, k, key(w, p));
    k = put(e, k, key(n, p));
    k = put(e, k, key(n, ne, 1));
    k = put(e, k, key(w, ww, 2));
    k = put(e, k, key(n, nn, 3));
    k = put(e, k, key(w + n - nw, level));
    k = put(e, k, key(m1, m4));
    k = put(e, k, key(m5, p));
    k = put(e, k, key(w, n, nw, ne));
    k = put(e, k, key((w + n) >> 1, (nw + ne) >> 1));
    k = put(e, k, key(w + ne - n, p));
    k = put(e, k, key(n + n - nn, p));
    k = put(e, k, key(w + w - ww, p));
    k = put(e, k, key(0));
    k = put(e, k, key(n + ne - nne, p2));
    k = put(e, k, key(m1, w));
    k = put(e, k, key(w, nw, ww, p));
    k = put(e, k, key(p, e.surprise));
    return;
  }
  const a0 = at - e.planeBytes * e.plane;
  const g = v(e, a0, 0, 0),
    gw = v(e, a0, -1, 0),
    gn = v(e, a0, 0, -1),
    ge = v(e, a0, 1, 0),
    gs = v(e, a0, 0, 1),
    gnw = v(e, a0, -1, -1);
  if (e.plane == 1) {
    k = put(e, k, key(g, p));
    k = put(e, k, key(g, w));
    k = put(e, k, key(g, gw, w));
    k = put(e, k, key(g, gn, n));
    k = put(e, k, key(g, w - gw, n - gn));
    k = put(e, k, key(g, p2, parity));
    k = put(e, k, key(g, gw, gn, w * 256 + n));
    k = put(e, k, key(g, m1));
    k = put(e, k, key(g, m4));
    k = put(e, k, key(g, m5, 5));
    k = put(e, k, key(g));
    k = put(e, k, key(p, level));
    k = put(e, k, key(p2, parity, 7));
    k = put(e, k, key(p4));
    k = put(e, k, key(w, n, p));
    k = put(e, k, key(w + g - gw, p));
    k = put(e, k, key(n + g - gn, p));
    k = put(e, k, key(g, gw, ge, p));
    k = put(e, k, key(g, gn, gs, p));
    k = put(e, k, key(w, n, nw));
    k = put(e, k, key(g, nw - gnw, p));
    k = put(e, k, key(0));
    k = put(e, k, key(g, level, p >> 1));
    k = put(e, k, key(p2, e.surprise));
    return;
  }
  const a1 = at - e.planeBytes * (e.plane - 1);
  const r = v(e, a1, 0, 0),
    rw = v(e, a1, -1, 0),
    rn = v(e, a1, 0, -1),
    re = v(e, a1, 1, 0);
  k = put(e, k, key(g, r));
  k = put(e, k, key(g, r, p));
  k = put(e, k, key(g, r, p >> 2, 1));
  k = put(e, k, key(g, r, w));
  k = put(e, k, key(g, r, n, 1));
  k = put(e, k, key(r - g, p));
  k = put(e, k, key(g, p, 2));
  k = put(e, k, key(r, p, 3));
  k = put(e, k, key(g, r, p2, parity));
  k = put(e, k, key(r - rw, g - gw, w));
  k = put(e, k, key(r - rn, g - gn, n));
  k = put(e, k, key(r - rw, g - gw, w, p));
  k = put(e, k, key(r - rn, g - gn, n, p));
  k = put(e, k, key(g, r, m1, 4));
  k = put(e, k, key(g, r, m4, 5));
  k = put(e, k, key(g, r, m5, 6));
  k = put(e, k, key(p, level));
  k = put(e, k, key(p2, parity, 7));
  k = put(e, k, key(p4));
  k = put(e, k, key(w, n, p));
  k = put(e, k, key(g, r, gw, rw * 256 + w));
  k = put(e, k, key(0));
  k = put(e, k, key(g, r, re - ge, p));
  k = put(e, k, key(r, w, n));
}

/**
 * The line of 16 counters (u32) of each context for four bits of a value, after those of `node`. A line
 * begins with a check of its key; of two places the less used one is given away.
 */
export function findLines(e: Experts, node: u32): void {
  const bits = e.lineBits;
  const end = e.contexts << 2;
  let table = e.tables;
  // All of them are asked for before any is looked at: to wait for memory once, not for each.
  let touched: u32 = 0;
  for (let k = 0; k < end; k += 4) {
    let h = (load<u32>(e.keys + k) + node * 0x3c6ef372) * 0x85ebca6b;
    h ^= h >> 16;
    h *= 0x9e3779b1;
    const line = table + ((<usize>(h >> (32 - bits))) << 6);
    store<u32>(e.lines + k, <u32>line);
    store<u32>(e.checks + k, (h & 0xffff) | 0x10000);
    touched |= load<u32>(line) | load<u32>(line ^ 64);
    table += (<usize>64) << bits;
  }
  e.touched = touched;
  for (let k = 0; k < end; k += 4) {
    const check = load<u32>(e.checks + k);
    let line = <usize>load<u32>(e.lines + k);
    if (load<u32>(line) == check) continue;
    // Tables are aligned to pairs of lines.
    const other = line ^ 64;
    if (load<u32>(other) == check) line = other;
    else {
      if ((load<u32>(other, 4) & 1023) < (load<u32>(line, 4) & 1023)) line = other;
      const fresh = i32x4.splat(0x80000000);
      v128.store(line, i32x4.replace_lane(fresh, 0, check));
      v128.store(line, fresh, 16);
      v128.store(line, fresh, 32);
      v128.store(line, fresh, 48);
    }
    store<u32>(e.lines + k, <u32>line);
  }
}
