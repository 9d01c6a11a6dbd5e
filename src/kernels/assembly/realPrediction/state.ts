// What the model of real numbers keeps while it walks over an array, at an offset that the caller gives:
// the fields below, after them what they point to.

/** Bytes set aside for the fields; {@link realPredictionLay} does not compile where they need more. */
export const FIELDS: usize = 1024;

/** Most regressors. */
export const MOST: usize = 80;
/** Bytes of the two predictions in front of the regressors, which those of places take too. */
export const LEADING: usize = 16;
/** Predictions that the last predictor weighs, and regressors of the scale of errors. */
export const STACK: usize = 8;
export const HINTS: usize = 10;
/** Orders of differences that are kept of a series, one more than that of the longest extrapolation. */
export const ORDERS: usize = 12;
/** Values that an element may be equal to. */
export const CANDIDATES: usize = 3;
/** Outliers that are remembered. */
export const OUTLIERS: usize = 4;

/** Kinds of decision, and what is told apart within one by each of the contexts. */
export const NODES: usize = 130;
export const TOLD: usize = 128;
export const CONTEXTS: usize = 4;
/** Contexts of whether an element is equal to a candidate. */
export const EQUALS: usize = 64;

/** Types of elements. */
export const F32: u32 = 0;
export const F64: u32 = 1;
export const INTEGER: u32 = 2;

@unmanaged
export class State {
  // The array.
  type: u32;
  /** The greatest key. */
  top: u64;
  /** What turns the bits of an integer into its key, and the key that counts as 0. */
  flip: u64;
  origin: u64;
  channels: u32;
  series: u32;
  /** Elements of a row, of what frames it on either side, and of both. */
  row: u32;
  frame: u32;
  up: u32;
  /** Elements, frames counted, from one layer of the outermost axis to the next; 0 where there are no layers. */
  layer: u32;
  /** How many of the regressors are means over layers; how many the near predictor and that of the place take. */
  means: usize;
  regressors: usize;
  near: usize;
  local: usize;
  /** Columns of a strip of the near predictor; strips. */
  strip: u32;
  strips: u32;
  /** Rows and columns of a place; places in a row of them. */
  tall: u32;
  wide: u32;
  places: u32;

  // Where things are.
  distances: usize;
  /** The greatest of them; 0 until it is looked for. */
  farthest: u32;
  meanOffsets: usize;
  x: usize;
  scaled: usize;
  stack: usize;
  hints: usize;
  scratch: usize;
  perChannel: usize;
  channelBytes: usize;
  nearAt: usize;
  nearBytes: usize;
  localAt: usize;
  localBytes: usize;
  contexts: usize;
  mixers: usize;
  equals: usize;
  experts: usize;
  layerMeans: usize;
  layerMisses: usize;
  values: usize;
  keys: usize;
  misses: usize;
  which: usize;

  // The element at hand.
  position: u32;
  column: u32;
  line: u32;
  channel: u32;
  /** Its place in the layer, and how many layers there were before. */
  place: u32;
  layers: u32;
  /** Elements so far. */
  count: f64;
  own: usize;
  nearOwn: usize;
  localOwn: usize;
  /** The element before, from which predictions are counted, and others as such. */
  before: f64;
  byAll: f64;
  byNear: f64;
  byPlace: f64;
  plain: f64;
  final: f64;
  /** The logarithm of the error that is usual, and of that expected here; the latter itself. */
  usual: f64;
  expected: f64;
  scale: f64;
  ulp: f64;

  // Candidates.
  candidate0: u64;
  candidate1: u64;
  candidate2: u64;
  /** Those that the element is known not to be, in order. */
  excluded: u32;
  excluded0: u64;
  excluded1: u64;
  excluded2: u64;
  fill: u64;
  filled: u32;
  outlier: u32;

  // Its distribution about a threshold.
  threshold: u64;
  cellBits: u32;
  /** Whether values are about 0, where keys are ever denser. */
  aboutZero: u32;
  above: u32;
  /** The greatest distance from the threshold on the side that is looked at. */
  last: u64;
  /** Where cells are centred, and what they are to be as wide as. */
  centre: f64;
  width: f64;
  perScale: f64;
  half: f64;
  context0: usize;
  context1: usize;
  context2: usize;
  context3: usize;

  // The coder.
  heads: usize;
  lanes: usize;
  lane: usize;
  tail: usize;
  notes: usize;
  evenWeight: f64;
}
