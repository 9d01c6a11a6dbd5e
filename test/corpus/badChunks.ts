import { deflateRawSync } from 'node:zlib';
import { casesOf } from './case.js';
import { bits, pictures, squeeze } from './good.js';
import { bytes, NONE, varint, withBlock, withHeader, withPayload } from './parts.js';

type Change = (payload: Uint8Array) => Uint8Array;

/** A message: kind, items, lanes and narrow, of a byte each. */
const message = (change: Change) => async () => withPayload(await squeeze(bits(30)), 'C', change);
/** Kind, items, two bytes. */
const plain = (change: Change) => async () => withPayload(await squeeze(bits(1)), 'C', change);
/** Kind, items, and the residue of the label. */
const labelled = (change: Change) => async () =>
  withPayload(await squeeze(pictures(), { chunkItems: 1 }, 'mixing'), 'C', change);
/** The second chunk is of residue. */
const tailed = (change: Change) => async () =>
  withPayload(await squeeze(Buffer.concat([bits(9), new Uint8Array(99).fill(65)])), 'C', change, 1);

const at = (place: number, value: number) => (payload: Uint8Array) =>
  payload.map((byte, i) => (i === place ? value : byte));

const residue = (method: number, length: number, coded: Uint8Array) => () =>
  Buffer.concat([Uint8Array.of(2, method), varint(length), bytes(coded)]);

/** What can be wrong in a chunk. */
export const BAD_CHUNKS = casesOf({
  'chunk-empty': ['CORRUPT', message(() => NONE)],
  'chunk-kind': ['CORRUPT', message(at(0, 3))],
  'chunk-of-0-items': ['CORRUPT', message(at(1, 0))],
  'chunk-of-more-items': ['CORRUPT', message(at(1, 31))],
  'chunk-of-items-not-shortest': [
    'CORRUPT',
    message((payload) => Buffer.concat([Uint8Array.of(1, 158, 0), payload.subarray(2)])),
  ],
  'chunk-lanes-0': ['CORRUPT', message(at(2, 0))],
  'chunk-lanes-17': ['CORRUPT', message(at(2, 17))],
  'chunk-narrow': ['CORRUPT', message(at(3, 31))],
  'half-a-word': ['CORRUPT', message((payload) => payload.subarray(0, -2))],
  'no-words': ['CORRUPT', message((payload) => payload.subarray(0, 4))],
  'a-word-missing': ['CORRUPT', message((payload) => payload.subarray(0, -4))],
  'a-word-too-many': ['CORRUPT', message((payload) => Buffer.concat([payload, Buffer.alloc(4)]))],
  'a-word-changed': ['CORRUPT', message(at(13, 1))],
  'a-lane-below-its-range': [
    'CORRUPT',
    message((payload) => Buffer.concat([payload.subarray(0, 4), Buffer.alloc(8)])),
  ],
  'plain-too-short': ['CORRUPT', plain((payload) => payload.subarray(0, -1))],
  'plain-too-long': ['CORRUPT', plain((payload) => Buffer.concat([payload, varint(0)]))],
  'plain-above-the-levels': [
    'CORRUPT',
    async () => withHeader(await plain((payload) => payload)(), { levels: varint(3) }),
  ],
  'side-missing': ['CORRUPT', labelled((payload) => payload.subarray(0, 2))],
  'side-method': ['CORRUPT', labelled(at(2, 3))],
  'side-too-short': ['CORRUPT', labelled(at(3, 0))],
  'side-too-long': ['CORRUPT', labelled(at(3, 2))],
  'residue-method': ['CORRUPT', tailed(residue(3, 1, Uint8Array.of(0)))],
  'residue-too-long': ['CORRUPT', tailed(residue(0, 2 ** 20 + 1, NONE))],
  'residue-length': ['CORRUPT', tailed(residue(0, 5, Uint8Array.of(1)))],
  'residue-not-deflated': ['CORRUPT', tailed(residue(1, 5, new Uint8Array(5).fill(255)))],
  'residue-not-brotli': ['CORRUPT', tailed(residue(2, 5, new Uint8Array(5).fill(255)))],
  'residue-swells': ['CORRUPT', tailed(residue(1, 9, deflateRawSync(Buffer.alloc(9999))))],
  'residue-and-more': ['CORRUPT', tailed((payload) => Buffer.concat([payload, Uint8Array.of(1)]))],
  'residue-of-others': ['CORRUPT', tailed(residue(0, 1, Uint8Array.of(66)))],
  'items-after-residue': [
    'CORRUPT',
    async () =>
      withBlock(await squeeze(bits(9)), -2, {
        type: 'C',
        payload: residue(0, 1, Uint8Array.of(66))(),
      }),
  ],
});
