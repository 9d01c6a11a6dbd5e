import type { Items } from '../../src/train/data.js';
import { Random } from '../../src/train/random.js';

/** Sizes of images that are soon learned. */
export const [HEIGHT, WIDTH] = [6, 7] as const;

/**
 * A series of moments that swing, with noise, of 16 bits with a sign: half of the levels added.
 *
 * @param shape of a moment, or of more of them.
 */
export function swings(items: number, shape: readonly number[]): Items {
  const random = new Random(5);
  const size = shape.reduce((a, b) => a * b, 1);
  const channels = shape.at(-1) ?? 1;
  const levels = new Uint16Array(items * size);
  for (let i = 0; i < levels.length; i++) {
    const [time, channel] = [Math.floor(i / channels), i % channels];
    const v = 900 * Math.sin(time / 9 + channel) + 40 * (random.uniform() + random.uniform());
    levels[i] = 32768 + Math.round(v);
  }
  return { dtype: 'i16', shapes: new Array(items).fill(shape), levels };
}

/**
 * Images of slopes with noise, of levels below `levels`.
 *
 * @param shape of an item; its channels come last.
 */
export function slopes(
  items: number,
  levels: number,
  shape: readonly number[] = [HEIGHT, WIDTH],
): Items {
  const random = new Random(9);
  const [height, width, channels = 1] = shape as [number, number, number?];
  const out: number[] = [];
  for (let i = 0; i < items; i++) {
    const [a, b] = [random.uniform(), random.uniform()];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let c = 0; c < channels; c++) {
          const v = (a * y) / height + (b * x) / width + 0.1 * c + 0.02 * random.uniform();
          out.push(Math.min(levels - 1, Math.floor((levels * v) / 2.2)));
        }
      }
    }
  }
  return { dtype: 'u8', shapes: new Array(items).fill(shape), levels: Uint8Array.from(out) };
}
