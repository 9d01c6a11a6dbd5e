import type { Items } from '../../src/train/data.js';
import { Random } from '../../src/train/random.js';

/** Sizes of images that are soon learned. */
export const [HEIGHT, WIDTH] = [6, 7] as const;

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
