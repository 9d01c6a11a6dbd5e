// A dense layer: out[r, c] = bias[c] + Σ_k x[r, k] w[k, c], summed over k upwards, each product and
// each sum rounded to single precision. The order is the same for every element, so the result does
// not depend on the number of rows, on blocking or on the path taken.
//
// Weights come in panels of 8 columns, each panel inputs × 8 in C order, the last one padded with
// zeros, so that a panel streams through the cache. Rows of `out` are 8 × panels wide.

// @ts-ignore: decorator
@inline
const PANEL: usize = 8;

/**
 * @param x [rows, stride] f32, of which the first `inputs` of each row count
 * @param w panels, f32
 * @param bias [8 * panels] f32
 * @param out [rows, 8 * panels] f32
 * @param scratch inputs × 8 bytes, 16-aligned
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
  let r: usize = 0;
  while (r < rows) {
    const row = x + ((r * stride) << 2);
    const count = nonzeros(row, inputs, scratch);
    // Adding x w where x is 0 changes nothing: weights are finite and a sum that starts at +0 or
    // at a nonzero bias never becomes -0. So rows of images, or of rectified units, skip zeros and
    // give the same bits; below about three eighths of nonzeros that is the faster path (measured).
    if (count * 8 < inputs * 3 || r + 4 > rows) {
      sparseRow(scratch, count, w, bias, out + ((r * panels * PANEL) << 2), inputs, panels);
      r++;
    } else {
      denseRows(row, w, bias, out + ((r * panels * PANEL) << 2), stride, inputs, panels);
      r += 4;
    }
  }
}

/** Lists (offset of the weight row in a panel, value) of the nonzero inputs. Returns their number. */
function nonzeros(row: usize, inputs: usize, list: usize): usize {
  let count: usize = 0;
  for (let k: usize = 0; k < inputs; k++) {
    const value = load<f32>(row + (k << 2));
    store<u32>(list + (count << 3), <u32>(k << 5));
    store<f32>(list + (count << 3) + 4, value);
    count += <usize>(value != 0);
  }
  return count;
}

/** A bias without negative zeros. */
// @ts-ignore: decorator
@inline
function start(bias: usize): v128 {
  return f32x4.add(v128.load(bias), f32x4.splat(0));
}

/** One row over its nonzero inputs: four panels at a time, to hide the latency of the sums. */
function sparseRow(
  list: usize,
  count: usize,
  w: usize,
  bias: usize,
  out: usize,
  inputs: usize,
  panels: usize,
): void {
  const size = inputs << 5;
  const end = list + (count << 3);
  let p: usize = 0;
  for (; p + 4 <= panels; p += 4) {
    const w0 = w + p * size;
    const w1 = w0 + size;
    const w2 = w1 + size;
    const w3 = w2 + size;
    const b = bias + (p << 5);
    let a0 = start(b);
    let a1 = start(b + 16);
    let a2 = start(b + 32);
    let a3 = start(b + 48);
    let a4 = start(b + 64);
    let a5 = start(b + 80);
    let a6 = start(b + 96);
    let a7 = start(b + 112);
    for (let e = list; e < end; e += 8) {
      const at = <usize>load<u32>(e);
      const v = v128.load32_splat(e + 4);
      a0 = f32x4.add(a0, f32x4.mul(v, v128.load(w0 + at)));
      a1 = f32x4.add(a1, f32x4.mul(v, v128.load(w0 + at, 16)));
      a2 = f32x4.add(a2, f32x4.mul(v, v128.load(w1 + at)));
      a3 = f32x4.add(a3, f32x4.mul(v, v128.load(w1 + at, 16)));
      a4 = f32x4.add(a4, f32x4.mul(v, v128.load(w2 + at)));
      a5 = f32x4.add(a5, f32x4.mul(v, v128.load(w2 + at, 16)));
      a6 = f32x4.add(a6, f32x4.mul(v, v128.load(w3 + at)));
      a7 = f32x4.add(a7, f32x4.mul(v, v128.load(w3 + at, 16)));
    }
    const o = out + (p << 5);
    v128.store(o, a0);
    v128.store(o, a1, 16);
    v128.store(o, a2, 32);
    v128.store(o, a3, 48);
    v128.store(o, a4, 64);
    v128.store(o, a5, 80);
    v128.store(o, a6, 96);
    v128.store(o, a7, 112);
  }
  for (; p < panels; p++) {
    const w0 = w + p * size;
    let a0 = start(bias + (p << 5));
    let a1 = start(bias + (p << 5) + 16);
    for (let e = list; e < end; e += 8) {
      const at = <usize>load<u32>(e);
      const v = v128.load32_splat(e + 4);
      a0 = f32x4.add(a0, f32x4.mul(v, v128.load(w0 + at)));
      a1 = f32x4.add(a1, f32x4.mul(v, v128.load(w0 + at, 16)));
    }
    v128.store(out + (p << 5), a0);
    v128.store(out + (p << 5), a1, 16);
  }
}

/** Four rows over all inputs, a panel at a time. */
function denseRows(
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
