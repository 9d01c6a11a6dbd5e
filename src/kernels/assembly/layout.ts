// Matrices of singles laid out anew, four by four or in the panels that dense.ts reads.

/** out[c, r] = x[r, c]. Rows and columns are multiples of 4. */
export function transpose(x: usize, rows: usize, columns: usize, out: usize): void {
  const from = columns << 2;
  const to = rows << 2;
  for (let r: usize = 0; r < rows; r += 4) {
    let at = x + r * from;
    let into = out + (r << 2);
    for (let c: usize = 0; c < columns; c += 4) {
      const x0 = v128.load(at);
      const x1 = v128.load(at + from);
      const x2 = v128.load(at + 2 * from);
      const x3 = v128.load(at + 3 * from);
      const a = v128.shuffle<i32>(x0, x1, 0, 4, 1, 5);
      const b = v128.shuffle<i32>(x2, x3, 0, 4, 1, 5);
      const d = v128.shuffle<i32>(x0, x1, 2, 6, 3, 7);
      const e = v128.shuffle<i32>(x2, x3, 2, 6, 3, 7);
      v128.store(into, v128.shuffle<i64>(a, b, 0, 2));
      v128.store(into + to, v128.shuffle<i64>(a, b, 1, 3));
      v128.store(into + 2 * to, v128.shuffle<i64>(d, e, 0, 2));
      v128.store(into + 3 * to, v128.shuffle<i64>(d, e, 1, 3));
      at += 16;
      into += to << 2;
    }
  }
}

/** Panels of 8 columns of x [rows, 8 · panels], each rows × 8 in C order. */
export function panelsOf(x: usize, rows: usize, panels: usize, out: usize): void {
  const stride = panels << 5;
  for (let p: usize = 0; p < panels; p++) {
    let at = x + (p << 5);
    for (let r: usize = 0; r < rows; r++) {
      v128.store(out, v128.load(at));
      v128.store(out, v128.load(at, 16), 16);
      at += stride;
      out += 32;
    }
  }
}
