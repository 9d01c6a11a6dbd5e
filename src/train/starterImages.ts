import { CrayError } from '../errors.js';

/** How items are images. */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly layout: 'sites' | 'planes';
}

/** @throws CrayError DATA_MISMATCH for items that are no images. */
export function imageOf(shape: readonly number[], where: string): ImageShape {
  const [a = 0, b = 0, c = 1] = shape;
  if (shape.length === 2) return { height: a, width: b, channels: 1, layout: 'sites' };
  if (shape.length === 3 && c <= 4) return { height: a, width: b, channels: c, layout: 'sites' };
  if (shape.length === 3 && a <= 4) return { height: b, width: c, channels: a, layout: 'planes' };
  const expected = '[rows, columns], or that with up to 4 channels before or after';
  const message = `a neighbourhood is one of images: expected items of ${expected}`;
  throw new CrayError('DATA_MISMATCH', `${where}: ${message}, got ${shape.join(' x ') || '1'}`);
}
