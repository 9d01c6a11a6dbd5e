import { casesOf } from './case.js';
import { bits, squeeze } from './good.js';
import { bytes, type HeaderFields, text, varint, withHeader, withPayload } from './parts.js';

const first = () => squeeze(bits(20), { chunkItems: 5 });
const second = () => squeeze(bits(8, 2), { chunkItems: 4 });
const after = (changes: Partial<HeaderFields>) => async () =>
  Buffer.concat([await first(), withHeader(await second(), changes)]);

/** Parts that do not go together, or not each by itself. */
export const BAD_PARTS = casesOf({
  'parts-data-format': ['UNSUPPORTED', after({ dataFormat: text('raw') })],
  'parts-dtype': ['UNSUPPORTED', after({ dtype: text('i8') })],
  'parts-shape': ['UNSUPPORTED', after({ shape: Buffer.concat([varint(2), varint(8)]) })],
  'parts-levels': ['CORRUPT', after({ levels: varint(3) })],
  'parts-order': ['UNSUPPORTED', after({ flags: Uint8Array.of(1) })],
  'parts-spec': ['MODEL_MISMATCH', after({ specDigest: new Uint8Array(32) })],
  'parts-weights': ['MODEL_MISMATCH', after({ weightsDigest: new Uint8Array(32) })],
  'parts-head': ['CORRUPT', after({ head: bytes(new Uint8Array(16)) })],
  'parts-tail': [
    'UNSUPPORTED',
    async () => Buffer.concat([await squeeze(Buffer.concat([bits(3), text('x')])), await second()]),
  ],
  'parts-second-cut': [
    'TRUNCATED',
    async () => Buffer.concat([await first(), (await second()).slice(0, -40)]),
  ],
  'parts-second-digest': [
    'CORRUPT',
    async () =>
      Buffer.concat([
        await first(),
        withPayload(await second(), 'T', (payload) => payload.map((b, i) => (i === 9 ? b ^ 1 : b))),
      ]),
  ],
  'parts-first-digest': [
    'CORRUPT',
    async () =>
      Buffer.concat([
        withPayload(await first(), 'T', (payload) => payload.map((b, i) => (i === 9 ? b ^ 1 : b))),
        await second(),
      ]),
  ],
});
