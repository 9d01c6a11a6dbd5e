// The predictions as one distribution: logistics around each of them at three scales, mixed by shares
// that are learned for each level of activity.

import { expLanes, logLanes, sigmoidLanes } from '../vector';
import { sumLanes } from './squares';
import { COMPONENTS, Experts, LEVELS, PREDICTORS } from './state';

/** Bytes of a number for each component, and for each predictor. */
export const C: usize = 4 * COMPONENTS;
const P: usize = 4 * PREDICTORS;

/** Masses of the components below an edge. */
// @ts-ignore: decorator
@inline
export function belowEdge(e: Experts, edge: f32, out: usize): void {
  const x = f32x4.splat(edge);
  const means = e.means;
  const inverses = e.inverses;
  for (let h: usize = 0; h < P; h += 16) {
    const off = f32x4.sub(x, v128.load(means + h));
    for (let s = h; s < C; s += P) {
      v128.store(out + s, sigmoidLanes(f32x4.mul(off, v128.load(inverses + s))));
    }
  }
}

/** Makes the shares of the value in hand. */
// @ts-ignore: decorator
@inline
export function sharesOf(e: Experts): void {
  const logs = e.mixture + <usize>(e.plane * LEVELS + e.level) * C;
  const shares = e.shares;
  let sum = f32x4.splat(0);
  for (let s: usize = 0; s < C; s += 16) {
    const share = expLanes(v128.load(logs + s));
    sum = f32x4.add(sum, share);
    v128.store(shares + s, share);
  }
  const scale = f32x4.splat(1 / sumLanes(sum));
  for (let s: usize = 0; s < C; s += 16)
    v128.store(shares + s, f32x4.mul(v128.load(shares + s), scale));
}

/** The mixture of the components' masses. */
// @ts-ignore: decorator
@inline
export function mixed(e: Experts, at: usize): f32 {
  const shares = e.shares;
  let sum = f32x4.splat(0);
  for (let s: usize = 0; s < C; s += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(at + s), v128.load(shares + s)));
  }
  return sumLanes(sum);
}

/** What the mixture's shares learn of the value that was coded, by the masses below its edges. */
// @ts-ignore: decorator
@inline
export function learnShares(e: Experts, low: usize, high: usize, total: f32): void {
  const logs = e.mixture + <usize>(e.plane * LEVELS + e.level) * C;
  const shares = e.shares;
  const floor = f32x4.splat(1e-6);
  const inverse = f32x4.splat(1 / (total + <f32>1e-6));
  for (let s: usize = 0; s < C; s += 16) {
    const mass = f32x4.add(f32x4.sub(v128.load(high + s), v128.load(low + s)), floor);
    const share = v128.load(shares + s);
    const gain = f32x4.mul(
      f32x4.sub(f32x4.mul(f32x4.mul(mass, inverse), share), share),
      f32x4.splat(0.16),
    );
    let log = f32x4.add(v128.load(logs + s), gain);
    log = f32x4.pmax(f32x4.pmin(log, f32x4.splat(8)), f32x4.splat(-8));
    v128.store(logs + s, log);
  }
}

/** The predictors' odds: those of their middle scales. */
// @ts-ignore: decorator
@inline
export function predictorOdds(
  e: Experts,
  low: usize,
  middle: usize,
  high: usize,
  floor: f32,
): void {
  const inputs = e.inputs;
  const floors = f32x4.splat(floor);
  const none = f32x4.splat(0);
  for (let h: usize = 0; h < P; h += 16) {
    const centre = v128.load(middle + h, P);
    const one = f32x4.pmax(f32x4.sub(v128.load(high + h, P), centre), none);
    const zero = f32x4.pmax(f32x4.sub(centre, v128.load(low + h, P)), none);
    v128.store(inputs + h, logLanes(f32x4.div(f32x4.add(one, floors), f32x4.add(zero, floors))));
  }
}
