// What the model of integer arrays keeps while it walks over a chunk, at an offset that the caller
// gives: the fields below, after them what they point to.

/** Bytes set aside for the fields; {@link adaptivePredictionLay} does not compile where they need more. */
export const FIELDS: usize = 512;

/** Most neighbours that are looked at. */
export const MOST: usize = 32;
/** Predictions that the last predictor weighs. */
export const STACK: usize = 8;
/** Neighbours of the predictor with the longest memory. */
export const SLOW: usize = 16;
/** Lengths of the filters over the errors of the predictor of all neighbours. */
export const LONG: usize = 256;
export const SHORT: usize = 32;
export const SHORTEST: usize = 16;

/** Classes of the neighbourhood's errors. */
export const CLASSES: usize = 128;
/** Kinds of decision, and what is told apart within one by each of the contexts. */
export const NODES: usize = 160;
export const TOLD: usize = 128;
export const CONTEXTS: usize = 5;
/** What of a value's neighbours on the line of values is counted: cells of up to 2^COUNTED. */
export const COUNTED: u32 = 12;

// A channel's state, in order: predictors, errors and classes.
const SQUARES_MOST: usize = 16 + 8 * (2 * MOST * MOST + 4 * MOST);
const SQUARES_STACK: usize = 16 + 8 * (2 * STACK * STACK + 4 * STACK);
export const ALL_AT: usize = 0;
export const FAST_AT: usize = ALL_AT + SQUARES_MOST;
export const SLOW_AT: usize = FAST_AT + SQUARES_MOST;
export const STACK_AT: usize = SLOW_AT + SQUARES_MOST;
export const LONG_AT: usize = STACK_AT + SQUARES_STACK;
export const SHORT_AT: usize = LONG_AT + 16 + 16 * LONG;
export const SHORTEST_AT: usize = SHORT_AT + 16 + 16 * SHORT;
/** Running means of errors and the last two errors (f64), see predict.ts. */
export const RUN_AT: usize = SHORTEST_AT + 16 + 16 * SHORTEST;
/** Sums of errors by class, and how many (f64, f64). */
export const CLASSES_AT: usize = RUN_AT + 64;
/** Logarithms of the evidence for each expert (f32). */
export const EVIDENCE_AT: usize = CLASSES_AT + 16 * CLASSES;
const CHANNEL: usize = EVIDENCE_AT + 32;

// @ts-ignore: decorator
@unmanaged
export class State {
  // The array.
  bits: u32;
  /** Values are 0 … range - 1. */
  range: f64;
  channels: u32;
  /** Whether there is but one axis beside that of the channels. */
  series: u32;
  /** Neighbours looked at: an even number, at least SLOW. */
  neighbours: usize;
  /** Elements of a row, and of what frames it on either side. */
  row: u32;
  frame: u32;
  /** The predictor with the shortest memory. */
  fast: usize;
  fastForgets: f64;
  fastEvery: f64;

  // Where things are.
  /** How far back each neighbour is (u32). */
  distances: usize;
  /** Neighbours (f64), less the element before. */
  x: usize;
  /** Predictions to be weighed, less the element before. */
  stack: usize;
  perChannel: usize;
  contexts: usize;
  mixers: usize;
  /** How often values were in each cell of 2^l: those of size 2^l from 2^(bits - l) on. */
  counts: usize;
  /** Rows with their frames, and by how much predictions missed them (f64, f32). */
  values: usize;
  misses: usize;

  // The element at hand.
  position: u32;
  column: u32;
  channel: u32;
  /** Its channel's state. */
  own: usize;
  /** The element before, from which predictions are counted. */
  before: f64;
  byAll: f64;
  byFast: f64;
  bySlow: f64;
  plain: f64;
  byLong: f64;
  byShort: f64;
  byShortest: f64;
  final: f64;
  /** Mean error of the neighbourhood, its class, and what the class says. */
  around: f64;
  place: usize;
  scale: f64;

