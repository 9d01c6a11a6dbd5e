import type { Codec } from '../codecs/codec.js';
import type { Known } from '../codecs/known.js';
import { describe, fits, type ItemType, itemSize, levelsOf } from '../data/dataset.js';
import { ArgumentError, CrayError } from '../errors.js';
import { withModule } from '../kernels/kernels.js';
import { moduleOf, REVISION } from '../kernels/modules.js';
import { counted } from '../words.js';
import type { AnySpec, CodedItem, Context } from './context.js';
import type { Model } from './model.js';
import { buildNetworks } from './networks.js';
import type { EstimateByFields, ExampleByFields, Learning } from './node.js';
import { located, specError } from './specError.js';
import { innerOf, typeOf } from './types/index.js';

/** What a codec is built for. */
export interface BuildOptions {
  /** Most rows a call of a network, 256 by default. Speed only: it changes no bit. */
  readonly batch?: number | undefined;
  /** The items to be coded; needed where the model's data leave their dtype or shape open. */
  readonly item?: ItemType | undefined;
  /** Lanes that messages are sure to have; open unless told. */
  readonly lanes?: number | undefined;
  /**
   * Whether it is to decode a file, whose spec is not refused for what codecs would refuse: no chunk may need them,
   * where 0.1.0 had all be plain. By default each distribution is tried.
   */
  readonly decoding?: boolean | undefined;
  /** The revision of the arithmetic, the newest unless told. */
  readonly revision?: number | undefined;
}

/** What codes the items of a model's data. */
export interface ItemCodec {
  /** Values of an element are 0 … levels - 1. */
  readonly levels: number;
  /** Most items coded in lockstep, with one network call each way. Part of the model. */
  readonly width: number;
  /** What it asks for if it learns while it codes; all items of a chunk are then one group. */
  readonly learns: Learning | undefined;
  /** Items that a chunk should have where nobody says, of so many bytes each. */
  readonly chunkItems: ((itemBytes: number) => number) | undefined;
  /** Whether a push takes no bits from the message, so that the first groups may be wide. */
  readonly givesOnly: boolean;
  /** Where it takes items apart by fields: bits that it is estimated to take. */
  readonly estimate?: EstimateByFields | undefined;
  /** The same: what a chunk tells of others of the same file, where it is of use to know that. */
  readonly example?: ExampleByFields | undefined;
  /**
   * The codec of n items, flat, item after item: vectors of n times the size of an item.
   *
   * @param known what is known of those of a push.
   */
  readonly group: (n: number, known?: Known) => Codec<Uint32Array>;
}

/** The default of {@link BuildOptions.batch}. */
export const DEFAULT_BATCH = 256;

/** Items coded together where the model does not say. */
const DEFAULT_WIDTH = 64;

/**
 * Builds a model's codec.
 *
 * @param model as loadModel and makeModel give it.
 * @param options speed, and the items where the model leaves them open.
 * @throws CrayError SPEC_INVALID or WEIGHTS_INVALID, with the JSON path, where parts do not meet;
 * DATA_MISMATCH where the model does not fit the items; REVISION_UNKNOWN for a revision that there is not, and
 * UNSUPPORTED for one that is older than the model's codecs.
 */
export function buildCodec(model: Model, options: BuildOptions = {}): ItemCodec {
  const { revision = REVISION } = options;
  const since = revisionOf(model);
  if (revision < since) {
    const message = `${model.where}: expected revision ${since} of the arithmetic or later, got ${revision}`;
    throw new CrayError('UNSUPPORTED', message);
  }
  return buildWith(moduleOf(revision), model, options);
}

/** A codec all of whose work is done by a module of the kernels. @throws as {@link buildCodec}. */
export function buildWith(
  module: WebAssembly.Module,
  model: Model,
  options: BuildOptions,
): ItemCodec {
  const within = <T>(run: () => T) => withModule(module, run);
  const { learns, estimate, example, group, ...others } = within(() =>
    aboutModel(model, () => buildInForce(model, options)),
  );
  return {
    ...others,
    learns: learns && { ...learns, memory: (items) => within(() => learns.memory(items)) },
    estimate: estimate && ((bytes, fields) => within(() => estimate(bytes, fields))),
    example: example && ((...about) => within(() => example(...about))),
    group(n, known) {
      const codec = within(() => group(n, known));
      return {
        push: (message, symbols) => within(() => codec.push(message, symbols)),
        pop: (message) => within(() => codec.pop(message)),
      };
    },
  };
}

