import type { Coded } from '../model/codecType.js';
import type { AnySpec } from '../model/context.js';
import type { Model } from '../model/model.js';
import { type CodecSpec, innerOf, typeOf } from '../model/types/index.js';

/**
 * Bits that intervals are raised to. At 24 a symbol's share is rounded by less than 1e-6 bits at the
 * rates of interest; beyond it the heads, of 31 bits and more, begin to round in their turn.
 */
const PRECISION = 24;
/** Most bits of bins that latents are raised to: each bin must still have many of the 2^24 intervals. */
const BIN_BITS = 12;

/**
 * The model with the intervals of its coder, and the bins of its latent variables, as fine as they
 * can be: what it costs is what the model itself says, without what making it discrete adds. Latents
 * keep their bins unless all of them stand for real numbers.
 */
export function refinedModel(model: Model): Model {
  const { codec } = model.spec;
  const rooms = latentsOf(codec, 'data').map(room);
  const more = rooms.length > 0 ? Math.max(0, Math.min(...rooms)) : 0;
  return { ...model, spec: { ...model.spec, codec: refined(codec, 'data', more) as CodecSpec } };
}

/** Whether a model has latent variables, so that its cost is known by samples only. */
export function isSampled(model: Model): boolean {
  return latentsOf(model.spec.codec, 'data').length > 0;
}

/** The codecs without others inside that code latents, by priors and posteriors alike. */
function latentsOf(spec: AnySpec, coded: Coded): AnySpec[] {
  const inner = innerOf(spec);
  if (inner.length === 0) return coded === 'latents' ? [spec] : [];
  return inner.flatMap((one) => latentsOf(one.spec, within(coded, one.coded)));
}

/** All inside what codes latents does. */
function within(around: Coded, inner: Coded): Coded {
  return around === 'latents' ? 'latents' : inner;
}

/** Bits by which the bins of a latent can be made finer. */
function room(spec: AnySpec): number {
  const { bins } = typeOf(spec);
  return bins ? BIN_BITS - bins.bits(spec) : 0;
}

/** A codec, and all inside it, with finer intervals; of latents also with 2^more bins for each. */
function refined(spec: AnySpec, coded: Coded, more: number): AnySpec {
  const { withInner, bins, finer } = typeOf(spec);
  if (withInner) {
    return withInner(spec, (inner, own) => refined(inner, within(coded, own), more));
  }
  const own = coded === 'latents' && bins && more > 0 ? bins.finer(spec, more) : spec;
  return finer ? finer(own, PRECISION) : own;
}
