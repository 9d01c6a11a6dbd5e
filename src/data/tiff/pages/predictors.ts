import { type Page, sampleBytes, together } from './layout.js';

/** Changes rows, in place. */
export function eachRow(
  bytes: Uint8Array,
  row: number,
  change: (row: Uint8Array) => void,
): Uint8Array {
  for (let at = 0; at < bytes.length; at += row) change(bytes.subarray(at, at + row));
  return bytes;
}

/** With the bytes of each sample turned round, in place. */
export function swapped(bytes: Uint8Array, sample: number): Uint8Array {
  return sample === 1 ? bytes : eachRow(bytes, sample, (one) => one.reverse());
}

/** Differences from the left to little-endian samples. */
export function addLeft(row: Uint8Array, page: Page): void {
  const sample = sampleBytes(page);
  const step = together(page) * sample;
  for (let at = step; at < row.length; at += sample) {
    let carry = 0;
    for (let k = at; k < at + sample; k++) {
      carry += (row[k] as number) + (row[k - step] as number);
      row[k] = carry;
      carry >>= 8;
    }
  }
}

/** The inverse of {@link addLeft}. */
export function subtractLeft(row: Uint8Array, page: Page): void {
  const sample = sampleBytes(page);
  const step = together(page) * sample;
  for (let at = row.length - sample; at >= step; at -= sample) {
    let borrow = 0;
    for (let k = at; k < at + sample; k++) {
      borrow += (row[k] as number) - (row[k - step] as number);
      row[k] = borrow;
      borrow >>= 8;
    }
  }
}

/** Floats whose highest bytes come first, then all the next, as differences from the left (TIFF, Technote 3). */
export function joinFloats(row: Uint8Array, page: Page): void {
  const sample = sampleBytes(page);
  const [step, count] = [together(page), row.length / sample];
  for (let i = step; i < row.length; i++) row[i] = (row[i] as number) + (row[i - step] as number);
  const bytes = row.slice();
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < sample; k++) {
      row[i * sample + sample - 1 - k] = bytes[k * count + i] as number;
    }
  }
}

/** The inverse of {@link joinFloats}. */
export function splitFloats(row: Uint8Array, page: Page): void {
  const sample = sampleBytes(page);
  const [step, count] = [together(page), row.length / sample];
  const bytes = row.slice();
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < sample; k++) {
      row[k * count + i] = bytes[i * sample + sample - 1 - k] as number;
    }
  }
  for (let i = row.length - 1; i >= step; i--)
    row[i] = (row[i] as number) - (row[i - step] as number);
}
