import { type OpenNeighbourhoodSpec, sized } from '../model/types/neighbourhood/schema.js';
import type { Items } from './data.js';
import type { Levels } from './losses/loss.js';

/** How the levels of an image lie. */
export type Layout = OpenNeighbourhoodSpec['layout'];

/** Rows and columns. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/** Images one after another, of one size or of many. */
export interface Images {
  readonly levels: Levels;
  readonly sizes: readonly Size[];
}

/** Items as images that a neighbourhood codec sees. @param levels of the items, or bits drawn of them. */
export function imagesOf(levels: Levels, { shapes }: Items, codec: OpenNeighbourhoodSpec): Images {
  const sizes = shapes.map((shape): Size => sized(codec, shape));
  if (codec.colour === 'channels') return { levels, sizes };
  return { levels: differences({ levels, sizes }, codec), sizes };
}

/** The first and the third channel less the second, as {@link greenDifferences} codes them. */
function differences({ levels, sizes }: Images, codec: OpenNeighbourhoodSpec): Levels {
  const { channels, layout, levels: count } = codec;
  const out = levels.slice();
  let from = 0;
  for (const { height, width } of sizes) {
    const sites = height * width;
    const [step, plane] = layout === 'sites' ? [channels, 1] : [1, sites];
    for (let site = 0, at = from; site < sites; site++, at += step) {
      const green = levels[at + plane] as number;
      for (const i of [at, at + 2 * plane]) {
        out[i] = ((levels[i] as number) - green + count) % count;
      }
    }
    from += sites * channels;
  }
  return out;
}
