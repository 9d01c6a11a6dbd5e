// The memory of the model of real numbers, laid out and set up for the first element.

import { scratchBytes } from './solve';
import { squaresBytes, squaresWeigh } from './squares';
import {
  CANDIDATES,
  CONTEXTS,
  EQUALS,
  F32,
  FIELDS,
  HINTS,
  INTEGER,
  LEADING,
  MOST,
  NODES,
  ORDERS,
  OUTLIERS,
  STACK,
  State,
  TOLD,
} from './state';

/** Means over layers that there may be. */
const MOST_MEANS: usize = 16;

// A channel's state, in order.
export const ALL_AT: usize = 0;
export const STACK_AT: usize = ALL_AT + 16 + 8 * (2 * MOST + (MOST * (MOST + 2)) / 2);
export const HINTS_AT: usize = STACK_AT + 16 + 8 * (2 * STACK + (STACK * (STACK + 2)) / 2);
/** Running means and last errors (f64): see scale.ts. */
export const RUN_AT: usize = HINTS_AT + 16 + 8 * (2 * HINTS + (HINTS * (HINTS + 2)) / 2);
/** Differences of each order at the last element, order 0 first (f64). */
export const ORDERS_AT: usize = RUN_AT + 128;
/** Logarithms of the errors of extrapolations of each order (f64). */
export const TRIES_AT: usize = ORDERS_AT + 8 * (ORDERS + 2);
/** Logarithms of the evidence for each expert (f32). */
export const EVIDENCE_AT: usize = TRIES_AT + 8 * (ORDERS + 2);
/** Keys of outliers (u64). */
export const OUTLIERS_AT: usize = EVIDENCE_AT + 32;
/** The key of the last value that was another one than that after it (u64). */
export const OTHER_AT: usize = OUTLIERS_AT + 8 * OUTLIERS;
/** Elements that the predictor of all regressors has yet to learn: how many (u32), and what it takes. */
export const WAITING_AT: usize = OTHER_AT + 16;
const CHANNEL: usize = WAITING_AT + 16 + 4 * (16 + 8 * MOST);

/**
 * Lays out the state of an array. The memory has to be zero, and the lists of regressors have yet to be written.
 *
 * @param type 0, 1, 2, 3: f32, f64, i64, u64.
 * @param layer elements, frames counted, of a layer of the outermost axis; 0 where layers are not averaged over.
 * @param means regressors that are means over layers; they are the first ones.
 * @param near regressors, after the means, of the near predictor; local those, means included, of places.
 * @param rows rows of the array, and of a layer.
 * @returns the first byte after it.
 */
export function realPredictionLay(
  at: usize,
  type: u32,
  channels: u32,
  series: u32,
  row: u32,
  frame: u32,
  rows: u32,
  layer: u32,
  regressors: usize,
  means: usize,
  near: usize,
  local: usize,
): usize {
  if (offsetof<State>() > FIELDS) ERROR('the fields need more than FIELDS bytes');
  const s = changetype<State>(at);
  s.type = min(type, INTEGER);
  s.top = type == F32 ? 0xffffffff : 0xffffffffffffffff;
  s.flip = type == INTEGER ? 0x8000000000000000 : 0;
  s.channels = channels;
  s.series = series;
  s.row = row;
  s.frame = frame;
  s.up = row + 2 * frame;
  s.layer = layer;
  s.regressors = regressors;
  s.means = means;
  s.near = near;
  s.local = local;
  layPlaces(s);

  s.distances = at + FIELDS;
  s.meanOffsets = s.distances + 4 * MOST;
  s.x = s.meanOffsets + 4 * MOST_MEANS + LEADING;
  s.scaled = s.x + 8 * MOST + LEADING;
  s.stack = s.scaled + 8 * MOST;
  s.hints = s.stack + 8 * STACK;
  s.experts = s.hints + 8 * HINTS;
  s.scratch = s.experts + 192;
  s.perChannel = s.scratch + scratchBytes(MOST);
  s.channelBytes = CHANNEL;
  s.nearAt = s.perChannel + CHANNEL * <usize>channels;
  s.nearBytes = squaresBytes(near);
  s.localAt = s.nearAt + s.nearBytes * <usize>(s.strips * channels);
  s.localBytes = squaresBytes(local);
  s.contexts = s.localAt + (local > 0 ? s.localBytes * <usize>(s.places * channels) : 0);
  s.mixers = s.contexts + 8 * CONTEXTS * NODES * TOLD;
  s.equals = s.mixers + 32 * NODES;
  s.layerMeans = s.equals + 8 * CANDIDATES * (EQUALS + 1);
  s.layerMisses = s.layerMeans + 8 * <usize>layer;
  s.values = s.layerMisses + 4 * <usize>layer;
  s.values = (s.values + 7) & ~7;
  const places = <usize>rows * <usize>s.up + <usize>frame;
  s.keys = s.values + 8 * places;
  s.misses = s.keys + 8 * places;
  s.which = s.misses + 4 * places;
  return s.which + places;
}

/** Strips of columns for the near predictor, and places: 1024 of the latter at most. */
function layPlaces(s: State): void {
  const columns = s.row / s.channels;
  s.strip = s.series ? columns : max<u32>(16, (columns + 63) / 64);
  s.strips = s.strip > 0 ? (columns + s.strip - 1) / s.strip : 1;
  s.places = 0;
  if (s.layer == 0) return;
  const lines = s.layer / s.up;
  s.tall = 2;
  s.wide = 2;
  while (((columns + s.wide - 1) / s.wide) * ((lines + s.tall - 1) / s.tall) > 1024) {
    if (s.tall <= s.wide) s.tall *= 2;
    else s.wide *= 2;
  }
  s.places = ((columns + s.wide - 1) / s.wide) * ((lines + s.tall - 1) / s.tall);
}

/** Sets up a state that was laid out in memory of zeros. */
export function realPredictionStart(at: usize): void {
  const s = changetype<State>(at);
  s.position = s.frame;
  s.place = s.frame;
  s.origin = s.flip;
  s.evenWeight = 0.01;
  for (let c: usize = 0; c < <usize>s.channels; c++) {
    const own = s.perChannel + CHANNEL * c;
    squaresWeigh(own + STACK_AT, STACK, 0, 1.0);
    squaresWeigh(own + HINTS_AT, HINTS, 1, 0.2);
    squaresWeigh(own + HINTS_AT, HINTS, 2, 0.2);
    squaresWeigh(own + HINTS_AT, HINTS, 7, 0.3);
  }
  for (let i: usize = 0; i < NODES; i++) store<f32>(s.mixers + (i << 5), 1.0);
}

/** Where a channel's state is. */
// @ts-ignore: decorator
@inline
export function channelOf(s: State): usize {
  return s.perChannel + CHANNEL * <usize>s.channel;
}