/** Says which spec it is that cannot be built. */
function aboutModel<T>({ where }: Model, build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof CrayError) || error.code === 'DATA_MISMATCH') throw error;
    throw new CrayError(error.code, `${where}: ${error.message}`, { cause: error });
  }
}

function buildInForce(model: Model, options: BuildOptions): ItemCodec {
  const context = rootOf(model, options);
  const { item } = context;
  const node = context.build(model.spec.codec, 'codec', context);
  const size = itemSize(item.shape);
  if (node.size !== size) {
    throw specError(
      'codec',
      `codes items of ${counted(node.size, 'symbol')}, expected ${size} as the data has`,
    );
  }
  if (node.limit < item.levels) {
    throw specError(
      'codec',
      `codes ${counted(node.limit, 'value')}, expected the ${item.levels} of the data`,
    );
  }
  const codecs = new Map<number, Codec<Uint32Array>>();
  return {
    levels: item.levels,
    width: node.width ?? DEFAULT_WIDTH,
    learns: node.learns,
    chunkItems: node.chunkItems,
    givesOnly: node.givesOnly ?? false,
    estimate: node.estimate,
    example: node.example,
    group(n, known) {
      if (known) return node.codec(n, undefined, known);
      const made = codecs.get(n) ?? node.codec(n, undefined);
      codecs.set(n, made);
      return made;
    },
  };
}

/**
 * What surrounds the codec of a model.
 *
 * @throws CrayError as {@link buildCodec} does.
 */
export function rootOf(model: Model, options: BuildOptions): Context {
  const item = codedItem(model, options.item);
  const { batch = DEFAULT_BATCH, lanes, decoding = false } = options;
  const networks = buildNetworks(model, batch);
  const sources = { networks, tensors: model.tensors, tried: !decoding };
  const build: Context['build'] = (spec, path, context) => {
    const node = located(path, () => typeOf(spec).build(spec, path, context));
    return { ...node, codec: (...n) => located(path, () => node.codec(...n)) };
  };
  return { item, inputs: undefined, lanes, sources, build };
}

/** The items that are coded, as far as the model or the caller says what they are. */
function codedItem({ spec }: Model, given: ItemType | undefined): CodedItem {
  const { dtype = given?.dtype, shape, levels } = spec.data;
  const open = !shape || shape.some((size) => size === null) ? given?.shape : shape;
  if (dtype === undefined || open === undefined) {
    throw new ArgumentError(`model ${spec.name} fits ${describe(spec.data)}: expected option item`);
  }
  const item = given ?? { dtype, shape: open as number[] };
  if (!fits(spec.data, item)) {
    const message = `model ${spec.name} fits ${describe(spec.data)}, got ${describe(item)}`;
    throw new CrayError('DATA_MISMATCH', message);
  }
  return {
    dtype: item.dtype,
    shape: item.shape,
    levels: levels ?? item.levels ?? levelsOf(item.dtype),
  };
}

/** The first revision of the arithmetic that has all that a model's codecs call. */
export function revisionOf({ spec }: Pick<Model, 'spec'>): number {
  return Math.max(1, ...codecsOf(spec.codec).map((codec) => typeOf(codec).since?.(codec) ?? 1));
}

/** The revision that a model's files are best written with. */
export function bestRevisionOf({ spec }: Pick<Model, 'spec'>): number {
  const better = codecsOf(spec.codec).map((codec) => typeOf(codec).betterSince?.(codec) ?? 1);
  return Math.max(revisionOf({ spec }), ...better);
}

/** A spec, and all within it. */
function codecsOf(spec: AnySpec): AnySpec[] {
  return [spec, ...innerOf(spec).flatMap((inner) => codecsOf(inner.spec))];
}

/** Whether a model takes what it codes apart by fields. */
export function takesFields({ spec }: Model): boolean {
  return typeOf(spec.codec).takesFields ?? false;
}

/** Whether a model is made for blocks of coefficients of pictures. */
export function takesPictures({ spec }: Model): boolean {
  return typeOf(spec.codec).takesPictures ?? false;
}

/** Whether a model is there to be quick. */
export function isQuick({ spec }: Pick<Model, 'spec'>): boolean {
  return typeOf(spec.codec).isQuick?.(spec.codec) ?? false;
}

/** Whether a model takes more or less trouble. */
export function hasEffort({ spec }: Pick<Model, 'spec'>): boolean {
  return typeOf(spec.codec).withEffort !== undefined;
}
