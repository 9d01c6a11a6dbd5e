import type { Codec } from '../../../codecs/codec.js';
import { mapped } from '../../../codecs/mapped.js';
import { greenDifferences } from '../../../codecs/neighbourhood/greenDifferences.js';
import type { NeighbourhoodSpec } from './schema.js';

/** A codec of items as a spec says they are, by one of their sites, or of the differences there. */
export function asLaidOut(
  codec: Codec<Uint32Array>,
  { height, width, channels, levels, layout, colour }: NeighbourhoodSpec,
  items: number,
): Codec<Uint32Array> {
  const bySites =
    colour === 'greenDifferences' ? greenDifferences(codec, { channels, levels }) : codec;
  if (layout === 'sites') return bySites;
  return byPlanes(bySites, items, height * width * channels, channels);
}

/** Items of [channels, sites] by a codec of [sites, channels]. */
function byPlanes(
  codec: Codec<Uint32Array>,
  items: number,
  size: number,
  channels: number,
): Codec<Uint32Array> {
  const sites = size / channels;
  const turned = (symbols: Uint32Array, rows: number, columns: number): Uint32Array => {
    const out = new Uint32Array(symbols.length);
    for (let item = 0; item < items; item++) {
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < columns; c++) {
          out[item * size + c * rows + r] = symbols[item * size + r * columns + c] as number;
        }
      }
    }
    return out;
  };
  return mapped(
    codec,
    (symbols) => turned(symbols, sites, channels),
    (symbols) => turned(symbols, channels, sites),
  );
}
