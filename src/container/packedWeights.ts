/** Weights in fewer bytes: of single-precision numbers, the bytes of one place have more in common than neighbours. */

import { CrayError } from '../errors.js';
import { counted } from '../words.js';
import { type FieldReader, FieldWriter } from './fields.js';
import { type ResidueCoding, readResidue, writeResidue } from './residue.js';

/** Bytes of a number, so planes of bytes. */
const PLANES = 4;
/** Bytes kept as one residue, at most. */
const PIECE_BYTES = 1 << 20;
/** Copies that unpacking holds: the planes, and the weights. */
const COPIES = 2;

/** What has been packed, since who asks how long it is asks for it as well. */
const packed = new WeakMap<Uint8Array, Uint8Array>();

/** The length; how much stands before the numbers, and that; and of the numbers a plane for each of their bytes. */
export function packWeights(weights: Uint8Array, coding: ResidueCoding): Uint8Array {
  const known = packed.get(weights);
  if (known) return known;
  const before = bytesBeforeNumbers(weights);
  const writer = new FieldWriter().varint(weights.length).varint(before);
  for (const strip of [weights.subarray(0, before), ...planesOf(weights.subarray(before))]) {
    for (let at = 0; at < strip.length; at += PIECE_BYTES) {
      writeResidue(writer, strip.subarray(at, at + PIECE_BYTES), coding);
    }
  }
  const bytes = writer.finish();
  packed.set(weights, bytes);
  return bytes;
}

/**
 * The inverse of {@link packWeights}.
 *
 * @param memory bytes that it may take.
 * @throws CrayError CORRUPT naming the field, or TOO_LARGE.
 */
export function unpackWeights(
  reader: FieldReader,
  coding: ResidueCoding,
  memory: number,
): Uint8Array {
  const length = reader.varint('weights');
  const before = reader.varint('weights before numbers', length);
  if ((length - before) % PLANES !== 0) {
    throw reader.fail(
      'weights',
      `expected whole numbers, got ${counted(length - before, 'byte')} of them`,
    );
  }
  if (COPIES * length > memory) {
    const message = `${counted(length, 'byte')} take ${COPIES * length}, the limit is ${memory}`;
    throw new CrayError('TOO_LARGE', reader.fail('weights', message).message);
  }
  // Nothing is made so large before what is there has been found to be.
  const strip = (bytes: number) => {
    const pieces: Uint8Array[] = [];
    for (let left = bytes; left > 0; left -= PIECE_BYTES) {
      const expected = Math.min(left, PIECE_BYTES);
      const piece = readResidue(reader, 'weights', expected, coding);
      if (piece.length !== expected) {
        throw reader.fail('weights', `expected ${counted(expected, 'byte')}, got ${piece.length}`);
      }
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  };
  const head = strip(before);
  const planes = Array.from({ length: PLANES }, () => strip((length - before) / PLANES));
  const weights = new Uint8Array(length);
  weights.set(head);
  planes.forEach((plane, place) => {
    for (let i = 0; i < plane.length; i++) {
      weights[before + PLANES * i + place] = plane[i] as number;
    }
  });
  return weights;
}

function planesOf(numbers: Uint8Array): Uint8Array[] {
  const count = numbers.length / PLANES;
  return Array.from({ length: PLANES }, (_, place) =>
    Uint8Array.from({ length: count }, (_n, i) => numbers[PLANES * i + place] as number),
  );
}

/** Where numbers begin in a safetensors file: after the length of its header, and that. */
function bytesBeforeNumbers(weights: Uint8Array): number {
  if (weights.length < 8) return weights.length;
  const view = new DataView(weights.buffer, weights.byteOffset);
  const before = 8 + Number(view.getBigUint64(0, true));
  return before <= weights.length && (weights.length - before) % PLANES === 0
    ? before
    : weights.length;
}
