// The predictions as one distribution: logistics around each of them at three scales, mixed by shares
// that are learned for each level of activity.

import { expLanes, logLanes, sigmoidLanes } from '../vector';
import { sumLanes } from './squares';
import { COMPONENTS, Experts, LEVELS, PREDICTORS } from './state';

/** Bytes of a number for each component, and for each predictor. */
export const C: usize = 4 * COMPONENTS;
const P: usize = 4 * PREDICTORS;

/** Masses of the components below an edge. */
export function belowEdge(e: Experts, edge: f32, out: usize): void {
  const x = f32x4.splat(edge);
  for (let s: usize = 0; s < C; s += 16) {
    const mean = v128.load(e.means + (s & (P - 1)));
    v128.store(out + s, sigmoidLanes(f32x4.mul(f32x4.sub(x, mean), v128.load(e.inverses + s))));
  }
}

/** Makes the shares of the value in hand. */
export function sharesOf(e: Experts): void {
  const logs = e.mixture + <usize>(e.plane * LEVELS + e.level) * C;
  let sum = f32x4.splat(0);
  for (let s: usize = 0; s < C; s += 16) {
    const share = expLanes(v128.load(logs + s));
    sum = f32x4.add(sum, share);
    v128.store(e.shares + s, share);
  }
  const scale = f32x4.splat(1 / sumLanes(sum));
  for (let s: usize = 0; s < C; s += 16) v128.store(e.shares + s, f32x4.mul(v128.load(e.shares + s), scale));
}

/** The mixture of the components' masses. */
// @ts-ignore: decorator
@inline
export function mixed(e: Experts, at: usize): f32 {
  let sum = f32x4.splat(0);
  for (let s: usize = 0; s < C; s += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(at + s), v128.load(e.shares + s)));
  }
  return sumLanes(sum);
}

/** What the mixture's shares learn of the value that was coded: lo and hi are its edges. */
export function learnShares(e: Experts, total: f32): void {
  const logs = e.mixture + <usize>(e.plane * LEVELS + e.level) * C;
  const floor = f32x4.splat(1e-6);
  const inverse = f32x4.splat(1 / (total + <f32>1e-6));
  for (let s: usize = 0; s < C; s += 16) {
    const mass = f32x4.add(f32x4.sub(v128.load(e.below + 2 * C + s), v128.load(e.below + s)), floor);
    const share = v128.load(e.shares + s);
    const gain = f32x4.mul(f32x4.sub(f32x4.mul(f32x4.mul(mass, inverse), share), share), f32x4.splat(0.16));
    let log = f32x4.add(v128.load(logs + s), gain);
    log = f32x4.max(f32x4.min(log, f32x4.splat(8)), f32x4.splat(-8));
    v128.store(logs + s, log);
  }
}

/** The predictors' odds: those of their middle scales. */
// @ts-ignore: decorator
@inline
export function predictorOdds(e: Experts, floor: f32): void {
  const floors = f32x4.splat(floor);
  const none = f32x4.splat(0);
  const at = e.below + P;
  for (let h: usize = 0; h < P; h += 16) {
    const middle = v128.load(at + C + h);
    const one = f32x4.max(f32x4.sub(v128.load(at + 2 * C + h), middle), none);
    const zero = f32x4.max(f32x4.sub(middle, v128.load(at + h)), none);
    v128.store(e.inputs + h, logLanes(f32x4.div(f32x4.add(one, floors), f32x4.add(zero, floors))));
  }
}
