import { CrayError } from '../errors.js';
import { Adam } from './adam.js';
import type { Loss } from './loss.js';
import { Mlp } from './mlp.js';
import { Random } from './random.js';
import { type SiteShape, Sites } from './sites.js';

/** Rows of a pass: activations stay in the second-level cache. */
const ROWS = 1024;

/** What is trained, and how long. */
export interface NeighbourhoodPlan {
  readonly sites: SiteShape;
  /** Width of the residual network, a multiple of 8. */
  readonly width: number;
  /** Residual blocks. */
  readonly blocks: number;
  readonly loss: Loss;
  readonly steps: number;
  /** Sites a step, in thousands of 1024. */
  readonly passes: number;
  /** Highest learning rate; from there it falls along a cosine to nothing. */
  readonly rate: number;
  readonly seed: number;
}

/** What goes on from a checkpoint: all that a trainer holds beside its plan and its data. */
export interface TrainerState {
  readonly step: number;
  readonly parameters: Float32Array;
  readonly mean: Float32Array;
  readonly square: Float32Array;
}

/** The share of all steps over which the learning rate rises. */
const WARM_UP = 0.02;

/**
 * Trains the network of a neighbourhood model on sites drawn at random from images. Every step draws
 * from a generator of its own, seeded by the plan's seed and the step's number, so that going on
 * from a saved state gives what never stopping gives.
 */
export class NeighbourhoodTrainer {
  readonly network: Mlp;
  private readonly adam: Adam;
  private readonly sites: Sites;
  private done = 0;

  /** @param images levels of all images, [images, height, width, channels]; may change between steps. */
  constructor(
    readonly plan: NeighbourhoodPlan,
    images: Uint8Array,
  ) {
    const { sites, width, blocks, loss, seed } = plan;
    this.sites = new Sites(sites, images);
    const shape = { inputs: this.sites.inputs, width, blocks, outputs: loss.outputs };
    this.network = new Mlp(shape, ROWS, new Random(seed));
    this.adam = new Adam(this.network.parameters.length);
  }

  /** Steps done. */
  get step(): number {
    return this.done;
  }

  /** Takes other images of the same shape, binarised anew for instance. */
  replaceImages(images: Uint8Array): void {
    this.sites.replaceImages(images);
  }

  /**
   * Takes one step.
   *
   * @returns an estimate of the rate before it, in bits a dimension.
   * @throws CrayError TRAINING_FAILED when the loss is not finite; the parameters are then as they
   * were.
   */
  advance(): number {
    const { plan, network, sites } = this;
    const random = new Random(plan.seed ^ Math.imul(this.done + 1, 0x9e3779b1));
    network.gradients.fill(0);
    let bits = 0;
    const { x, stride } = network.rowsIn();
    const d = new Float32Array(ROWS * network.outputs);
    for (let pass = 0; pass < plan.passes; pass++) {
      const drawn = sites.draw(random, x, stride, ROWS);
      const outputs = network.forward();
      bits += plan.loss.evaluate({ ...drawn, outputs, stride: network.outputs, d });
      const scale = 1 / (ROWS * plan.passes);
      for (let i = 0; i < d.length; i++) d[i] = (d[i] as number) * scale;
      network.backward(d);
    }
    bits /= ROWS * plan.passes;
    if (!Number.isFinite(bits)) {
      throw new CrayError('TRAINING_FAILED', `step ${this.done}: the loss is ${bits}`);
    }
    const cosine = 0.5 * (1 + Math.cos((Math.PI * this.done) / plan.steps));
    const rate = plan.rate * cosine * Math.min(1, (this.done + 1) / (WARM_UP * plan.steps));
    this.done++;
    this.adam.update(network.parameters, network.gradients, rate, this.done);
    return bits;
  }

  /**
   * The rate of images, from sites drawn at random, always the same ones.
   *
   * @param passes thousands of 1024 sites.
   */
  estimate(images: Uint8Array, passes: number): number {
    const { plan, network } = this;
    const sites = new Sites(plan.sites, images);
    const random = new Random(plan.seed);
    const { x, stride } = network.rowsIn();
    const d = new Float32Array(ROWS * network.outputs);
    let bits = 0;
    for (let pass = 0; pass < passes; pass++) {
      const drawn = sites.draw(random, x, stride, ROWS);
      const outputs = network.forward();
      bits += plan.loss.evaluate({ ...drawn, outputs, stride: network.outputs, d });
    }
    return bits / (ROWS * passes);
  }

  /** A view of the state, which the next step changes. */
  state(): TrainerState {
    const { mean, square } = this.adam;
    return { step: this.done, parameters: this.network.parameters, mean, square };
  }

  /** @throws RangeError for the state of another network. */
  restore(state: TrainerState): void {
    const own = this.state();
    for (const part of ['parameters', 'mean', 'square'] as const) {
      if (state[part].length !== own[part].length) {
        throw new RangeError(`expected ${own[part].length} ${part}, got ${state[part].length}`);
      }
      own[part].set(state[part]);
    }
    this.done = state.step;
  }
}
