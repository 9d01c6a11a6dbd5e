import type { Model } from '../model/model.js';

/**
 * Bits that intervals are raised to. At 24 a symbol's share is rounded by less than 1e-6 bits at the
 * rates of interest; beyond it the heads, of 31 bits and more, begin to round in their turn.
 */
const PRECISION = 24;
/** Most bits of bins that latents are raised to: each bin must still have many of the 2^24 intervals. */
const BIN_BITS = 12;

/** Codecs whose symbols stand for a real number, and which can be had with finer bins. */
const BINNED = new Set(['gaussianStandardBins', 'gaussianBins', 'logistic', 'logisticMixture']);
/** Largest precision of the types that do not take 31. */
const MOST: Readonly<Record<string, number>> = { categoricalBytes: 16 };
/** Here the precision says what the symbols are. */
const FIXED = new Set(['uniform', 'bigUniform']);

type Part = { readonly [key: string]: unknown };

/**
 * The model with the intervals of its coder, and the bins of its latent variables, as fine as they
 * can be: what it costs is what the model itself says, without what making it discrete adds. Latents
 * keep their bins unless all of them stand for real numbers.
 */
export function refinedModel(model: Model): Model {
  const codec = model.spec.codec as unknown as Part;
  const latents = latentsOf(codec);
  const extra = Math.max(0, Math.min(...latents.map(room)));
  const finer = new Set(extra > 0 && Number.isFinite(extra) ? latents : []);
  const refined = refine(codec, (part) => ({
    ...part,
    ...(finer.has(part) ? withBins(part, extra) : {}),
    ...precisionOf(part),
  }));
  return { ...model, spec: { ...model.spec, codec: refined as unknown as Model['spec']['codec'] } };
}

/** Whether a model has latent variables, so that its cost is known by samples only. */
export function isSampled(model: Model): boolean {
  return latentsOf(model.spec.codec as unknown as Part).length > 0;
}

/** The distributions that code latents, priors and posteriors alike. */
function latentsOf(part: unknown): Part[] {
  if (typeof part !== 'object' || part === null) return [];
  if (Array.isArray(part)) return part.flatMap(latentsOf);
  const { type, prior, likelihood, posterior, priors, posteriors, layers } = part as Part;
  switch (type) {
    case 'bitsBack':
      return [...leaves(prior), ...leaves(posterior), ...latentsOf(likelihood)];
    case 'topDown':
      return [...leaves(priors), ...leaves(posteriors), ...latentsOf(likelihood)];
    case 'bitSwap': {
      const [first, ...others] = layers as Part[];
      const likelihoods = others.map((layer) => layer.likelihood);
      const codes = (layers as Part[]).map((layer) => layer.posterior);
      return [...leaves(prior), ...leaves(likelihoods), ...leaves(codes), ...latentsOf(first)];
    }
    default:
      return Object.values(part).flatMap(latentsOf);
  }
}

/** The parts with a type that are made of no others. */
function leaves(part: unknown): Part[] {
  if (typeof part !== 'object' || part === null) return [];
  const below = Object.values(part).flatMap(leaves);
  return below.length === 0 && 'type' in part ? [part as Part] : below;
}

/** Bits by which the bins of a latent can be made finer. */
function room({ type, binBits, precision }: Part): number {
  if (type === 'uniform') return BIN_BITS - (precision as number);
  return BINNED.has(type as string) ? BIN_BITS - (binBits as number) : 0;
}

function withBins({ type, binBits, precision }: Part, extra: number): Part {
  return type === 'uniform'
    ? { precision: (precision as number) + extra }
    : { binBits: (binBits as number) + extra };
}

function precisionOf({ type, precision }: Part): Part {
  if (typeof precision !== 'number' || FIXED.has(type as string)) return {};
  return { precision: Math.max(precision, MOST[type as string] ?? PRECISION) };
}

/** A copy of a tree of parts, each of which a function has replaced. */
function refine(part: Part, replace: (part: Part) => Part): Part {
  const replaced = 'type' in part ? replace(part) : part;
  return Object.fromEntries(
    Object.entries(replaced).map(([key, value]) => [key, refineValue(value, replace)]),
  );
}

function refineValue(value: unknown, replace: (part: Part) => Part): unknown {
  if (Array.isArray(value)) return value.map((each) => refineValue(each, replace));
  return typeof value === 'object' && value !== null ? refine(value as Part, replace) : value;
}
