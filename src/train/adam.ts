const FIRST = 0.9;
const SECOND = 0.999;
const EPSILON = 1e-8;

/** Adam (Kingma and Ba, 2015), with its usual decays. */
export class Adam {
  /** Running means of the gradients. */
  readonly mean: Float32Array;
  /** Running means of their squares. */
  readonly square: Float32Array;

  constructor(size: number) {
    this.mean = new Float32Array(size);
    this.square = new Float32Array(size);
  }

  /**
   * Moves parameters against their gradients.
   *
   * @param rates what the rate is multiplied by, for each parameter.
   * @param step number of this step, from 1.
   */
  update(
    parameters: Float32Array,
    gradients: Float32Array,
    rates: Float32Array,
    rate: number,
    step: number,
  ): void {
    const { mean, square } = this;
    const size = rate / (1 - FIRST ** step);
    const scale = 1 / (1 - SECOND ** step);
    for (let i = 0; i < parameters.length; i++) {
      const g = gradients[i] as number;
      const m = FIRST * (mean[i] as number) + (1 - FIRST) * g;
      const v = SECOND * (square[i] as number) + (1 - SECOND) * g * g;
      mean[i] = m;
      square[i] = v;
      parameters[i] =
        (parameters[i] as number) -
        (size * (rates[i] as number) * m) / (Math.sqrt(v * scale) + EPSILON);
    }
  }
}
