import { BLOCK_OVERHEAD } from './block.js';
import { FieldReader, FieldWriter } from './fields.js';

/** What the last bytes of a part say, so that it can be read from its end. */
export interface Foot {
  /** Bytes of the whole part, from its magic to the end of the foot. */
  readonly partBytes: number;
  /** Where the index block begins, in bytes from the start of the part. */
  readonly index: number;
}

/** Bytes of the foot's block, always. */
export const FOOT_BYTES = 16 + BLOCK_OVERHEAD;

export function encodeFoot({ partBytes, index }: Foot): Uint8Array {
  return new FieldWriter().u64(partBytes).u64(index).finish();
}

/** @throws CrayError CORRUPT naming the field. */
export function decodeFoot(payload: Uint8Array): Foot {
  const reader = new FieldReader(payload, 'foot');
  const partBytes = reader.u64('part bytes');
  const index = reader.u64('index');
  reader.end();
  return { partBytes, index };
}
