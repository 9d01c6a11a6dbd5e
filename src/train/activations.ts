import type { LearnedLayer } from './network.js';

/** The derivative of an activation, by what it gave. */
const derivatives: Readonly<Record<LearnedLayer['activation'], (unit: number) => number>> = {
  identity: () => 1,
  relu: (u) => (u > 0 ? 1 : 0),
  exp: (u) => u,
  sigmoid: (u) => u * (1 - u),
  tanh: (u) => 1 - u * u,
  softplus: (u) => -Math.expm1(-u),
};

/** Gradients before a layer's activation. @param units what it gave. @param d gradients after it. */
export function gradientsOf(
  { activation, least = -Infinity }: LearnedLayer,
  units: Float32Array,
  d: Float32Array,
  out: Float32Array,
): void {
  const derivative = derivatives[activation];
  const edge = Math.fround(least);
  for (let i = 0; i < out.length; i++) {
    const u = units[i] as number;
    out[i] = u > edge ? (d[i] as number) * derivative(u) : 0;
  }
}
