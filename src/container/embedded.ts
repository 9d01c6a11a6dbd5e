import { BLOCK_OVERHEAD } from './block.js';
import { FieldReader, FieldWriter } from './fields.js';

/** A model inside a file. */
export interface EmbeddedModel {
  /** The canonical spec, JSON. */
  readonly spec: string;
  /** The weights file; no bytes where the model has none. */
  readonly weights: Uint8Array;
}

export function encodeEmbedded({ spec, weights }: EmbeddedModel): Uint8Array {
  return new FieldWriter().text(spec).raw(weights).finish();
}

/** Bytes of a file that the model takes. */
export function embeddedBytes(model: EmbeddedModel): number {
  return encodeEmbedded(model).length + BLOCK_OVERHEAD;
}

/** @throws CrayError CORRUPT naming the field. */
export function decodeEmbedded(payload: Uint8Array): EmbeddedModel {
  const reader = new FieldReader(payload, 'model');
  return { spec: reader.text('spec'), weights: reader.rest() };
}
