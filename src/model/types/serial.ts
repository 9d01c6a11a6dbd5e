import { z } from 'zod';
import { serial as serialCodec } from '../../codecs/serial.js';
import { codecType } from '../codecType.js';
import { besideEachOther } from '../pieces.js';

export const serial = codecType({
  type: 'serial',
  codes: 'One piece of an item by each codec, in order.',
  fields: (codec) => ({ codecs: z.array(codec).min(1).max(4096) }),
  withInner: (spec, change) => ({
    ...spec,
    codecs: spec.codecs.map((codec) => change(codec, 'data')),
  }),
  build(spec, path, context) {
    const nodes = spec.codecs.map((codec, i) =>
      context.build(codec, `${path}.codecs.${i}`, context),
    );
    return besideEachOther(nodes, (codecs) => serialCodec<Uint32Array[]>(codecs));
  },
});
