// What the experts know: pointers into one block of memory that the caller gives, zeroed. Nothing is
// kept anywhere else, so a fresh block is a fresh start.

import { blocksBytes } from './blocks';

/** Predictors, a whole number of vectors: see predictors.ts. */
export const PREDICTORS: i32 = 8;
/** Each predictor expects errors of so many scales. */
export const SCALES: i32 = 3;
export const COMPONENTS: i32 = PREDICTORS * SCALES;
/** Most counters under exact values: see contexts.ts. */
export const CONTEXTS: i32 = 24;
/** Inputs of the mixer: the predictors, their mixture, a constant, the counters; whole vectors. */
export const COUNTERS: i32 = PREDICTORS + 2;
export const INPUTS: i32 = 36;
/** Sets of weights that a mixer chooses from. */
export const SETS: i32 = 1024;
/** Mixers whose results are mixed once more. */
export const MIXERS: i32 = 8;
/** Sums of least-squares predictors: three, and one for each parity of row and column. */
export const SQUARES: i32 = 7;
/** Bytes of one of them and what is behind it; planesStart does not compile where one needs more. */
export const SQUARES_BYTES: i32 = 16384;
/** Most features of the predictor of what lies around. */
export const MOST_FEATURES: i32 = 20;
/** Pixels around a plane that may be looked at. */
export const PAD: i32 = 8;
/** Rows and columns that the window reaches. */
export const REACH: i32 = 6;
/** Places of a row of the table of how far off they are: those in reach, and up to three more. */
export const FAR: i32 = 16;
/** Singles that the window keeps of a pixel: features and the target. */
export const KEPT: i32 = 24;
/** Levels of activity that weights are learnt for. */
export const LEVELS: i32 = 20;
/** Textures that biases are learnt for. */
export const TEXTURES: i32 = 512;
/** Counts and odds that a counter's meaning is learnt for. */
export const MEANINGS: i32 = 512;

// @ts-ignore: decorator
@unmanaged
export class Experts {
  width: i32;
  height: i32;
  channels: i32;
  effort: i32;
  /** Bits of a value, and the largest value. */
  depth: i32;
  top: f32;
  /** Levels and textures, by how often an activity doubles. */
  levelsPer: f32;
  texturesPer: f32;
  /** Predictors with sums that fade in use, samples between two solutions of theirs, at the least. */
  fitted: i32;
  every: i32;
  /** Planes with a predictor over the window. */
  windows: i32;
  /** Counters and mixers in use, and bytes of the mixers' inputs. */
  contexts: i32;
  mixers: i32;
  inputBytes: usize;
  /** A counter's table has 2^lineBits lines. */
  lineBits: i32;
  /** Pixels from one row of a plane to the next, and bytes of a plane. */
  stride: i32;
  planeBytes: usize;
  /** Values (f32) of the planes, and errors of the final predictions. */
  planes: usize;
  errors: usize;
  squares: usize;
  /** Errors of each predictor in the last two rows. */
  misses: usize;
  /** Predictors of what lies around, one a plane, of so many bytes. */
  blocks: usize;
  blockBytes: usize;
  /** Features of the last rows, and the equations made of them. */
  window: usize;
  /** How far off the places in reach are. */
  roots: usize;
  /** What is in reach: offsets of features, and weights. */
  samples: usize;
  windowSums: usize;
  windowWeights: usize;
  /** Neighbours of the pixel in hand, less the mean of two. */
  own: usize;
  cross: usize;
  /** Predictions of the value in hand, and inverse scales of the components. */
  means: usize;
  inverses: usize;
  /** Masses of the components below the interval in hand, its middle, and its end: three such rows. */
  below: usize;
  shares: usize;
  mixture: usize;
  bias: usize;
  keys: usize;
  /** Offsets of the counters' lines in hand, and checks of what is looked for in them. */
  lines: usize;
  checks: usize;
  meanings: usize;
  /** Offsets of the meanings in hand. */
  learning: usize;
  /** A line of counters that nobody looks at. */
  spare: usize;
  /** How often what the mixture was sure of was wrong. */
  surprises: usize;
  stretches: usize;
  inputs: usize;
  weights: usize;
  /** Offsets of the weights in hand, one set a mixer, and what they make of the inputs. */
  sets: usize;
  sums: usize;
  finals: usize;
  /** What each of the two final mixers made of the sums. */
  first: f32;
  second: f32;
  tables: usize;
  decisions: usize;

  plane: i32;
  /** Images coded before. */
  item: i32;
  x: i32;
  y: i32;
  at: usize;
  errorAt: usize;
  missAt: usize;
  mean: f32;
  average: f32;
  prediction: f32;
  energy: f32;
  level: i32;
  texture: usize;
  /** How far off the prediction left, or in the plane before, was. */
  surprise: i32;
  /** Takes what is read ahead, so that it is read. */
  touched: u32;
  trust: f64;
}

