import { type Message, seededMessage } from '../ans/message.js';
import type { Codec } from '../codecs/codec.js';
import { type ItemType, itemSize } from '../data/dataset.js';
import { buildCodec } from '../spec/build.js';
import type { CodecSpec } from '../spec/codecSchema.js';
import { distributions } from '../spec/distributionSchema.js';
import type { Model } from '../spec/model.js';

/** Bits of each symbol of so many items, item after item. */
export type SymbolCosts = (symbols: Uint32Array, items: number) => Float64Array;

/** Lanes of latents, beside those of the data: enough that a pop finds bits on each. */
const LATENT_LANES = 64;
/** Decisions a value, of codecs that learn from bits. */
const DECISIONS = 8;
/** Numbers of more bits than the change of one head can tell. */
const WIDE = new Set(['bigUniform', 'benford64']);
const PLAIN = new Set<string>(
  distributions.map(({ shape }) => shape.type.value).filter((type) => !WIDE.has(type)),
);

/**
 * What tells the cost of each symbol under a model, or undefined where its codec does not let them be told
 * apart: one whose symbols come one after another on the same lane, or in numbers that vary.
 *
 * The codec is given a message with a lane for each symbol, or for each decision. A head that has got
 * smaller has emitted a word, since no symbol costs as much as the 32 bits of one. Latents have lanes
 * of their own, whose cost is left out.
 */
export function symbolCosts(model: Model, item: ItemType): SymbolCosts | undefined {
  const { codec } = model.spec;
  const size = itemSize(item.shape);
  if (codec.type === 'experts' || codec.type === 'contextMixing') {
    const { group } = buildCodec(model, { item });
    return (symbols, items) => {
      const decisions = lanesAfter(group(items), symbols, DECISIONS * symbols.length, 0);
      const values = sumsOf(decisions, DECISIONS);
      return codec.type === 'experts' ? fromPlanes(values, item.shape, items) : values;
    };
  }
  const apart = onLanesApart(codec, size);
  if (!apart) return undefined;
  const lanes = size + LATENT_LANES;
  const { group } = buildCodec(
    { ...model, spec: { ...model.spec, codec: apart } },
    { item, lanes },
  );
  const one = group(1);
  return (symbols, items) => {
    const costs = new Float64Array(symbols.length);
    for (let i = 0; i < items; i++) {
      const own = symbols.subarray(i * size, (i + 1) * size);
      costs.set(lanesAfter(one, own, size, LATENT_LANES), i * size);
    }
    return costs;
  };
}

/** The same codec with data and latents on lanes of their own, where that is possible. */
function onLanesApart(codec: CodecSpec, size: number): CodecSpec | undefined {
  const data = (of: CodecSpec): CodecSpec => ({
    type: 'substack',
    from: 0,
    to: size,
    stride: 1,
    codec: of,
  });
  const latent = (of: CodecSpec): CodecSpec => ({
    type: 'substack',
    from: size,
    to: size + LATENT_LANES,
    stride: 1,
    codec: of,
  });
  if (PLAIN.has(codec.type)) return data(codec);
  if (codec.type === 'bitsBack' && PLAIN.has(codec.likelihood.type)) {
    const { prior, likelihood, posterior } = codec;
    return {
      ...codec,
      prior: latent(prior),
      likelihood: data(likelihood),
      posterior: latent(posterior),
    };
  }
  if (codec.type === 'topDown' && PLAIN.has(codec.likelihood.type)) {
    const { priors, posteriors, likelihood } = codec;
    return {
      ...codec,
      priors: priors.map(latent),
      posteriors: posteriors.map(latent),
      likelihood: data(likelihood),
    };
  }
  if (codec.type === 'bitSwap' && PLAIN.has(codec.layers[0]?.likelihood.type ?? '')) {
    const layers = codec.layers.map(({ likelihood, posterior }, i) => ({
      likelihood: i === 0 ? data(likelihood) : latent(likelihood),
      posterior: latent(posterior),
    }));
    return { ...codec, layers, prior: latent(codec.prior) };
  }
  return undefined;
}

/** What a push adds to each of the first n lanes of a message, which has some more. */
function lanesAfter(
  codec: Codec<Uint32Array>,
  symbols: Uint32Array,
  n: number,
  more: number,
): Float64Array {
  const message = fullHeads(n + more);
  const before = message.heads.slice(0, n);
  codec.push(message, symbols);
  return Float64Array.from(before, (head, i) => {
    const change = Math.log2(Number(message.heads[i])) - Math.log2(Number(head));
    return change < -0.5 ? change + 32 : Math.max(0, change);
  });
}

/** A message whose heads are so large that pushes of likely symbols round next to nothing. */
function fullHeads(lanes: number): Message {
  const message = seededMessage(lanes, 0);
  message.heads.forEach((head, i) => {
    const random = head & 0x7fffffffn;
    message.heads[i] = (1n << 62n) | (random << 31n) | random;
  });
  return message;
}

/** Sums of so many values each. */
export function sumsOf(values: Float64Array, each: number): Float64Array {
  const sums = new Float64Array(values.length / each);
  values.forEach((value, i) => {
    const at = Math.floor(i / each);
    sums[at] = (sums[at] as number) + value;
  });
  return sums;
}

/** Values of experts, which go plane by plane, green first, in the order of the elements. */
function fromPlanes(values: Float64Array, shape: readonly number[], items: number): Float64Array {
  const channels = shape.length === 3 ? (shape[2] as number) : 1;
  const pixels = values.length / items / channels;
  const out = new Float64Array(values.length);
  for (let i = 0; i < items; i++) {
    for (let plane = 0; plane < channels; plane++) {
      const channel = channels >= 3 && plane < 2 ? 1 - plane : plane;
      for (let p = 0; p < pixels; p++) {
        const from = (i * channels + plane) * pixels + p;
        out[(i * pixels + p) * channels + channel] = values[from] as number;
      }
    }
  }
  return out;
}
