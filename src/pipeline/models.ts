import { hex } from '../bytes/hex.js';
import type { EmbeddedModel } from '../container/embedded.js';
import type { Front } from '../container/front.js';
import type { Header } from '../container/header.js';
import type { Provenance } from '../container/provenance.js';
import { describe, fits, type ItemType } from '../data/dataset.js';
import { CrayError, typeError } from '../errors.js';
import { type BuildOptions, buildCodec, type ItemCodec } from '../model/build.js';
import { embeddedModel, type Model } from '../model/model.js';
import { type ChunkCoder, coderHere } from './chunk/chunkCoder.js';
import { Workers } from './chunk/workers.js';
import { ALWAYS_THERE, checkMemory, modelNeed } from './memory.js';
import { checkRevision, mayPrecede } from './revision.js';

/** Gives the model for a header, by its digests, and perhaps by where provenance says that it was. */
export type FindModel = (header: Header, provenance?: Provenance) => Model;

/** A model ready to code. */
export interface ReadyModel {
  readonly model: Model;
  readonly codec: ItemCodec;
  /** Whether what it is to decode may be from before there were revisions; see {@link mayPrecede}. */
  readonly precedes: boolean;
  /** Bytes that it takes for a chunk of so many items, roughly. */
  need(items: number): number;
  /** What codes chunks on so many threads, or on that of the caller where it is one. */
  coder(threads: number): ChunkCoder;
}

/**
 * The model that a file brings, or else the one found for it, ready to decode.
 *
 * @throws CrayError MODEL_MISMATCH for another than the file was written with, REVISION_UNKNOWN for arithmetic that
 * this program does not have, CORRUPT where the data do not fit it, TOO_LARGE, or what findModel throws.
 */
export function modelOf(
  front: Pick<Front, 'header' | 'model' | 'provenance'>,
  findModel: FindModel,
  batch: number | undefined,
  memory: number,
): ReadyModel {
  const { header } = front;
  checkRevision(front);
  const model = modelOfFront(front, findModel);
  const ready = makeReady(model, { ...header, decoding: true }, batch, memory);
  const { levels } = ready.codec;
  if (header.levels < levels) {
    const message = `header: levels: expected ${levels} or more as the model has, got ${header.levels}`;
    throw new CrayError('CORRUPT', message);
  }
  return { ...ready, precedes: mayPrecede(front, model, ready.codec) };
}

/**
 * The model that a file brings, or else the one found for it, which is then the one it was written with.
 *
 * @throws CrayError as {@link modelOf}.
 */
export function modelOfFront(
  { header, model: embedded, provenance }: Pick<Front, 'header' | 'model' | 'provenance'>,
  findModel: FindModel,
): Model {
  const model = embedded
    ? fromFile(header, embedded)
    : modelGiven(finderGiven(findModel)(header, provenance));
  checkModel(header, model);
  return model;
}

/**
 * Builds the codec of a model for items, unless it would take too much memory by itself. What it takes with a chunk
 * is then for the caller to check.
 *
 * @throws CrayError DATA_MISMATCH where it does not fit the items, TOO_LARGE, or what buildCodec throws.
 */
export function makeReady(
  model: Model,
  {
    dtype,
    numbers,
    shape,
    levels,
    revision,
    decoding,
  }: ItemType & Pick<BuildOptions, 'revision' | 'decoding'>,
  batch: number | undefined,
  memory: number,
): ReadyModel {
  const what = `model ${model.spec.name}`;
  const room = Math.max(memory, ALWAYS_THERE);
  checkMemory(what, modelNeed(model, 1), room);
  const options = { batch, item: { dtype, numbers, shape, levels }, revision, decoding };
  const codec = buildCodec(model, options);
  const fixed = modelNeed(model, codec.width);
  checkMemory(what, fixed, room);
  return {
    model,
    codec,
    precedes: false,
    need: (items) => fixed + (codec.learns?.memory(items) ?? 0),
    coder: (threads) => (threads > 1 ? new Workers(threads, model, options) : coderHere(codec)),
  };
}

/** @throws ArgumentTypeError unless what was given to find models may do so. */
export function finderGiven<F>(findModel: F): F {
  if (typeof findModel === 'function') return findModel;
  throw typeError('findModel', 'a function that gives a model, as () => model', findModel);
}

/** @throws ArgumentTypeError unless what was found is a model: it may be a promise of one, or nothing. */
export function modelGiven(found: Model): Model {
  if (typeof found === 'object' && found && 'spec' in found && 'tensors' in found) return found;
  throw typeError('what findModel gave', 'a model, as loadModel gives it', found);
}

function fromFile(header: Header, { spec, weights }: EmbeddedModel): Model {
  try {
    return embeddedModel(spec, weights, header.modelName);
  } catch (error) {
    if (!(error instanceof CrayError)) throw error;
    throw new CrayError(error.code, `the model in the file: ${error.message}`, { cause: error });
  }
}

function checkModel(header: Header, model: Model): void {
  const { where, spec } = model;
  const { name, data } = spec;
  for (const [what, expected, got] of [
    ['spec', header.specDigest, model.specDigest],
    ['weights', header.weightsDigest, model.weightsDigest],
  ] as const) {
    if (Buffer.compare(expected, got) !== 0) {
      throw new CrayError(
        'MODEL_MISMATCH',
        `model ${name} of ${where}: expected ${what} of SHA-256 ${hex(expected)}, got ${hex(got)}`,
      );
    }
  }
  if (!fits(data, header)) {
    const message = `expected ${describe(data)} as model ${name} has, got ${describe(header)}`;
    throw new CrayError('CORRUPT', `header: ${message}`);
  }
}
