/** How much of the work each of several data sets is, before any is done: bytes of one may take ten times as long as of another. */
import { BLOCK } from '../codecs/learning/blocks.js';
import { elementBytes, itemSize } from '../data/dataset.js';

/** One of several data sets that are gone through one after another. */
export interface Share {
  /** Bytes that it has of what is read. */
  readonly bytes: number;
  /** How long it takes, against the others. */
  readonly work: number;
}

/** What data are of, as a data set has it, and a header. */
interface Kind {
  readonly dtype: string;
  readonly shape: readonly number[];
}

/**
 * Microseconds that an element takes, about, by the models that come with the program, where no effort is named: of photographs,
 * of coefficients of a JPEG, of which most are zeros, and of all else. At other efforts they are others, but much the same
 * against each other.
 */
const [PICTURE, COEFFICIENT, OTHER] = [5.5, 0.45, 1.3];

/** Bytes of elements in a chunk, about, of which threads take one each. */
const CHUNK_BYTES = 1 << 23;

/** How long so many elements take, against others, on so many threads. */
export function workOf(kind: Kind, elements: number, threads: number): number {
  const chunks = Math.ceil((elements * (elementBytes(kind.dtype) ?? 1)) / CHUNK_BYTES);
  return (elements * slownessOf(kind)) / Math.max(1, Math.min(threads, chunks));
}

function slownessOf({ dtype, shape }: Kind): number {
  if (dtype === 'i16' && shape.length === 2 && itemSize(shape) === BLOCK) return COEFFICIENT;
  const isPicture = (dtype === 'u8' || dtype === 'u16') && shape.length > 1;
  return isPicture ? PICTURE : OTHER;
}

/** The part of all work that is done, 0 … 1: of so many data sets all, and of the next so many bytes. */
export function partOf(shares: readonly Share[], done: number, bytes: number): number | undefined {
  const all = workIn(shares);
  if (all === 0) return undefined;
  const next = shares[done];
  const within = next && next.bytes > 0 ? Math.min(1, bytes / next.bytes) * next.work : 0;
  return (workIn(shares.slice(0, Math.max(0, done))) + within) / all;
}

function workIn(shares: readonly Share[]): number {
  return shares.reduce((sum, { work }) => sum + work, 0);
}
