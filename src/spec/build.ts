import type { Codec } from '../codecs/codec.js';
import { itemSize } from '../data/dataset.js';
import type { CodecSpec } from './codecSchema.js';
import type { Context } from './context.js';
import { buildDistribution } from './distributions.js';
import { buildLatents } from './latents.js';
import { buildLayout } from './layout.js';
import type { Model } from './model.js';
import { buildNeighbourhood } from './neighbourhood.js';
import { buildNetworks } from './networks.js';
import type { Node } from './node.js';
import { specError } from './parse.js';
import { buildSequence } from './sequences.js';

/** Speed settings, which change no bit. */
export interface BuildOptions {
  /** Most rows a call of a network, 256 by default. */
  readonly batch?: number | undefined;
}

/** What codes the items of a model's data. */
export interface ItemCodec {
  /** Most items coded in lockstep, with one network call each way. Part of the model. */
  readonly width: number;
  /** The codec of n items, flat, item after item: vectors of n times the size of an item. */
  readonly group: (n: number) => Codec<Uint32Array>;
}

/** The default of {@link BuildOptions.batch}. */
export const DEFAULT_BATCH = 256;

/** Items coded together where the model does not say. */
const DEFAULT_WIDTH = 64;

/**
 * Builds a model's codec.
 *
 * @param model as loadModel and makeModel give it.
 * @param options speed settings.
 * @throws CrayError SPEC_INVALID or WEIGHTS_INVALID, with the JSON path, where parts do not meet.
 */
export function buildCodec(model: Model, { batch = DEFAULT_BATCH }: BuildOptions = {}): ItemCodec {
  const { data, codec } = model.spec;
  const sources = { networks: buildNetworks(model, batch), tensors: model.tensors };
  const node = build(codec, 'codec', { inputs: undefined, lanes: undefined, sources });
  const size = itemSize(data.shape);
  if (node.size !== size) {
    throw specError(
      'codec',
      `codes items of ${node.size} symbols, expected ${size} as the data has`,
    );
  }
  if (node.limit < data.levels) {
    throw specError('codec', `codes ${node.limit} values, expected the ${data.levels} of the data`);
  }
  const codecs = new Map<number, Codec<Uint32Array>>();
  return {
    width: node.width ?? DEFAULT_WIDTH,
    group(n) {
      const made = codecs.get(n) ?? node.codec(n, undefined);
      codecs.set(n, made);
      return made;
    },
  };
}

function build(spec: CodecSpec, path: string, context: Context): Node {
  switch (spec.type) {
    case 'bitsBack':
    case 'bitSwap':
    case 'topDown':
      return buildLatents(spec, path, context, build);
    case 'serial':
    case 'repeat':
    case 'substack':
    case 'parallel':
    case 'resized':
      return buildLayout(spec, path, context, build);
    case 'dependent':
    case 'autoregressive':
    case 'multiset':
    case 'hiddenMarkov':
      return buildSequence(spec, path, context, build);
    case 'neighbourhood':
      return buildNeighbourhood(spec, path, context.sources);
    default:
      return buildDistribution(spec, path, context.inputs, context.sources);
  }
}
