import { resized as resizedCodec } from '../../codecs/resized.js';
import { codecType } from '../codecType.js';
import { lanes } from '../fields.js';

export const resized = codecType({
  type: 'resized',
  codes: 'A codec on so many lanes, whatever the message has.',
  fields: (codec) => ({ lanes, codec }),
  withInner: (spec, change) => ({ ...spec, codec: change(spec.codec, 'data') }),
  build(spec, path, context) {
    const node = context.build(spec.codec, `${path}.codec`, { ...context, lanes: spec.lanes });
    return { ...node, codec: (items, given) => resizedCodec(node.codec(items, given), spec.lanes) };
  },
});
