import { CrayError } from '../errors.js';
import type { TrainingSpec } from '../model/trainingSchema.js';
import { counted } from '../words.js';
import { Adam } from './adam.js';
import type { Objective } from './objective.js';
import { Random } from './random.js';

/** All that a trainer holds beside its objective: what goes on from a checkpoint. */
export interface TrainerState {
  readonly step: number;
  readonly parameters: Float32Array;
  readonly mean: Float32Array;
  readonly square: Float32Array;
}

/**
 * Makes an objective small, step by step. Every step draws from a generator of its own, seeded by the
 * training's seed and the step's number, so that going on from a saved state gives what never stopping
 * gives.
 */
export class Trainer {
  private readonly adam: Adam;
  private done = 0;

  constructor(
    readonly objective: Objective,
    readonly training: TrainingSpec,
  ) {
    this.adam = new Adam(objective.parameters.values.length);
  }

  /** Steps done. */
  get step(): number {
    return this.done;
  }

  /**
   * Takes one step.
   *
   * @returns an estimate of the rate before it, in bits a dimension.
   * @throws CrayError TRAINING_FAILED when the loss or a gradient is not finite; the parameters are then
   * as they were.
   */
  advance(): number {
    const { objective, training } = this;
    const { values, gradients } = objective.parameters;
    const random = new Random(training.seed ^ Math.imul(this.done + 1, 0x9e3779b1));
    gradients.fill(0);
    const bits = objective.learn(random, this.done);
    if (!Number.isFinite(bits)) throw failed(this.done, `the loss is ${bits}`);
    const sum = gradients.reduce((all, g) => all + g * g, 0);
    if (!Number.isFinite(sum)) throw failed(this.done, 'a gradient is not finite');
    const rate = rateOf(training, this.done);
    this.done++;
    this.adam.update(values, gradients, objective.rates, rate, this.done);
    return bits;
  }

  /** A view of the state, which the next step changes. */
  state(): TrainerState {
    const { mean, square } = this.adam;
    return { step: this.done, parameters: this.objective.parameters.values, mean, square };
  }

  /** @throws CrayError WEIGHTS_INVALID for the state of another network. */
  restore(state: TrainerState): void {
    const own = this.state();
    for (const part of ['parameters', 'mean', 'square'] as const) {
      if (state[part].length !== own[part].length) {
        const message = `expected ${counted(own[part].length, 'number')} in ${part}, got ${state[part].length}`;
        throw new CrayError('WEIGHTS_INVALID', `checkpoint: ${message}: it is of another network`);
      }
      own[part].set(state[part]);
    }
    this.done = state.step;
  }
}

function failed(step: number, what: string): CrayError {
  return new CrayError(
    'TRAINING_FAILED',
    `step ${step + 1}: ${what}; a lower training.rate may help`,
  );
}

/** The learning rate of a step. */
export function rateOf(
  { steps, rate, schedule, warmUp }: Pick<TrainingSpec, 'steps' | 'rate' | 'schedule' | 'warmUp'>,
  step: number,
): number {
  const rising = Math.min(1, (step + 1) / Math.max(1, warmUp * steps));
  const share = step / steps;
  const falling = {
    cosine: 0.5 * (1 + Math.cos(Math.PI * share)),
    linear: 1 - share,
    constant: 1,
  }[schedule];
  return rate * rising * falling;
}
