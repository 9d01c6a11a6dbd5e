import { FieldReader, FieldWriter } from './fields.js';

/** What an encoder knows only at the end. */
export interface Trailer {
  /** Items in all chunks. */
  readonly items: number;
  /** Bytes of the original file after its items. */
  readonly tail: Uint8Array;
  /** SHA-256 of the original file; without order, of the file as it is restored. */
  readonly digest: Uint8Array;
}

const DIGEST_BYTES = 32;

export function encodeTrailer({ items, tail, digest }: Trailer): Uint8Array {
  return new FieldWriter().varint(items).bytes(tail).raw(digest).finish();
}

/** @throws CrayError CORRUPT naming the field. */
export function decodeTrailer(payload: Uint8Array): Trailer {
  const reader = new FieldReader(payload, 'trailer');
  const items = reader.varint('items');
  const tail = reader.bytes('tail').slice();
  const digest = reader.raw(DIGEST_BYTES, 'digest').slice();
  reader.end();
  return { items, tail, digest };
}
