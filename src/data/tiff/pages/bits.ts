import { type Page, rowBytes, sampleBytes, together } from './layout.js';

/** Samples of some bits each, the highest bit first, to one or two bytes. */
export function unpackBits(bytes: Uint8Array, page: Page): Uint8Array {
  const { bits, block } = page;
  const [row, count, sample] = [rowBytes(page), block[0] * together(page), sampleBytes(page)];
  const rows = bytes.length / row;
  const out = new Uint8Array(rows * count * sample);
  let to = 0;
  for (let y = 0; y < rows; y++) {
    let [from, held, left] = [y * row, 0, 0];
    for (let i = 0; i < count; i++) {
      for (; left < bits; left += 8) held = ((held << 8) | (bytes[from++] as number)) & 0xffffff;
      left -= bits;
      const value = (held >> left) & ((1 << bits) - 1);
      out[to++] = value;
      if (sample === 2) out[to++] = value >> 8;
    }
  }
  return out;
}

/** The inverse of {@link unpackBits}, with zeros at the ends of rows. */
export function packBits(samples: Uint8Array, page: Page): Uint8Array {
  const { bits, block } = page;
  const [row, count, sample] = [rowBytes(page), block[0] * together(page), sampleBytes(page)];
  const rows = samples.length / (count * sample);
  const out = new Uint8Array(rows * row);
  let from = 0;
  for (let y = 0; y < rows; y++) {
    let [to, held, filled] = [y * row, 0, 0];
    for (let i = 0; i < count; i++) {
      const low = samples[from++] as number;
      const value = sample === 2 ? low | ((samples[from++] as number) << 8) : low;
      held = ((held << bits) | value) & 0xffffff;
      filled += bits;
      for (; filled >= 8; filled -= 8) out[to++] = held >> (filled - 8);
    }
    if (filled > 0) out[to] = held << (8 - filled);
  }
  return out;
}

/** What each byte is with its bits the other way round. */
const MIRRORED = Uint8Array.from({ length: 256 }, (_, byte) => {
  let mirrored = 0;
  for (let bit = 0; bit < 8; bit++) mirrored |= ((byte >> bit) & 1) << (7 - bit);
  return mirrored;
});

/** Bytes with the highest bit first, of those of a page, or the other way round. */
export function inOrder(bytes: Uint8Array, { fillOrder }: Pick<Page, 'fillOrder'>): Uint8Array {
  return fillOrder?.numbers[0] === 2 ? bytes.map((byte) => MIRRORED[byte] as number) : bytes;
}
