import { BLOCK_OVERHEAD } from './block.js';
import { FieldReader, FieldWriter } from './fields.js';
import { packWeights, unpackWeights } from './packedWeights.js';
import type { ResidueCoding } from './residue.js';

/** A model inside a file. */
export interface EmbeddedModel {
  /** The canonical spec, JSON. */
  readonly spec: string;
  /** The weights file; no bytes where the model has none. */
  readonly weights: Uint8Array;
}

export function encodeEmbedded(
  { spec, weights }: EmbeddedModel,
  coding: ResidueCoding,
): Uint8Array {
  const kept = coding.packed ? packWeights(weights, coding) : weights;
  return new FieldWriter().text(spec).raw(kept).finish();
}

/** Bytes of a file that the model takes. */
export function embeddedBytes(model: EmbeddedModel, coding: ResidueCoding): number {
  return encodeEmbedded(model, coding).length + BLOCK_OVERHEAD;
}

/**
 * @param memory bytes that the weights may take.
 * @throws CrayError CORRUPT naming the field, or TOO_LARGE.
 */
export function decodeEmbedded(
  payload: Uint8Array,
  coding: ResidueCoding,
  memory: number,
): EmbeddedModel {
  const reader = new FieldReader(payload, 'model');
  const spec = reader.text('spec');
  if (!coding.packed) return { spec, weights: reader.rest() };
  const weights = unpackWeights(reader, coding, memory);
  reader.end();
  return { spec, weights };
}
