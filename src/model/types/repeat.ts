import { codecType } from '../codecType.js';
import { size } from '../fields.js';
import { repeatRows } from '../node.js';

export const repeat = codecType({
  type: 'repeat',
  codes: 'Equal pieces of an item, all by one codec.',
  fields: (codec) => ({ count: size, codec }),
  withInner: (spec, change) => ({ ...spec, codec: change(spec.codec, 'data') }),
  symbols: ({ count }, inside) => count * inside,
  build({ count, codec }, path, context) {
    const node = context.build(codec, `${path}.codec`, context);
    return {
      ...node,
      size: count * node.size,
      codec: (items, given) => node.codec(items * count, repeatRows(given, items, count)),
    };
  },
});
