// A dense layer: out[r, c] = bias[c] + Σ_k x[r, k] w[k, c], summed over k upwards, each product and
// each sum rounded to single precision. The order is the same for every element, so the result does
// not depend on the number of rows, on blocking or on the path taken.
//
// Weights come in panels of 8 columns, each panel inputs × 8 in C order, the last one padded with
// zeros, so that a panel streams through the cache. Rows of `out` are 8 × panels wide.

// @ts-ignore: decorator
@inline
const PANEL: usize = 8;

// Rows go in blocks, and of a block two panels at a time: these stay in the first-level cache, and the
// lists of the block's rows in the second.
// @ts-ignore: decorator
@inline
const BLOCK: usize = 32;

/**
 * @param x [rows, stride] f32, of which the first `inputs` of each row count
 * @param w panels, f32
 * @param bias [8 * panels] f32
 * @param out [rows, 8 * panels] f32
 * @param scratch 32 × (inputs + 1) × 8 bytes, 16-aligned
 */
export function dense(
  x: usize,
  w: usize,
  bias: usize,
  out: usize,
  rows: usize,
  stride: usize,
  inputs: usize,
  panels: usize,
  scratch: usize,
): void {
  const listSize = (inputs + 1) << 3;
  for (let r: usize = 0; r < rows; r += BLOCK) {
    const n = min(BLOCK, rows - r);
    const from = x + ((r * stride) << 2);
    const to = out + ((r * panels * PANEL) << 2);
    let all: usize = 0;
    for (let i: usize = 0; i < n; i++) {
      const list = scratch + i * listSize;
      const count = nonzeros(from + ((i * stride) << 2), inputs, list + 8);
      store<u32>(list, <u32>(count << 3));
      all += count;
    }
    // Adding x w where x is 0 changes nothing: weights are finite and a sum that starts at +0 or
    // at a nonzero bias never becomes -0. So rows of images, or of rectified units, skip zeros and
    // give the same bits; below about seven eighths of nonzeros that is the faster path (measured).
    const whole: usize = all * 8 < n * inputs * 7 ? 0 : n & ~3;
    for (let i: usize = 0; i < whole; i += 4) {
      const o = to + ((i * panels * PANEL) << 2);
      fourRows(from + ((i * stride) << 2), w, bias, o, stride, inputs, panels);
    }
    const lists = scratch + whole * listSize;
    listedRows(lists, w, bias, to + ((whole * panels * PANEL) << 2), n - whole, inputs, panels);
  }
}

/** Lists (offset of the weight row in a panel, value) of the nonzero inputs. Returns their number. */
function nonzeros(row: usize, inputs: usize, list: usize): usize {
  let to = list;
  let k: usize = 0;
  for (; k + 4 <= inputs; k += 4) {
    const at = row + (k << 2);
    const mask = i32x4.bitmask(f32x4.ne(v128.load(at), f32x4.splat(0)));
    if (mask == 0) continue;
    // What is 0 is written over.
    const offset = <u64>(k << 5);
    store<u64>(to, offset | ((<u64>load<u32>(at)) << 32));
    to += <usize>((mask << 3) & 8);
    store<u64>(to, (offset + 32) | ((<u64>load<u32>(at, 4)) << 32));
    to += <usize>((mask << 2) & 8);
    store<u64>(to, (offset + 64) | ((<u64>load<u32>(at, 8)) << 32));
    to += <usize>((mask << 1) & 8);
    store<u64>(to, (offset + 96) | ((<u64>load<u32>(at, 12)) << 32));
    to += <usize>(mask & 8);
  }
  for (; k < inputs; k++) {
    const value = load<f32>(row + (k << 2));
    store<u32>(to, <u32>(k << 5));
    store<f32>(to, value, 4);
    to += (<usize>(value != 0)) << 3;
  }
  return (to - list) >> 3;
}

/** A bias without negative zeros. */
// @ts-ignore: decorator
@inline
function start(bias: usize): v128 {
  return f32x4.add(v128.load(bias), f32x4.splat(0));
}

