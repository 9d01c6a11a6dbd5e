import { ArgumentError } from '../../errors.js';
import { type Codec, checkSymbols } from '../codec.js';
import { mapped } from '../mapped.js';

/** What pixels are made of. */
export interface PixelShape {
  /** 3 or more; those from the fourth on stay as they are. */
  readonly channels: number;
  /** Levels are 0 … levels - 1. */
  readonly levels: number;
}

/**
 * Pixels by a codec of their differences: the first and the third channel less the second, modulo the
 * number of levels. What red and blue share with green is then said once.
 *
 * Values are [pixels, channels] levels.
 *
 * Source: Alakuijala, "WebP lossless bitstream specification" (2012), the subtract green transform.
 *
 * @param codec of the differences.
 * @param shape what pixels are made of.
 * @throws RangeError for fewer channels, or, on push, a level that there is not.
 */
export function greenDifferences(codec: Codec<Uint32Array>, shape: PixelShape): Codec<Uint32Array> {
  const { channels, levels } = shape;
  if (channels < 3) throw new ArgumentError(`expected 3 channels or more, got ${channels}`);
  const moved = (symbols: Uint32Array, sign: 1 | -1): Uint32Array => {
    const out = symbols.slice();
    for (let i = 0; i + 2 < out.length; i += channels) {
      const green = sign * (out[i + 1] as number);
      out[i] = ((out[i] as number) + green + levels) % levels;
      out[i + 2] = ((out[i + 2] as number) + green + levels) % levels;
    }
    return out;
  };
  return mapped(
    codec,
    (differences) => moved(differences, 1),
    (symbols) => {
      checkSymbols(symbols, levels);
      return moved(symbols, -1);
    },
  );
}
