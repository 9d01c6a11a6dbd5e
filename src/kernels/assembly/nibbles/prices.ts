// What sequences cost, in parts of a bit: as it mostly is, or by models that have learned.

import { NUMBER_MODELS } from './classes';
import { endOf, MODEL, startOf } from './model';
import { KINDS, Window } from './window';

/** Costs are in parts of a bit. */
// @ts-ignore: decorator
@inline
export const BIT: i32 = 16;
/** Runs and lengths from 0 on that have a price of their own. */
// @ts-ignore: decorator
@inline
export const PRICED: i32 = 256;

/** Prices (i32): of runs, of lengths where the distance was one of the last and where not, of kinds in each context. */
// @ts-ignore: decorator
@inline
const RUNS: usize = 0;
// @ts-ignore: decorator
@inline
const LENGTHS: usize = 4 * PRICED;
// @ts-ignore: decorator
@inline
const KIND_PRICES: usize = 3 * 4 * PRICED;
// @ts-ignore: decorator
@inline
export const PRICES: usize = KIND_PRICES + 4 * 8 * 16;

/** 15 bits less the logarithm of a frequency, straight between powers of two. */
// @ts-ignore: decorator
@inline
export function costOf(freq: u32): i32 {
  const top = 31 - <i32>clz(freq);
  const fraction = top >= 4 ? (freq >> (top - 4)) & 15 : (freq << (4 - top)) & 15;
  return 15 * BIT - top * BIT - <i32>fraction;
}

// @ts-ignore: decorator
@inline
function nibbleCost(model: usize, symbol: u32): i32 {
  return costOf(endOf(model, symbol) - startOf(model, symbol));
}

/** What a number costs, as classes.ts codes it; its bits are taken to be bare. */
function numberCost(models: usize, value: u32): i32 {
  if (value < 8) return nibbleCost(models, value);
  const bits = 31 - clz(value);
  const kind = min<u32>(bits + 5, 15);
  const more = kind == 15 ? 4 * BIT : 0;
  return nibbleCost(models, kind) + more + <i32>bits * BIT;
}

/** Writes prices by what the models of a state have learned. */
export function lempelZivPrices(base: usize, prices: usize): void {
  const others = changetype<Window>(base).others;
  for (let kind: usize = 0; kind < 3; kind++) {
    const models = others + kind * NUMBER_MODELS;
    const to = prices + kind * LENGTHS;
    for (let i: i32 = 0; i < PRICED; i++) store<i32>(to + ((<usize>i) << 2), numberCost(models, i));
  }
  for (let i: usize = 0; i < 128; i++) {
    const model = others + KINDS + (i >> 4) * MODEL;
    store<i32>(prices + KIND_PRICES + (i << 2), nibbleCost(model, <u32>(i & 15)));
  }
}

/** What a run costs beside its literals. */
// @ts-ignore: decorator
@inline
export function runCost(prices: usize, run: i32): i32 {
  return load<i32>(prices + RUNS + ((<usize>min(run, PRICED - 1)) << 2));
}

/** What a length costs, less the shortest. */
// @ts-ignore: decorator
@inline
export function lengthCost(prices: usize, isFar: usize, length: i32): i32 {
  return load<i32>(prices + LENGTHS + isFar * LENGTHS + ((<usize>min(length, PRICED - 1)) << 2));
}

/** What it costs to tell a distance in a way, after a match that was told so. */
// @ts-ignore: decorator
@inline
export function kindCost(prices: usize, told: u32, isAtOnce: bool, kind: u32): i32 {
  const context = <usize>((told << 1) | u32(isAtOnce));
  return load<i32>(prices + KIND_PRICES + (((context << 4) + <usize>kind) << 2));
}
