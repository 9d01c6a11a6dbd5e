import { CrayError } from '../errors.js';
import type { Model } from '../model/model.js';
import { symbolsOf } from '../model/tree.js';
import { counted } from '../words.js';

/** Bytes that a run may take, unless it is told otherwise. */
export const DEFAULT_MEMORY = 2 * (1 << 30);

const MEBIBYTE = 1 << 20;

/**
 * Bytes that the program takes whatever it does. A model that needs no more is made before its need is checked,
 * together with that of a chunk, so that what is said is all that is needed.
 */
export const ALWAYS_THERE = 64 * MEBIBYTE;

/** An item in the tree of a chunk without order. */
const BYTES_PER_UNORDERED_ITEM = 400;

/** Elements as they are, the message that grows, its copies when it is folded and written. */
const COPIES_OUT = 8;
/** An element as a symbol. */
const BYTES_PER_SYMBOL_OUT = 4;
/** A chunk's payload, as it arrives and as one array, its words, and the elements. */
const COPIES_IN = 4;

/** Symbols of a group: themselves, their intervals, and what networks make of them. */
const BYTES_PER_SYMBOL = 48;
/** Weights as the file has them, as tensors, and in the kernels' memory. */
const COPIES_OF_WEIGHTS = 3;

/**
 * Bytes that coding the items of a chunk takes at most, roughly, beside the model.
 *
 * @param size elements of an item.
 * @param width bytes of an element.
 */
export function encodingNeed(
  items: number,
  size: number,
  width: number,
  unordered: boolean,
): number {
  return (
    items *
    (size * (COPIES_OUT * width + BYTES_PER_SYMBOL_OUT) +
      (unordered ? BYTES_PER_UNORDERED_ITEM : 0))
  );
}

/** The same of decoding. */
export function decodingNeed(
  items: number,
  size: number,
  width: number,
  unordered: boolean,
): number {
  return items * (size * width * COPIES_IN + (unordered ? BYTES_PER_UNORDERED_ITEM : 0));
}

/**
 * Bytes that a model takes, roughly: its weights, and the symbols of a group of items, also those
 * that are not in the data. Told from the spec, before anything so large is made.
 *
 * @param groupItems items that are coded together.
 */
export function modelNeed({ spec, tensors }: Model, groupItems: number): number {
  let weights = 0;
  for (const { values } of tensors.values()) weights += values.byteLength;
  return COPIES_OF_WEIGHTS * weights + groupItems * symbolsOf(spec.codec) * BYTES_PER_SYMBOL;
}

/** @throws CrayError TOO_LARGE that says what is needed and what there is. */
export function checkMemory(what: string, need: number, memory: number, help = ''): void {
  if (need <= memory) return;
  throw new CrayError(
    'TOO_LARGE',
    `${what}: needs about ${mebibytes(need)}, the limit is ${exactly(memory)}${help}`,
  );
}

/** Sizes that chunks may have in place of a larger one, the largest first. */
function smallerThan(items: number): number[] {
  return Array.from({ length: 31 }, (_, i) => 1 << (30 - i)).filter((size) => size < items);
}

/** Bytes of items below which chunks are not made smaller unasked: what each takes itself would be too much. */
const LEAST_BYTES = 1 << 16;

/**
 * Items of a chunk where nobody says how many: those wanted, or as many as the memory has room for. Where it has room
 * for few alone, those wanted, which it then refuses.
 *
 * @param itemBytes bytes of an item.
 * @param needOf bytes for a chunk of so many items; not always more for more of them.
 */
export function itemsWithin(
  wanted: number,
  itemBytes: number,
  needOf: (items: number) => number,
  memory: number,
): number {
  const enough = smallerThan(wanted).filter((items) => items * itemBytes >= LEAST_BYTES);
  return [wanted, ...enough].find((items) => needOf(items) <= memory) ?? wanted;
}

/**
 * The same as {@link checkMemory} for coding a chunk of items, with the size of chunks that would do: the largest for
 * which there is room, or else the largest of those that need the least.
 *
 * @param needOf as of {@link itemsWithin}.
 */
export function checkChunk(items: number, needOf: (items: number) => number, memory: number): void {
  const sizes = smallerThan(items);
  const least = Math.min(...sizes.map((size) => mebibytesOf(needOf(size))));
  const best =
    sizes.find((size) => needOf(size) <= memory) ??
    sizes.find((size) => mebibytesOf(needOf(size)) === least);
  const help =
    best !== undefined && needOf(best) < needOf(items)
      ? `; with chunks of ${best} about ${mebibytes(needOf(best))} would do`
      : '';
  checkMemory(`a chunk of ${counted(items, 'item')}`, needOf(items), memory, help);
}

/**
 * Threads, at most so many, whose chunks fit the memory together: besides one for each, there is one
 * on its way.
 *
 * @param need bytes of a chunk.
 */
export function threadsWithin(memory: number, need: number, threads: number): number {
  return Math.max(1, Math.min(threads, Math.floor(memory / need) - 1));
}

function mebibytesOf(bytes: number): number {
  return Math.ceil(bytes / MEBIBYTE);
}

function mebibytes(bytes: number): string {
  return `${mebibytesOf(bytes)} MiB`;
}

function exactly(bytes: number): string {
  if (bytes % MEBIBYTE === 0) return `${bytes / MEBIBYTE} MiB`;
  return bytes % 1024 === 0 ? `${bytes / 1024} KiB` : `${counted(bytes, 'byte')}`;
}