// What an effort of 2 to 9 takes; 1 has a way of its own, see gradient.ts.
/** Predictors with sums that fade. */
const FITTED: StaticArray<i32> = [1, 1, 2, 3, 3, 4, 5, 5];
/** Samples between two solutions of theirs, at the least. */
const EVERY: StaticArray<i32> = [16, 16, 4, 4, 4, 2, 2, 1];
/** Planes with a predictor over the window, at most. */
const WINDOWS: StaticArray<i32> = [0, 0, 0, 1, 1, 1, 4, 4];
/** Counters under exact values. */
const COUNTED: StaticArray<i32> = [3, 6, 9, 12, 15, 24, 24, 24];
const MIXED: StaticArray<i32> = [2, 4, 4, 4, 8, 8, 8, 8];

function at(table: StaticArray<i32>, effort: i32): i32 {
  return table[effort - 2];
}

/** Gives out memory, whole lines at a time. */
// @ts-ignore: decorator
@inline
function after(at: usize, bytes: usize): usize {
  return (at + bytes + 63) & ~63;
}

/** Sets what the size of the images and the effort decide. */
function setUp(e: Experts, width: i32, height: i32, channels: i32, depth: i32, effort: i32): void {
  e.width = width;
  e.height = height;
  e.channels = channels;
  e.effort = effort;
  e.depth = depth;
  e.top = <f32>((1 << depth) - 1);
  e.levelsPer = depth > 8 ? 1.6 : 3.5;
  e.texturesPer = depth > 8 ? 0.7 : 2;
  e.fitted = at(FITTED, effort);
  e.every = at(EVERY, effort);
  e.windows = min(channels, at(WINDOWS, effort));
  e.contexts = at(COUNTED, effort);
  e.mixers = at(MIXED, effort);
  e.inputBytes = <usize>(((COUNTERS + e.contexts + 3) & ~3) << 2);
  e.stride = width + 2 * PAD;
  e.planeBytes = <usize>(4 * e.stride * (height + 2 * PAD));
  // About one line for each pixel and counter, within bounds.
  e.lineBits = min(16, max(8, 31 - clz(width * height)));
}

/** Lays the arrays out behind the fields. Returns the end. */
export function lay(
  e: Experts,
  width: i32,
  height: i32,
  channels: i32,
  depth: i32,
  effort: i32,
): usize {
  setUp(e, width, height, channels, depth, effort);
  let end = after(changetype<usize>(e), offsetof<Experts>());
  end = after((e.decisions = end), 64);
  end = after((e.planes = end), e.planeBytes * channels);
  end = after((e.errors = end), e.planeBytes * channels);
  end = after((e.squares = end), SQUARES_BYTES * SQUARES * channels);
  e.blockBytes = after(128, blocksBytes(MOST_FEATURES, width));
  end = after((e.blocks = end), e.blockBytes * channels);
  end = after((e.misses = end), 4 * 2 * PREDICTORS * e.stride);
  end = after((e.window = end), 4 * (REACH + 1) * KEPT * width);
  end = after((e.roots = end), 4 * FAR * (REACH + 1));
  end = after((e.samples = end), 8 * 2 * (REACH + 1) * (REACH + 1));
  end = after((e.windowSums = end), 4 * KEPT * KEPT);
  end = after((e.windowWeights = end), 4 * KEPT);
  end = after((e.own = end), 4 * 32);
  end = after((e.cross = end), 4 * 32);
  end = after((e.means = end), 4 * PREDICTORS);
  end = after((e.inverses = end), 4 * COMPONENTS);
  end = after((e.below = end), 4 * 3 * COMPONENTS);
  end = after((e.shares = end), 4 * COMPONENTS);
  end = after((e.mixture = end), 4 * LEVELS * COMPONENTS * channels);
  end = after((e.bias = end), 4 * TEXTURES * channels);
  end = after((e.keys = end), 4 * CONTEXTS);
  end = after((e.lines = end), 4 * CONTEXTS);
  end = after((e.checks = end), 4 * CONTEXTS);
  end = after((e.meanings = end), 4 * MEANINGS * CONTEXTS * channels);
  end = after((e.learning = end), 4 * CONTEXTS);
  end = after((e.spare = end), 64);
  end = after((e.surprises = end), 4 * 16 * channels);
  end = after((e.stretches = end), 4 * 4096);
  end = after((e.inputs = end), 4 * INPUTS);
  end = after((e.weights = end), 4 * INPUTS * SETS * MIXERS * channels);
  end = after((e.sets = end), 4 * MIXERS);
  end = after((e.sums = end), 4 * MIXERS);
  end = after((e.finals = end), 4 * MIXERS * SETS * channels);
  // Lines are looked for in pairs.
  end = (end + 127) & ~127;
  return after((e.tables = end), ((<usize>64) << e.lineBits) * CONTEXTS);
}
