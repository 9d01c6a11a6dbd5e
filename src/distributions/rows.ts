/**
 * Rows with one number more where the width is odd: kernels take components in pairs, and one whose
 * logit is -∞ changes nothing.
 */
export function padRows(
  values: Float64Array,
  { width, padding }: { readonly width: number; readonly padding: number },
): Float64Array {
  if (width % 2 === 0) return values;
  const rows = values.length / width;
  const out = new Float64Array(rows * (width + 1)).fill(padding);
  for (let row = 0; row < rows; row++) {
    out.set(values.subarray(row * width, (row + 1) * width), row * (width + 1));
  }
  return out;
}

/** How many rows of `width` values are: one for all `size` elements, or one for each. */
export function rowsOf(values: { readonly length: number }, width: number, size: number): number {
  return values.length === width ? 1 : size;
}

/** The sum of each row. */
export function rowSums(values: Float64Array, width: number): Float64Array {
  const out = new Float64Array(values.length / width);
  values.forEach((value, i) => {
    const row = Math.floor(i / width);
    out[row] = (out[row] as number) + value;
  });
  return out;
}
