import { kernels } from '../../src/kernels/kernels.js';

/** Gaussians over bins, as the kernels take them. */
export interface Gaussians {
  readonly edges: Float64Array;
  readonly bits: number;
  readonly means: readonly number[];
  readonly stds: readonly number[];
  readonly precision: number;
}

/** Edges of 2^bits bins by the kernel. */
export function edgesOf(bits: number): Float64Array {
  const n = 2 ** bits + 1;
  const [at] = kernels.layout(8 * n);
  kernels.call.gaussianEdges(at, bits);
  return kernels.f64(at, n).slice();
}

/** [start, freq] of each symbol by the kernel. */
export function intervalsOf(g: Gaussians, symbols: readonly number[]): [number, number][] {
  const n = symbols.length;
  const [edges, means, stds, at, starts, freqs] = kernels.layout(
    g.edges.byteLength,
    8 * n,
    8 * n,
    4 * n,
    4 * n,
    4 * n,
  );
  placeParameters(g, edges, means, stds);
  kernels.u32(at, n).set(symbols);
  const precision = BigInt(g.precision);
  kernels.call.gaussianIntervals(edges, means, stds, at, starts, freqs, n, precision);
  const [s, f] = [kernels.u32(starts, n), kernels.u32(freqs, n)];
  return symbols.map((_, i) => [s[i] as number, f[i] as number]);
}

/** Symbols found at positions, one a lane, and the heads left by each. */
export interface Popped {
  readonly symbols: number[];
  readonly heads: bigint[];
}

/** Above the positions in every head: large enough that no pop takes a word. */
export const QUOTIENT = 2n ** 31n + 12345n;

/** Pops one symbol a lane by the kernel from heads QUOTIENT · 2^precision + position. */
export function popAt(g: Gaussians, positions: readonly number[]): Popped {
  const n = positions.length;
  const [edges, means, stds, heads, tail, out] = kernels.layout(
    g.edges.byteLength,
    8 * n,
    8 * n,
    8 * n,
    16,
    4 * n,
  );
  placeParameters(g, edges, means, stds);
  const precision = BigInt(g.precision);
  kernels.u64(heads, n).set(positions.map((cf) => (QUOTIENT << precision) + BigInt(cf)));
  const end = kernels.call.gaussianPop(
    heads,
    n,
    tail + 8,
    edges,
    g.bits,
    true,
    means,
    stds,
    out,
    n,
    precision,
  );
  if (end !== tail + 8)
    throw new Error(`expected no words to be taken, got ${(tail + 8 - end) / 4}`);
  return { symbols: [...kernels.u32(out, n)], heads: [...kernels.u64(heads, n)] };
}

function placeParameters(g: Gaussians, edges: number, means: number, stds: number): void {
  kernels.f64(edges, g.edges.length).set(g.edges);
  kernels.f64(means, g.means.length).set(g.means);
  kernels.f64(stds, g.stds.length).set(g.stds);
}
