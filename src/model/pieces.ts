import type { Codec } from '../codecs/codec.js';
import { mapped } from '../codecs/mapped.js';
import { asNumbers, beside, columns, type Node } from './node.js';

/** Pieces of items, each coded by a codec of its own. */
export function besideEachOther(
  nodes: readonly Node[],
  join: (codecs: Codec<Uint32Array>[]) => Codec<Uint32Array[]>,
): Node {
  const sizes = nodes.map((node) => node.size);
  const cut = (symbols: Uint32Array, items: number): Uint32Array[] => {
    let from = 0;
    return sizes.map((width) => {
      from += width;
      return columns(symbols, items, from - width, width);
    });
  };
  return {
    size: sizes.reduce((a, b) => a + b, 0),
    limit: Math.min(...nodes.map((node) => node.limit)),
    codec: (items, given) =>
      mapped(
        join(nodes.map((node) => node.codec(items, given))),
        (pieces) => beside(pieces as [Uint32Array], items),
        (symbols) => cut(symbols, items),
      ),
    embed: asNumbers,
  };
}
