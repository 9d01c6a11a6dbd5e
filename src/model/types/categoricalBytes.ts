import { z } from 'zod';
import { categoricalBytes as categoricalBytesCodec } from '../../codecs/categoricalBytes.js';
import { weightTables } from '../../codecs/categoricalWeights.js';
import { mapped } from '../../codecs/mapped.js';
import { distribution, finerTo, quantiles } from '../distribution.js';
import { parameter, symbols } from '../fields.js';
import { specError } from '../specError.js';

export const categoricalBytes = distribution({
  type: 'categoricalBytes',
  codes: 'Bytes by one table of 256 weights: fast.',
  fields: { size: symbols, precision: z.int().min(8).max(16), weights: parameter },
  limit: () => 256,
  widths: () => ({ weights: 256 }),
  codec(spec, rows, path) {
    const { values, shared } = rows.given('weights');
    if (!shared) throw specError(`${path}.weights`, 'expected one row of 256 for all symbols');
    const size = rows.symbols;
    const tables = weightTables(values, { symbols: 256, size, precision: spec.precision });
    return mapped(
      categoricalBytesCodec(tables, size),
      (bytes) => new Uint32Array(bytes),
      (own) => Uint8Array.from(own),
    );
  },
  finer: finerTo(16),
  told: quantiles,
});