  // The lattice that values are on: origin + step * integer. A step of 0: one value so far.
  first: f64;
  common: f64;
  started: u32;
  /** Elements on it since it last changed. */
  hits: f64;
  /** The lattice that the element is coded on. */
  origin: f64;
  step: f64;
  /** Points on it. */
  points: f64;
  /** Whether points of the common lattice are left out. */
  gaps: u32;

  // Its distribution about a threshold, a point of the lattice: eight logistics.
  threshold: f64;
  /** Values are told apart by cells of 2^cellBits points first. */
  cellBits: u32;
  /** Whether the value is not below the threshold. */
  above: u32;
  /** Points from the threshold to the value. */
  distance: f64;
  context0: usize;
  context1: usize;
  context2: usize;
  context3: usize;
  /** Distances of their means from the threshold, inverse scales, weights: eight f32 each. */
  experts: usize;

  // The coder.
  /** 0 where decisions are written down. */
  heads: usize;
  lanes: usize;
  lane: usize;
  tail: usize;
  notes: usize;
  /** What the uniform distribution has of the evidence. */
  evenWeight: f64;
}

/**
 * Lays out the state of an array of values of so many bits, and sets all up for the first element.
 * The memory has to be zero, and the distances of neighbours have yet to be written.
 *
 * @param rows rows, that is series of elements along the last axis, all channels of each.
 * @returns the first byte after it.
 */
export function adaptivePredictionLay(
  at: usize,
  bits: u32,
  channels: u32,
  neighbours: usize,
  series: u32,
  row: u32,
  frame: u32,
  rows: u32,
): usize {
  if (offsetof<State>() > FIELDS) ERROR('the fields need more than FIELDS bytes');
  const s = changetype<State>(at);
  s.bits = bits;
  s.range = <f64>((<u64>1) << bits);
  s.channels = channels;
  s.neighbours = neighbours;
  s.series = series;
  s.row = row;
  s.frame = frame;
  s.fast = series ? 16 : 12;
  s.fastForgets = series ? 0.99 : 0.97;
  s.fastEvery = series ? 16.0 : 8.0;

  s.distances = at + FIELDS;
  s.x = s.distances + 4 * MOST;
  s.stack = s.x + 8 * MOST;
  s.experts = s.stack + 8 * STACK;
  s.perChannel = s.experts + 96;
  s.contexts = s.perChannel + CHANNEL * <usize>channels;
  s.mixers = s.contexts + 8 * CONTEXTS * NODES * TOLD;
  s.counts = s.mixers + 32 * NODES;
  s.values = s.counts + (bits <= 16 ? (<usize>8) << bits : 0);
  const places = <usize>rows * <usize>(row + 2 * frame) + <usize>frame;
  s.misses = s.values + 8 * places;
  return s.misses + 4 * places;
}

/** Sets up a state that was laid out in memory of zeros. */
export function adaptivePredictionStart(at: usize): void {
  const s = changetype<State>(at);
  s.position = s.frame;
  s.evenWeight = 0.01;
  for (let c: usize = 0; c < <usize>s.channels; c++) {
    const own = s.perChannel + CHANNEL * c;
    for (let i: usize = 0; i < 48; i += 8) store<f64>(own + RUN_AT + i, 0.1);
    // At first the sum of the predictor of all neighbours and what is filtered from its errors.
    const weights = own + STACK_AT + 16 + 8 * STACK;
    store<f64>(weights, 1.0);
    store<f64>(weights, 1.0, 16);
    store<f64>(weights, 1.0, 24);
    store<f64>(weights, s.series ? 1.0 : 0.0, 32);
  }
  for (let i: usize = 0; i < NODES; i++) store<f32>(s.mixers + (i << 5), 1.0);
}

/** The state of the channel at hand. */
// @ts-ignore: decorator
@inline
export function channelOf(s: State): usize {
  return s.perChannel + CHANNEL * <usize>s.channel;
}
