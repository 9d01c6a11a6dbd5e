import { casesOf } from './case.js';
import { bits, pictures, squeeze } from './good.js';
import {
  bytes,
  type HeaderFields,
  NONE,
  text,
  u32,
  varint,
  withHeader,
  without,
  withPayload,
} from './parts.js';

const header = (changes: Partial<HeaderFields>) => async () =>
  withHeader(await squeeze(bits(20), { chunkItems: 5 }), changes);
const labelled = (changes: Partial<HeaderFields>) => async () =>
  withHeader(await squeeze(pictures(), { chunkItems: 1 }, 'mixing'), changes);
const payload = (change: (payload: Uint8Array) => Uint8Array) => async () =>
  withPayload(await squeeze(bits(20)), 'H', change);
/** Not in a file that brings its model. */
const elsewhere = (changes: Partial<HeaderFields>) => async () =>
  without(await header(changes)(), 'm');

const OTHER_DIGEST = new Uint8Array(32).fill(7);

/** What can be wrong in the fields of a header. */
export const BAD_HEADERS = casesOf({
  'flag-1': ['UNSUPPORTED', header({ flags: Uint8Array.of(2) })],
  'flag-7': ['UNSUPPORTED', header({ flags: Uint8Array.of(128) })],
  'side-flag-without-side': ['CORRUPT', header({ flags: Uint8Array.of(16) })],
  'order-flag': ['CORRUPT', header({ flags: Uint8Array.of(1) })],
  'data-format-not-utf8': ['CORRUPT', header({ dataFormat: bytes(Uint8Array.of(0xff)) })],
  'data-format': ['UNSUPPORTED', header({ dataFormat: text('tape') })],
  'data-format-of-others': ['CORRUPT', header({ dataFormat: text('npy') })],
  dtype: ['UNSUPPORTED', header({ dtype: text('f64') })],
  'dtype-of-others': ['CORRUPT', header({ dtype: text('u16') })],
  'rank-9': ['CORRUPT', header({ rank: varint(9) })],
  'rank-too-small': ['CORRUPT', header({ rank: varint(1) })],
  'rank-not-shortest': ['CORRUPT', header({ rank: Uint8Array.of(0x82, 0) })],
  'shape-0': ['CORRUPT', header({ shape: Buffer.concat([varint(0), varint(4)]) })],
  'shape-of-others': ['CORRUPT', header({ shape: Buffer.concat([varint(2), varint(8)]) })],
  'shape-huge': ['TOO_LARGE', header({ shape: Buffer.concat([u32Max(), u32Max()]) })],
  'shape-absurd': ['CORRUPT', header({ shape: Buffer.concat([varint(2 ** 40), varint(4)]) })],
  'shape-endless': ['CORRUPT', header({ shape: new Uint8Array(20).fill(0xff) })],
  'levels-1': ['CORRUPT', header({ levels: varint(1) })],
  'levels-of-others': ['CORRUPT', header({ levels: varint(3) })],
  'levels-257': ['CORRUPT', header({ levels: varint(257) })],
  'levels-absurd': ['CORRUPT', header({ levels: varint(2 ** 33) })],
  'head-too-long': ['CORRUPT', header({ head: varint(1000) })],
  'head-empty': ['CORRUPT', header({ head: varint(0) })],
  'head-of-others': ['CORRUPT', header({ head: bytes(new Uint8Array(16)) })],
  'head-with-other-items': ['CORRUPT', header({ head: bytes(bits(21).subarray(0, 16)) })],
  'model-unknown': ['MODEL_NOT_FOUND', elsewhere({ modelName: text('no-such-model') })],
  'model-name-a-path': ['MODEL_NOT_FOUND', elsewhere({ modelName: text('../models/bytes') })],
  'model-name-empty': ['MODEL_NOT_FOUND', elsewhere({ modelName: text('') })],
  'model-name-too-long': ['MODEL_NOT_FOUND', elsewhere({ modelName: text('m'.repeat(65)) })],
  'model-not-that-one': ['MODEL_MISMATCH', elsewhere({ modelName: text('mnist-binary-vae') })],
  'spec-digest': ['MODEL_MISMATCH', header({ specDigest: OTHER_DIGEST })],
  'weights-digest': ['MODEL_MISMATCH', header({ weightsDigest: OTHER_DIGEST })],
  'digest-too-short': ['CORRUPT', payload((bytes) => bytes.subarray(0, 50))],
  seed: ['CORRUPT', header({ seed: u32(1) })],
  'lanes-0': ['CORRUPT', header({ lanes: varint(0) })],
  'lanes-4097': ['CORRUPT', header({ lanes: varint(4097) })],
  'chunk-items-0': ['CORRUPT', header({ chunkItems: varint(0) })],
  'chunk-items-fewer': ['CORRUPT', header({ chunkItems: varint(4) })],
  'chunk-items-huge': ['TOO_LARGE', header({ chunkItems: varint(2 ** 40) })],
  'chunk-items-without-order': [
    'TOO_LARGE',
    header({ flags: Uint8Array.of(1), chunkItems: varint(2 ** 20 + 1) }),
  ],
  'side-bytes-0': ['CORRUPT', labelled({ sideBytes: varint(0) })],
  'side-bytes-too-many': ['CORRUPT', labelled({ sideBytes: varint(65537) })],
  'side-bytes-of-others': ['CORRUPT', labelled({ sideBytes: varint(2) })],
  'side-without-flag': ['CORRUPT', labelled({ flags: Uint8Array.of(0) })],
  'header-empty': ['CORRUPT', payload(() => NONE)],
  'header-too-long': ['CORRUPT', payload((bytes) => Buffer.concat([bytes, varint(0)]))],
});

function u32Max(): Uint8Array {
  return varint(0xffffffff);
}
