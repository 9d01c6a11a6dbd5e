import type { ModelSpec } from '../model/schema.js';
import { specError } from '../model/specError.js';
import type { TrainingSpec } from '../model/trainingSchema.js';
import {
  type NeighbourhoodSpec,
  type OpenNeighbourhoodSpec,
  sized,
} from '../model/types/neighbourhood/schema.js';
import { asBits, binarised } from './binarise.js';
import type { Items } from './data.js';
import { imagesOf } from './images.js';
import { KernelNetwork } from './kernelNetwork.js';
import { NeighbourhoodObjective } from './neighbourhoodObjective.js';
import type { Objective } from './objective.js';
import { Random } from './random.js';
import { VaeObjective } from './vaeObjective.js';

/** What there is to learn, ready to be trained, and what computes it. */
export interface Prepared {
  readonly objective: Objective;
  /** What computes the networks, for people. */
  readonly engine: string;
  /** The items by which it is measured, as they will be coded. */
  readonly measured: Items;
}

/**
 * Makes a spec ready to be trained on data that fit it.
 *
 * @param data to learn from, and to measure by.
 * @throws CrayError SPEC_INVALID with the JSON path where parts do not meet, or are not known to training.
 */
export async function prepare(
  spec: ModelSpec,
  training: TrainingSpec,
  { train, measured: given }: { readonly train: Items; readonly measured: Items },
): Promise<Prepared> {
  const { codec } = spec;
  const { binarise, seed } = training;
  const measured = binarise ? { ...given, levels: asBits(given.levels, new Random(seed)) } : given;
  if (codec.type === 'neighbourhood') {
    const images = imagesOf(train.levels, train, codec);
    const drawn = (round: number) =>
      imagesOf(binarised(train.levels, roundOf(seed, round)), train, codec);
    const data = {
      train: (round: number) => (binarise ? drawn(round) : images),
      measured: imagesOf(measured.levels, measured, codec),
    };
    const objective = new NeighbourhoodObjective(
      { spec, codec: ofOneSize(codec, train), training },
      data,
      (plan, parameters, options) => new KernelNetwork(plan, parameters, options),
    );
    return { objective, engine: 'the kernels', measured };
  }
  if (codec.type !== 'bitsBack') {
    throw specError('codec.type', `training knows bitsBack and neighbourhood, got ${codec.type}`);
  }
  // Half a second to load, which neighbourhoods do without.
  const { startBackend } = await import('./backend.js');
  const { TensorNetwork } = await import('./tensorNetwork.js');
  const { tf, name } = await startBackend();
  const data = {
    train: train.levels,
    measured: measured.levels,
    drawn: binarise ? binarised : undefined,
  };
  const objective = new VaeObjective(
    { spec, codec, training },
    data,
    (plan, parameters, options) => new TensorNetwork(tf, plan, parameters, options),
  );
  return { objective, engine: `TensorFlow.js on its ${name} backend`, measured };
}

/** The codec for images of their size; for images of many it must not look at where a site is. */
function ofOneSize(codec: OpenNeighbourhoodSpec, { shapes }: Items): NeighbourhoodSpec {
  const open = codec.height === undefined || codec.width === undefined;
  if (codec.position && open) {
    throw specError(
      'codec.position',
      'expected height and width, since networks see where a site is',
    );
  }
  return sized(codec, shapes[0] as readonly number[]);
}

/** A generator for each round of drawing bits. */
function roundOf(seed: number, round: number): Random {
  return new Random(seed ^ Math.imul(round + 1, 0x85ebca6b));
}
