import { ArgumentError } from '../errors.js';
import { kernels } from '../kernels/kernels.js';
import { powerOfTwo } from '../kernels/powers.js';

/** Most bits of a table of bins: 2^16 bins. */
export const MAX_BIN_BITS = 16;

const edgesByBits = new Map<number, Float64Array>();
const centresByBits = new Map<number, Float32Array>();

/**
 * The edges of 2^bits bins of equal mass under the standard Gaussian, from -∞ to ∞: 2^bits + 1
 * numbers. The array is shared; do not change it.
 *
 * @param bits 1 … 16.
 * @throws RangeError for other bits.
 */
export function standardEdges(bits: number): Float64Array {
  checkBinBits(bits);
  let edges = edgesByBits.get(bits);
  if (!edges) {
    const n = powerOfTwo(bits) + 1;
    const [at] = kernels.layout(8 * n);
    kernels.call.gaussianEdges(at, bits);
    edges = kernels.f64(at, n).slice();
    edgesByBits.set(bits, edges);
  }
  return edges;
}

/**
 * The centres, by mass, of the same bins: 2^bits numbers. The array is shared.
 *
 * @param bits 1 … 16.
 * @throws RangeError for other bits.
 */
export function standardCentres(bits: number): Float32Array {
  checkBinBits(bits);
  let centres = centresByBits.get(bits);
  if (!centres) {
    const n = powerOfTwo(bits);
    const [at] = kernels.layout(4 * n);
    kernels.call.gaussianCentres(at, bits);
    centres = kernels.f32(at, n).slice();
    centresByBits.set(bits, centres);
  }
  return centres;
}

function checkBinBits(bits: number): void {
  if (!Number.isInteger(bits) || bits < 1 || bits > MAX_BIN_BITS) {
    throw new ArgumentError(`expected 1 to ${MAX_BIN_BITS} bits of bins, got ${bits}`);
  }
}
