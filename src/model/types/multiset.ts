import type { Codec } from '../../codecs/codec.js';
import { mapped } from '../../codecs/mapped.js';
import { multiset as multisetCodec } from '../../codecs/multiset.js';
import { OutsideSupportError } from '../../errors.js';
import { codecType } from '../codecType.js';
import { size } from '../fields.js';
import { itemByItem } from '../itemByItem.js';
import { beside, type Node } from '../node.js';

export const multiset = codecType({
  type: 'multiset',
  codes: 'Equal pieces that have no order: an item holds them sorted, or it is refused.',
  fields: (codec) => ({ count: size, codec }),
  withInner: (spec, change) => ({ ...spec, codec: change(spec.codec, 'data') }),
  symbols: ({ count }, inside) => count * inside,
  build({ count, codec }, path, context) {
    const node = context.build(codec, `${path}.codec`, context);
    return itemByItem({ ...node, size: count * node.size }, (given) =>
      sortedPieces(count, node, given),
    );
  },
});

/** An item of pieces without order. It comes back sorted, so it has to be sorted. */
function sortedPieces(
  count: number,
  node: Node,
  given: Float32Array | undefined,
): Codec<Uint32Array> {
  const compare = (a: Uint32Array, b: Uint32Array): number => {
    const at = a.findIndex((symbol, i) => symbol !== b[i]);
    return at < 0 ? 0 : (a[at] as number) - (b[at] as number);
  };
  return mapped(
    multisetCodec({ symbol: node.codec(1, given), compare, size: count }),
    (pieces) => beside(pieces as [Uint32Array], 1),
    (symbols) => {
      const pieces = Array.from({ length: count }, (_, i) =>
        symbols.subarray(i * node.size, (i + 1) * node.size),
      );
      for (let i = 1; i < count; i++) {
        if (compare(pieces[i - 1] as Uint32Array, pieces[i] as Uint32Array) > 0) {
          throw new OutsideSupportError(`piece ${i}: expected pieces in order, since none is kept`);
        }
      }
      return pieces;
    },
  );
}