/** Rows over their nonzero inputs, each of which stands in a list behind its length in bytes. */
function listedRows(
  lists: usize,
  w: usize,
  bias: usize,
  out: usize,
  rows: usize,
  inputs: usize,
  panels: usize,
): void {
  const size = inputs << 5;
  let p: usize = 0;
  for (; p + 2 <= panels; p += 2) {
    const w0 = w + p * size;
    const w1 = w0 + size;
    const b = bias + (p << 5);
    for (let i: usize = 0; i < rows; i++) {
      let e = lists + ((i * (inputs + 1)) << 3);
      const end = e + 8 + <usize>load<u32>(e);
      e += 8;
      let a0 = start(b);
      let a1 = start(b + 16);
      let a2 = start(b + 32);
      let a3 = start(b + 48);
      for (; e + 16 <= end; e += 16) {
        const at0 = <usize>load<u32>(e, 0);
        const v0 = v128.load32_splat(e, 4);
        a0 = f32x4.add(a0, f32x4.mul(v0, v128.load(w0 + at0)));
        a1 = f32x4.add(a1, f32x4.mul(v0, v128.load(w0 + at0, 16)));
        a2 = f32x4.add(a2, f32x4.mul(v0, v128.load(w1 + at0)));
        a3 = f32x4.add(a3, f32x4.mul(v0, v128.load(w1 + at0, 16)));
        const at8 = <usize>load<u32>(e, 8);
        const v8 = v128.load32_splat(e, 12);
        a0 = f32x4.add(a0, f32x4.mul(v8, v128.load(w0 + at8)));
        a1 = f32x4.add(a1, f32x4.mul(v8, v128.load(w0 + at8, 16)));
        a2 = f32x4.add(a2, f32x4.mul(v8, v128.load(w1 + at8)));
        a3 = f32x4.add(a3, f32x4.mul(v8, v128.load(w1 + at8, 16)));
      }
      if (e < end) {
        const at0 = <usize>load<u32>(e, 0);
        const v0 = v128.load32_splat(e, 4);
        a0 = f32x4.add(a0, f32x4.mul(v0, v128.load(w0 + at0)));
        a1 = f32x4.add(a1, f32x4.mul(v0, v128.load(w0 + at0, 16)));
        a2 = f32x4.add(a2, f32x4.mul(v0, v128.load(w1 + at0)));
        a3 = f32x4.add(a3, f32x4.mul(v0, v128.load(w1 + at0, 16)));
      }
      const o = out + ((i * panels + p) << 5);
      v128.store(o, a0);
      v128.store(o, a1, 16);
      v128.store(o, a2, 32);
      v128.store(o, a3, 48);
    }
  }
  if (p == panels) return;
  const w0 = w + p * size;
  const b = bias + (p << 5);
  for (let i: usize = 0; i < rows; i++) {
    let e = lists + ((i * (inputs + 1)) << 3);
    const end = e + 8 + <usize>load<u32>(e);
    let a0 = start(b);
    let a1 = start(b + 16);
    for (e += 8; e < end; e += 8) {
      const at0 = <usize>load<u32>(e, 0);
      const v0 = v128.load32_splat(e, 4);
      a0 = f32x4.add(a0, f32x4.mul(v0, v128.load(w0 + at0)));
      a1 = f32x4.add(a1, f32x4.mul(v0, v128.load(w0 + at0, 16)));
    }
    const o = out + ((i * panels + p) << 5);
    v128.store(o, a0);
    v128.store(o, a1, 16);
  }
}

/** Four rows over all inputs, a panel at a time. */
function fourRows(
  x: usize,
  w: usize,
  bias: usize,
  out: usize,
  stride: usize,
  inputs: usize,
  panels: usize,
): void {
  const end = inputs << 2;
  const outStride = panels << 5;
  const x1 = x + (stride << 2);
  const x2 = x1 + (stride << 2);
  const x3 = x2 + (stride << 2);
  for (let p: usize = 0; p < panels; p++) {
    const b0 = start(bias + (p << 5));
    const b1 = start(bias + (p << 5) + 16);
    let a0 = b0;
    let a1 = b1;
    let a2 = b0;
    let a3 = b1;
    let a4 = b0;
    let a5 = b1;
    let a6 = b0;
    let a7 = b1;
    let at = w + ((p * inputs) << 5);
    for (let k: usize = 0; k < end; k += 4, at += 32) {
      const c0 = v128.load(at);
      const c1 = v128.load(at, 16);
      const v0 = v128.load32_splat(x + k);
      a0 = f32x4.add(a0, f32x4.mul(v0, c0));
      a1 = f32x4.add(a1, f32x4.mul(v0, c1));
      const v1 = v128.load32_splat(x1 + k);
      a2 = f32x4.add(a2, f32x4.mul(v1, c0));
      a3 = f32x4.add(a3, f32x4.mul(v1, c1));
      const v2 = v128.load32_splat(x2 + k);
      a4 = f32x4.add(a4, f32x4.mul(v2, c0));
      a5 = f32x4.add(a5, f32x4.mul(v2, c1));
      const v3 = v128.load32_splat(x3 + k);
      a6 = f32x4.add(a6, f32x4.mul(v3, c0));
      a7 = f32x4.add(a7, f32x4.mul(v3, c1));
    }
    let o = out + (p << 5);
    v128.store(o, a0);
    v128.store(o, a1, 16);
    o += outStride;
    v128.store(o, a2);
    v128.store(o, a3, 16);
    o += outStride;
    v128.store(o, a4);
    v128.store(o, a5, 16);
    o += outStride;
    v128.store(o, a6);
    v128.store(o, a7, 16);
  }
}
