import type { Codec } from '../codecs/codec.js';
import { fromIterable } from '../codecs/fromIterable.js';
import { mapped } from '../codecs/mapped.js';
import { beside, type Node } from './node.js';

/** One item after another, by a codec of one item. */
export function itemByItem(
  node: Omit<Node, 'codec'>,
  one: (given: Float32Array | undefined) => Codec<Uint32Array>,
): Node {
  const { size } = node;
  return {
    ...node,
    codec(items, given) {
      const stride = given ? given.length / items : 0;
      const codecs = Array.from({ length: items }, (_, i) =>
        one(given?.subarray(i * stride, (i + 1) * stride)),
      );
      return mapped(
        fromIterable(codecs),
        (values) => beside(values as [Uint32Array], 1),
        (symbols) => codecs.map((_, i) => symbols.subarray(i * size, (i + 1) * size)),
      );
    },
  };
}
