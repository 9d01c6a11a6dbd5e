import { casesOf } from './case.js';
import { bits, joined, squeeze } from './good.js';
import { blockOf, flipped, NONE, text, withBlock, withByte, without } from './parts.js';

const chunks = () => squeeze(bits(20), { chunkItems: 5, provenance: { comment: 'x' } });
const single = () => squeeze(bits(9));

/** What can be wrong with the magic, the version, the frame and the place of blocks. */
export const BAD_BLOCKS = casesOf({
  'nothing-at-all': ['NOT_CRAY', async () => NONE],
  'other-magic': ['NOT_CRAY', async () => withByte(await single(), 0, 128)],
  'text-mode': ['NOT_CRAY', async () => (await single()).filter((_, i) => i !== 5)],
  'magic-alone': ['TRUNCATED', async () => (await single()).slice(0, 7)],
  'version-alone': ['TRUNCATED', async () => (await single()).slice(0, 8)],
  'version-0': ['UNSUPPORTED', async () => withByte(await single(), 7, 1)],
  'version-2': ['UNSUPPORTED', async () => withByte(await single(), 7, 3)],
  'no-header': ['CORRUPT', async () => without(await single(), 'H')],
  'two-headers': [
    'CORRUPT',
    async () => withBlock(await single(), 2, blockOf(await single(), 'H')),
  ],
  'upper-case-block': [
    'UNSUPPORTED',
    async () => withBlock(await single(), 2, { type: 'X', payload: NONE }),
  ],
  'block-that-is-no-letter': [
    'UNSUPPORTED',
    async () => withBlock(await single(), 2, { type: '\x01', payload: NONE }),
  ],
  'unknown-block-check': [
    'CORRUPT',
    async () => flipped(withBlock(await single(), 2, { type: 'x', payload: NONE }), 'x', 'check'),
  ],
  'header-length': ['TOO_LARGE', async () => flipped(await single(), 'H', 'length')],
  'chunk-length': ['TRUNCATED', async () => flipped(await single(), 'C', 'length')],
  'model-length': ['TRUNCATED', async () => flipped(await single(), 'm', 'length')],
  'header-check': ['CORRUPT', async () => flipped(await chunks(), 'H', 'check')],
  'pieces-check': ['CORRUPT', async () => flipped(await joined(), 'J', 'check')],
  'provenance-check': ['CORRUPT', async () => flipped(await chunks(), 'p', 'check')],
  'model-check': ['CORRUPT', async () => flipped(await chunks(), 'm', 'check')],
  'chunk-check': ['CORRUPT', async () => flipped(await chunks(), 'C', 'check')],
  'index-check': ['CORRUPT', async () => flipped(await chunks(), 'i', 'check')],
  'trailer-check': ['CORRUPT', async () => flipped(await chunks(), 'T', 'check')],
  'foot-check': ['CORRUPT', async () => flipped(await chunks(), 'f', 'check')],
  'two-provenances': [
    'CORRUPT',
    async () => withBlock(await chunks(), 1, blockOf(await chunks(), 'p')),
  ],
  'late-provenance': [
    'CORRUPT',
    async () => withBlock(without(await chunks(), 'p'), 3, blockOf(await chunks(), 'p')),
  ],
  'two-models': ['CORRUPT', async () => withBlock(await single(), 1, blockOf(await single(), 'm'))],
  'late-model': [
    'CORRUPT',
    async () => withBlock(await single(), -1, blockOf(await single(), 'm')),
  ],
  'two-pieces': ['CORRUPT', async () => withBlock(await joined(), 1, blockOf(await joined(), 'J'))],
  'late-pieces': [
    'CORRUPT',
    async () => withBlock(await joined(), -3, blockOf(await joined(), 'J')),
  ],
  'chunk-after-index': [
    'CORRUPT',
    async () => withBlock(await chunks(), -2, blockOf(await chunks(), 'C')),
  ],
  'two-indices': [
    'CORRUPT',
    async () => withBlock(await chunks(), -2, blockOf(await chunks(), 'i')),
  ],
  'two-trailers': [
    'CORRUPT',
    async () => Buffer.concat([await single(), (await single()).slice(-47)]),
  ],
  'no-trailer': ['TRUNCATED', async () => without(await single(), 'T')],
  'no-foot': ['TRUNCATED', async () => without(await chunks(), 'f')],
  'foot-without-index': [
    'CORRUPT',
    async () => Buffer.concat([await single(), (await chunks()).slice(-29)]),
  ],
  'two-feet': ['CORRUPT', async () => Buffer.concat([await chunks(), (await chunks()).slice(-29)])],
  'bytes-after-the-end': ['CORRUPT', async () => Buffer.concat([await single(), text('more')])],
  'cut-in-a-chunk': ['TRUNCATED', async () => (await single()).slice(0, -60)],
  'cut-in-the-trailer': ['TRUNCATED', async () => (await single()).slice(0, -1)],
});
