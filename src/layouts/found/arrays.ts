/** Arrays of one type that a file may be: which type, which byte order, where a number begins, and which columns. */
import { gather } from '../../codecs/numbers/column.js';
import { guessOf } from '../../codecs/numbers/estimate.js';
import { arrayField, type Kind } from '../build.js';
import { NUMBER_BYTES } from '../layout.js';
import { doubtful, type Stretch } from './judge.js';
import { type Bits, floatOf, readBits } from './kinds.js';
import { lagsOf } from './lags.js';

/** Types that are tried, each in both byte orders. */
const TYPES = ['f64', 'i64', 'f32', 'i32', 'i16'] as const;

/** How much more than the best others may seem to take for them to be likely, and how many are. */
const [DOUBTFUL, MOST] = [0.4, 3];

/** Of what integers seem to take, what floats as wide may for these to be what there is. */
const AS_WELL = 1.02;

/** Of what an array without columns seems to take, what it may take with them. */
const LESS = 0.9;

/** Distances at which columns may come again, columns of a row, and those that are tried anyway. */
const [LAGS, MOST_COLUMNS, USUAL] = [3, 64, [2, 3]] as const;

/** Which part of the numbers must be of the world, of so many that are looked at. */
const [MOST_SOUND, SOME] = [0.98, 512];

/** An array of one type. */
export interface FoundArray {
  readonly kind: Kind;
  /** Where its first number begins, but for whole ones. */
  readonly start: number;
  /** Bytes of a row, where it has rows. */
  readonly row: number | undefined;
}

/** An array without rows, and bits a byte that it seems to take. */
interface Plain extends FoundArray {
  readonly cost: number;
}

/**
 * Arrays that a file may well be, those first that seem to cost least.
 *
 * @param limit bits a byte: what does not seem to take less is none.
 */
export function likelyArrays(
  { from, bytes }: Stretch,
  equal: Float64Array,
  limit: number,
): FoundArray[] {
  const arrays = plainArrays(bytes);
  const most = Math.min(doubtful(arrays[0]?.cost ?? 0, DOUBTFUL), limit);
  const likely = arrays
    .filter(({ cost }) => cost <= most)
    .slice(0, MOST)
    .flatMap((array) => [...withColumns(bytes, array, equal), array]);
  return likely.map(({ kind, start, row }) => {
    const width = NUMBER_BYTES[kind.type];
    return { kind, start: (from + start) % width, row };
  });
}

/** Of each type and byte order the place where numbers seem to begin, the cheapest first; no integers where floats do as well. */
function plainArrays(bytes: Uint8Array): Plain[] {
  const found = TYPES.flatMap((type) =>
    [false, true].flatMap((bigEndian): Plain[] => {
      const kind = { type, bigEndian };
      const costs = Array.from({ length: NUMBER_BYTES[type] }, (_, at) => costOf(bytes, at, kind));
      const cost = Math.min(...costs);
      const start = costs.indexOf(cost);
      return cost < 8 ? [{ kind, start, row: undefined, cost }] : [];
    }),
  );
  const floats = found.filter(({ kind }) => floatOf(kind));
  const hasFloats = ({ kind, cost }: Plain) =>
    floats.some((float) => isAsWide(float.kind, kind) && float.cost <= AS_WELL * cost);
  return found
    .filter((array) => floatOf(array.kind) || !hasFloats(array))
    .sort((a, b) => a.cost - b.cost);
}

function isAsWide(a: Kind, b: Kind): boolean {
  return NUMBER_BYTES[a.type] === NUMBER_BYTES[b.type];
}

/** Bits a byte of the numbers of a kind that begin at a place, by what is near them where they are integers. */
function costOf(bytes: Uint8Array, at: number, kind: Kind): number {
  const width = NUMBER_BYTES[kind.type];
  const count = Math.floor((bytes.length - at) / width);
  if (floatOf(kind) && !isSound(bytes, at, count, kind)) return Number.POSITIVE_INFINITY;
  const { near, alike } = guessOf(gather(bytes, arrayField('', at, kind, [count])));
  return (floatOf(kind) ? Math.min(near, alike) : near) / width;
}

/** Whether nearly all exponents are those of numbers of the world. */
function isSound(bytes: Uint8Array, at: number, count: number, kind: Kind): boolean {
  const [bits, least, most] = floatOf(kind) ?? [0, 0, 0];
  const width = NUMBER_BYTES[kind.type];
  const number: Bits = { high: 0, low: 0 };
  const step = Math.max(1, Math.floor(count / SOME));
  let [sound, all] = [0, 0];
  for (let i = 0; i < count; i += step, all++) {
    readBits(bytes, at + i * width, kind, number);
    const exponent = (number.high >>> (32 - bits)) & ((1 << (bits - 1)) - 1);
    const isZero = number.high === 0 && number.low === 0;
    if (isZero || (exponent >= least && exponent <= most)) sound++;
  }
  return sound >= MOST_SOUND * all;
}

/** The same with columns, where these seem to take less; integers of 64 bits may be two of 32 beside each other. */
function withColumns(bytes: Uint8Array, array: Plain, equal: Float64Array): FoundArray[] {
  const { kind, start } = array;
  const width = NUMBER_BYTES[kind.type];
  const counts = [...USUAL, ...lagsOf(equal, LAGS, width).map((lag) => lag / width)];
  const tried = [...new Set(counts)]
    .filter((count) => count <= MOST_COLUMNS)
    .map((count) => ({ kind, start, row: count * width, cost: columnsCost(bytes, array, count) }));
  const [best] = tried.sort((a, b) => a.cost - b.cost);
  const halves: FoundArray[] =
    kind.type === 'i64' ? [{ kind: { ...kind, type: 'i32' }, start: start % 4, row: 8 }] : [];
  return best && best.cost < LESS * array.cost ? [best, ...halves] : halves;
}

/** Bits a byte of so many columns, each by itself. */
function columnsCost(bytes: Uint8Array, { kind, start }: FoundArray, columns: number): number {
  const width = NUMBER_BYTES[kind.type];
  const rows = Math.floor((bytes.length - start) / (columns * width));
  let bits = 0;
  for (let i = 0; i < columns; i++) {
    const axes = [{ count: rows, stride: columns * width }];
    const { near, alike } = guessOf(
      gather(bytes, { name: '', offset: start + i * width, ...kind, axes }),
    );
    bits += Math.min(near, alike);
  }
  return bits / (columns * width);
}
