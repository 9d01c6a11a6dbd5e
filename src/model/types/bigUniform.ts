import { z } from 'zod';
import { bigUniform as bigUniformCodec } from '../../codecs/bigUniform.js';
import { distribution } from '../distribution.js';
import { symbols } from '../fields.js';
import { inTwoWords } from '../wideNumbers.js';

export const bigUniform = distribution({
  type: 'bigUniform',
  codes: 'Numbers of up to 64 bits, all alike; each is two symbols, its low and its high word.',
  fields: { size: symbols, precision: z.int().min(1).max(64) },
  limit: () => 0x100000000,
  symbolsPerRow: 2,
  widths: () => ({}),
  codec: (spec, rows) =>
    inTwoWords(bigUniformCodec(new Uint32Array(rows.symbols / 2).fill(spec.precision))),
});
