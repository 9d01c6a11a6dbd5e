import { z } from 'zod';
import { parallel as parallelCodec } from '../../codecs/parallel.js';
import { codecType } from '../codecType.js';
import { checkLanes } from '../context.js';
import { lanes } from '../fields.js';
import { besideEachOther } from '../pieces.js';

export const parallel = codecType({
  type: 'parallel',
  codes: 'One piece of an item by each part, each on lanes of its own.',
  fields: (codec) => ({
    parts: z.array(z.strictObject({ lanes, codec })).min(1).max(4096),
  }),
  withInner: (spec, change) => ({
    ...spec,
    parts: spec.parts.map((part) => ({ ...part, codec: change(part.codec, 'data') })),
  }),
  build({ parts }, path, context) {
    const all = parts.reduce((n, part) => n + part.lanes, 0);
    checkLanes(all, path, context);
    const nodes = parts.map((part, i) =>
      context.build(part.codec, `${path}.parts.${i}.codec`, { ...context, lanes: part.lanes }),
    );
    return besideEachOther(nodes, (codecs) =>
      parallelCodec<Uint32Array[]>(
        codecs.map((codec, i) => ({ codec, lanes: parts[i]?.lanes as number })),
      ),
    );
  },
});
