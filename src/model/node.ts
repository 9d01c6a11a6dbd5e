import type { Codec } from '../codecs/codec.js';
import type { Known } from '../codecs/known.js';
import type { Example } from '../codecs/numbers/example.js';
import type { Field } from '../codecs/numbers/field.js';

/**
 * A codec of a spec before the number of items is known. An item is a vector of `size` symbols;
 * items are coded together, flat, item after item.
 */
export interface Node {
  /** Symbols an item. */
  readonly size: number;
  /** Symbols are 0 … limit - 1. */
  readonly limit: number;
  /** Most items that should be coded together, where that matters. */
  readonly width?: number | undefined;
  /** Whether a push takes no bits from the message, as bits-back coding does, so that none need be there. */
  readonly givesOnly?: true;
  /**
   * Only of codecs that learn while they code: all items of a chunk are one group for them, so they
   * stand at the root of a spec.
   */
  readonly learns?: Learning | undefined;
  /** Only of codecs that take items apart by fields. */
  readonly estimate?: EstimateByFields | undefined;
  /** The same: what a chunk tells of others of the same file, where it is of use to know that. */
  readonly example?: ExampleByFields | undefined;
  /** Items that a chunk should have where nobody says, of so many bytes each; at the root of a spec. */
  readonly chunkItems?: ((itemBytes: number) => number) | undefined;
  /**
   * The codec of so many items.
   *
   * @param given what networks read, [items, inputs]; undefined where there is nothing to read.
   * @param known what is known of the symbols of a push.
   */
  codec(items: number, given: Float32Array | undefined, known?: Known): Codec<Uint32Array>;
  /** How networks see these symbols: as many numbers as symbols. */
  embed(symbols: Uint32Array): Float32Array;
}

/**
 * Where a codec looks for fields: bits that it is estimated to take for bytes that have these; undefined where there is
 * nothing to be taken apart.
 */
export type EstimateByFields = (bytes: Uint8Array, fields: readonly Field[]) => number | undefined;

/** Where a codec looks for fields: what bytes that have these tell of others of the same file. */
export type ExampleByFields = (
  bytes: Uint8Array,
  fields: readonly Field[],
  before?: Example,
) => Example;

/** What a codec that learns while it codes asks for. */
export interface Learning {
  /** Bytes of memory that coding a chunk of so many items takes, beside the items. */
  memory(items: number): number;
}

/** Symbols as the numbers that they are. */
export function asNumbers(symbols: Uint32Array): Float32Array {
  return new Float32Array(symbols);
}

/** table[symbol] for each symbol. A loop: twenty times as fast as Float32Array.from with a function. */
export function lookUp(table: Float32Array, symbols: Uint32Array): Float32Array {
  const out = new Float32Array(symbols.length);
  for (let i = 0; i < out.length; i++) out[i] = table[symbols[i] as number] as number;
  return out;
}

/** Columns [from, from + width) of `rows` rows. */
export function columns<T extends Uint32Array | Float32Array | Float64Array>(
  values: T,
  rows: number,
  from: number,
  width: number,
): T {
  const stride = values.length / rows;
  const out = new (values.constructor as new (n: number) => T)(rows * width);
  for (let r = 0; r < rows; r++) {
    out.set(values.subarray(r * stride + from, r * stride + from + width), r * width);
  }
  return out;
}

/** Rows side by side: the inverse of taking {@link columns} of widths that add up. */
export function beside<T extends Uint32Array | Float32Array>(
  parts: readonly [T, ...T[]],
  rows: number,
): T {
  const total = parts.reduce((n, part) => n + part.length, 0);
  const stride = total / rows;
  const out = new (parts[0].constructor as new (n: number) => T)(total);
  let from = 0;
  for (const part of parts) {
    const width = part.length / rows;
    for (let r = 0; r < rows; r++) {
      out.set(part.subarray(r * width, (r + 1) * width), r * stride + from);
    }
    from += width;
  }
  return out;
}

/** These rows, of so many numbers each. */
export function pickRows<T extends Uint32Array | Float32Array>(
  values: T,
  rows: readonly number[],
  width: number,
): T {
  const out = new (values.constructor as new (n: number) => T)(rows.length * width);
  rows.forEach((row, i) => {
    out.set(values.subarray(row * width, (row + 1) * width), i * width);
  });
  return out;
}

/** Each row so many times in succession. */
export function repeatRows(
  values: Float32Array | undefined,
  rows: number,
  times: number,
): Float32Array | undefined {
  if (!values || times === 1) return values;
  const width = values.length / rows;
  const out = new Float32Array(values.length * times);
  for (let i = 0; i < rows * times; i++) {
    const r = Math.floor(i / times);
    out.set(values.subarray(r * width, (r + 1) * width), i * width);
  }
  return out;
}
