import { FieldReader, FieldWriter } from './fields.js';

/** What an encoder knows only at the end. */
export interface Trailer {
  /** Items in all chunks. */
  readonly items: number;
  /** Bytes of the original file after its items. */
  readonly tail: Uint8Array;
  /** SHA-256 of the original file, or the first bytes of it; without order, of the file as it is restored. */
  readonly digest: Uint8Array;
}

/** @param digestBytes bytes of the digest that are kept. */
export function encodeTrailer({ items, tail, digest }: Trailer, digestBytes: number): Uint8Array {
  return new FieldWriter().varint(items).bytes(tail).raw(digest.subarray(0, digestBytes)).finish();
}

/** @throws CrayError CORRUPT naming the field. */
export function decodeTrailer(payload: Uint8Array, digestBytes: number): Trailer {
  const reader = new FieldReader(payload, 'trailer');
  const items = reader.varint('items');
  const tail = reader.bytes('tail').slice();
  const digest = reader.raw(digestBytes, 'digest').slice();
  reader.end();
  return { items, tail, digest };
}
