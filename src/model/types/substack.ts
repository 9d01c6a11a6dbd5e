import { z } from 'zod';
import { substack as substackCodec } from '../../codecs/substack.js';
import { codecType } from '../codecType.js';
import { checkLanes } from '../context.js';
import { lanes } from '../fields.js';
import { specError } from '../specError.js';

export const substack = codecType({
  type: 'substack',
  codes: 'A codec on some of the lanes that a `resized` around it sees to.',
  fields: (codec) => ({
    from: z.int().min(0).max(4095),
    to: lanes,
    stride: lanes.default(1),
    codec,
  }),
  withInner: (spec, change) => ({ ...spec, codec: change(spec.codec, 'data') }),
  build({ from, to, stride, codec }, path, context) {
    checkLanes(to, path, context);
    if (from >= to) throw specError(`${path}.from`, `expected less than ${to}, got ${from}`);
    const own = { ...context, lanes: Math.ceil((to - from) / stride) };
    const node = context.build(codec, `${path}.codec`, own);
    return { ...node, codec: (n, given) => substackCodec(node.codec(n, given), from, to, stride) };
  },
});
