import { decodeFoot } from '../../src/container/foot.js';
import { casesOf } from './case.js';
import { bits, joined, squeeze } from './good.js';
import { bytes, NONE, text, u64, varint, withHeader, withPayload } from './parts.js';

type Change = (payload: Uint8Array) => Uint8Array;

const chunks = () => squeeze(bits(20), { chunkItems: 5 });
const inChunks = (type: string, change: Change) => async () =>
  withPayload(await chunks(), type, change);
const inModel = (change: Change) => inChunks('m', change);
const inIndex = (change: Change) => inChunks('i', change);
const inTrailer = (change: Change) => inChunks('T', change);
const inPieces = (change: Change) => async () => withPayload(await joined(), 'J', change);
const provenance =
  (...entries: string[]) =>
  async () =>
    withPayload(await squeeze(bits(1), { provenance: { comment: 'x' } }), 'p', () =>
      Buffer.concat(entries.map(text)),
    );
const inFoot = (change: (bytes: number, index: number) => [number, number]) =>
  inChunks('f', (payload) => {
    const { partBytes, index } = decodeFoot(payload);
    return Buffer.concat(change(partBytes, index).map(u64));
  });
const at = (place: number, value: number) => (payload: Uint8Array) =>
  payload.map((byte, i) => (i === place ? value : byte));
const spec = (codec: object) => () =>
  text(JSON.stringify({ codec, data: {}, format: 1, networks: {} }));

/** What can be wrong in pieces, provenance, model, index, trailer and foot. */
export const BAD_AROUND = casesOf({
  'pieces-empty': ['CORRUPT', inPieces(() => NONE)],
  'pieces-one': ['CORRUPT', inPieces((payload) => payload.subarray(0, 50))],
  'pieces-cut': ['CORRUPT', inPieces((payload) => payload.subarray(0, 60))],
  'pieces-items': ['CORRUPT', inPieces(at(0, 7))],
  'pieces-more-items': ['CORRUPT', inPieces((payload) => at(0, 7)(at(50, 6)(payload)))],
  'pieces-head': ['CORRUPT', inPieces(at(10, 1))],
  'pieces-digest': ['CORRUPT', inPieces(at(20, 1))],
  'provenance-cut': ['CORRUPT', provenance('comment')],
  'provenance-twice': ['CORRUPT', provenance('comment', 'a', 'comment', 'b')],
  'provenance-65': ['CORRUPT', provenance(...Array.from({ length: 130 }, (_, i) => `${i}`))],
  'provenance-name-dots': ['CORRUPT', provenance('name', '..')],
  'provenance-name-path': ['CORRUPT', provenance('name', 'a/b')],
  'provenance-name-long': ['CORRUPT', provenance('name', 'n'.repeat(256))],
  'provenance-mtime': ['CORRUPT', provenance('mtime', 'today')],
  'provenance-mode': ['CORRUPT', provenance('mode', '888')],
  'provenance-not-utf8': [
    'CORRUPT',
    async () =>
      withPayload(await provenance('comment', 'x')(), 'p', (payload) =>
        at(payload.length - 1, 0xff)(payload),
      ),
  ],
  'model-not-json': ['SPEC_INVALID', inModel(() => text('{'))],
  'model-not-an-object': ['SPEC_INVALID', inModel(() => text('7'))],
  'model-not-utf8': ['CORRUPT', inModel(() => bytes(Uint8Array.of(0xff)))],
  'model-not-canonical': [
    'SPEC_INVALID',
    inModel(() => text('{"format":1, "data":{},"codec":{"type":"contextMixing"},"networks":{}}')),
  ],
  'model-codec-unknown': ['SPEC_INVALID', inModel(spec({ type: 'magic' }))],
  'model-other': ['MODEL_MISMATCH', inModel(spec({ type: 'contextMixing' }))],
  'model-weights-not-safetensors': [
    'WEIGHTS_INVALID',
    inModel((payload) => Buffer.concat([payload, new Uint8Array(9)])),
  ],
  'model-cut': ['CORRUPT', inModel((payload) => payload.subarray(0, 20))],
  'index-empty': ['CORRUPT', inIndex(() => NONE)],
  'index-cut': ['CORRUPT', inIndex((payload) => payload.subarray(0, -1))],
  'index-step': ['CORRUPT', inIndex(at(3, 30))],
  'index-items': ['CORRUPT', inIndex(at(2, 6))],
  'index-absurd': ['CORRUPT', inIndex(() => Buffer.concat([2 ** 52, 1, 2 ** 52, 1].map(varint)))],
  'trailer-empty': ['CORRUPT', inTrailer(() => NONE)],
  'trailer-items': ['CORRUPT', inTrailer(at(0, 19))],
  'trailer-tail': [
    'CORRUPT',
    inTrailer((payload) => Buffer.concat([varint(20), text('x'), payload.subarray(2)])),
  ],
  'trailer-digest': ['CORRUPT', inTrailer(at(9, 1))],
  'trailer-too-long': ['CORRUPT', inTrailer((payload) => Buffer.concat([payload, varint(0)]))],
  'trailer-of-joined-tail': [
    'CORRUPT',
    async () =>
      withPayload(await joined(), 'T', (payload) =>
        Buffer.concat([varint(13), text('x'), payload.subarray(2)]),
      ),
  ],
  'joined-head': ['CORRUPT', async () => withHeader(await joined(), { head: bytes(NONE) })],
  'foot-bytes': ['CORRUPT', inFoot((partBytes, index) => [partBytes + 1, index])],
  'foot-index': ['CORRUPT', inFoot((partBytes, index) => [partBytes, index - 1])],
  'foot-absurd': ['CORRUPT', inChunks('f', () => new Uint8Array(16).fill(255))],
  'foot-cut': ['CORRUPT', inChunks('f', (payload) => payload.subarray(0, 8))],
});
