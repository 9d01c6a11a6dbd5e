import { loadModel } from '../../src/model/model.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import type { CompressOptions } from '../../src/pipeline/encode/compressOptions.js';
import { collect } from '../data.js';
import { SMALL } from '../fuzz/blocks.js';
import { casesOf } from './case.js';
import { bits, squeeze } from './good.js';
import { bytes, NONE, text, varint, withByte, withPayload } from './parts.js';

type Change = (payload: Uint8Array) => Uint8Array;

/** A small file under a model that comes with the program. */
export async function little(
  original: Uint8Array,
  model = 'bytes',
  options: CompressOptions = {},
): Promise<Uint8Array> {
  const found = loadModel(model);
  return new Uint8Array(await collect(compress([original], () => found, options)));
}

/** Flags, model, data format and type, a byte each; the digest; kind, items, and a byte. */
const byte = () => little(Uint8Array.of(65));
const [FLAGS, MODEL, FORMAT, TYPE, DIGEST, CHUNK] = [0, 1, 2, 3, 4, 12];

const payload = (change: Change) => async () => withPayload(await byte(), SMALL, change);
const at = (place: number, value: number) => payload((all) => all.with(place, value));

/** With what a flag says there is, after the type. */
const saying = (flag: number, field: Uint8Array) =>
  payload((all) =>
    Buffer.concat([all.with(FLAGS, flag).subarray(0, DIGEST), field, all.subarray(DIGEST)]),
  );

/** A head that the model for bytes has coded. */
const headed = (head: Uint8Array) => saying(8, head);

/** The payload of a model in a packed part. */
const packedModel = (change: Change) => async () =>
  withPayload(await squeeze(bits(20), { chunkItems: 8 }, 'autoencoder'), 'm', (all) => {
    const spec = 2 + (((all[0] as number) & 127) | ((all[1] as number) << 7));
    return Buffer.concat([all.subarray(0, spec), change(all.subarray(spec))]);
  });

/** What can be wrong in small parts, and in what they have brought. */
export const BAD_SMALL = casesOf({
  'small-check': ['CORRUPT', async () => withByte(await byte(), 27, 1)],
  'small-cut': ['TRUNCATED', async () => (await byte()).slice(0, 20)],
  'small-cut-in-its-length': ['TRUNCATED', async () => (await byte()).slice(0, 8)],
  'small-cut-in-its-check': ['TRUNCATED', async () => (await byte()).slice(0, 26)],
  'small-too-long': [
    'TOO_LARGE',
    async () => Buffer.concat([(await byte()).slice(0, 8), varint(2 ** 18 + 1), Buffer.alloc(99)]),
  ],
  'small-length-not-shortest': [
    'CORRUPT',
    async () => {
      const file = await byte();
      return Buffer.concat([file.slice(0, 8), Uint8Array.of(0x8f, 0), file.slice(9)]);
    },
  ],
  'small-and-a-byte': ['CORRUPT', async () => Buffer.concat([await byte(), Uint8Array.of(0)])],
  'small-empty': ['CORRUPT', payload(() => NONE)],
  'small-model-unknown': ['UNSUPPORTED', at(MODEL, 127)],
  'small-data-format-unknown': ['UNSUPPORTED', at(FORMAT, 127)],
  'small-dtype': ['CORRUPT', at(TYPE, 6)],
  'small-rank': ['CORRUPT', at(TYPE, 9 << 3)],
  'small-model-of-other-data': ['CORRUPT', at(MODEL, 5)],
  'small-digest': ['CORRUPT', at(DIGEST, 0)],
  'small-digest-cut': ['CORRUPT', payload((all) => all.subarray(0, DIGEST + 7))],
  'small-chunk-kind': ['CORRUPT', at(CHUNK, 3)],
  'small-chunk-of-residue': ['CORRUPT', at(CHUNK, 2)],
  'small-chunk-of-0-items': ['CORRUPT', at(CHUNK + 1, 0)],
  'small-chunk-of-more-items': ['CORRUPT', at(CHUNK + 1, 2)],
  'small-chunk-too-large': [
    'TOO_LARGE',
    payload((all) => Buffer.concat([all.subarray(0, CHUNK + 1), varint(2 ** 30)])),
  ],
  'small-levels-of-all': ['CORRUPT', saying(2, varint(256))],
  'small-levels-1': ['CORRUPT', saying(2, varint(1))],
  'small-revision-1': ['CORRUPT', saying(4, varint(1))],
  'small-side-of-0-bytes': ['CORRUPT', saying(16, varint(0))],
  'small-seed-0': ['CORRUPT', saying(32, new Uint8Array(4))],
  'small-name-a-path': ['CORRUPT', saying(64, bytes(Buffer.concat([text('name'), text('../x')])))],
  'small-head-of-0-bytes': ['CORRUPT', headed(Uint8Array.of(0, 0, 0))],
  'small-head-method': ['CORRUPT', headed(Uint8Array.of(4, 1, 1, 65))],
  'small-tail-of-0-bytes': ['CORRUPT', saying(128, Uint8Array.of(0, 0, 0))],
  'small-head-of-other-data': ['CORRUPT', headed(Uint8Array.of(0, 1, 1, 65))],
  'mixed-too-long': [
    'CORRUPT',
    headed(Buffer.concat([Uint8Array.of(3), varint(2 ** 17 + 1), bytes(Buffer.alloc(8))])),
  ],
  'mixed-no-words': ['CORRUPT', headed(Uint8Array.of(3, 9, 0))],
  'mixed-half-a-word': ['CORRUPT', headed(Uint8Array.of(3, 9, 2, 1, 2))],
  'mixed-noise': [
    'CORRUPT',
    headed(Buffer.concat([Uint8Array.of(3, 99), bytes(Buffer.alloc(16, 'noise of 16'))])),
  ],
  'packed-weights-empty': ['CORRUPT', packedModel(() => NONE)],
  'packed-weights-huge': [
    'TOO_LARGE',
    packedModel(() => Buffer.concat([varint(2 ** 40), varint(0)])),
  ],
  'packed-weights-no-numbers': [
    'CORRUPT',
    packedModel(() => Buffer.concat([varint(10), varint(3)])),
  ],
  'packed-weights-a-strip-too-short': [
    'CORRUPT',
    packedModel(() => Buffer.concat([varint(8), varint(0), Uint8Array.of(0, 1, 1, 65)])),
  ],
  'packed-weights-and-a-byte': [
    'CORRUPT',
    packedModel((weights) => Buffer.concat([weights, Uint8Array.of(0)])),
  ],
});
