import { createHash } from 'node:crypto';
import { FieldReader, FieldWriter } from './fields.js';

/** A file of its own that a part holds together with others, since they were joined. */
export interface JoinedPiece {
  readonly items: number;
  /** Bytes of its original file before its items. */
  readonly head: Uint8Array;
  /** SHA-256 of its original file, or the first bytes of it. */
  readonly digest: Uint8Array;
}

/** Longest payload of a block of pieces. */
export const MAX_PIECES_BYTES = 1 << 24;

/** @param digestBytes bytes of each digest that are kept. */
export function encodePieces(pieces: readonly JoinedPiece[], digestBytes: number): Uint8Array {
  const writer = new FieldWriter();
  for (const { items, head, digest } of pieces) {
    writer.varint(items).bytes(head).raw(digest.subarray(0, digestBytes));
  }
  return writer.finish();
}

/** @throws CrayError CORRUPT naming the field. */
export function decodePieces(payload: Uint8Array, digestBytes: number): JoinedPiece[] {
  const reader = new FieldReader(payload, 'pieces');
  const pieces: JoinedPiece[] = [];
  while (!reader.done) {
    pieces.push({
      items: reader.varint('items'),
      head: reader.bytes('head').slice(),
      digest: reader.raw(digestBytes, 'digest').slice(),
    });
  }
  if (pieces.length < 2) throw reader.fail('number', `expected at least 2, got ${pieces.length}`);
  return pieces;
}

/** What stands in the trailer for all pieces: the SHA-256 of their digests as they are kept, one after another. */
export function digestOfPieces(pieces: readonly JoinedPiece[], digestBytes: number): Uint8Array {
  const digest = createHash('sha256');
  for (const piece of pieces) digest.update(piece.digest.subarray(0, digestBytes));
  return digest.digest().subarray(0, digestBytes);
}
