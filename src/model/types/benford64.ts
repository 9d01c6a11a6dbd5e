import { benford64 as benford64Codec } from '../../codecs/benford64.js';
import { distribution } from '../distribution.js';
import { symbols } from '../fields.js';
import { inTwoWords } from '../wideNumbers.js';

export const benford64 = distribution({
  type: 'benford64',
  codes: 'Numbers in [2^31, 2^63) with uniform logarithms; each is two symbols, low and high.',
  fields: { size: symbols },
  limit: () => 0x100000000,
  symbolsPerRow: 2,
  widths: () => ({}),
  codec: (_, rows) => inTwoWords(benford64Codec(rows.symbols / 2)),
});
