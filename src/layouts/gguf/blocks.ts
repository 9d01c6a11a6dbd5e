/** Types of ggml's tensors: numbers, or blocks of them that share a scale. */
import { arrayField } from '../build.js';
import { type Field, NUMBER_BYTES, type NumberType } from '../layout.js';

/** What lies one after another in a block: so many of a type. */
type Parts = readonly (readonly [name: string, type: NumberType, count: number])[];

/** A type: how many elements a block has, and what lies in it. */
export interface Block {
  readonly elements: number;
  readonly bytes: number;
  readonly fields: readonly Field[];
}

/** Blocks by the number of the type; numbers that share bytes are bytes. */
const BLOCKS: Readonly<Record<number, readonly [elements: number, parts: Parts]>> = {
  0: [1, [['', 'f32', 1]]],
  1: [1, [['', 'f16', 1]]],
  2: [32, [scale(), quants(16)]],
  3: [32, [scale(), minimum(), quants(16)]],
  6: [32, [scale(), ['high', 'u8', 4], quants(16)]],
  7: [32, [scale(), minimum(), ['high', 'u8', 4], quants(16)]],
  8: [32, [scale(), ['quants', 'i8', 32]]],
  9: [32, [scale(), ['sum', 'f16', 1], ['quants', 'i8', 32]]],
  10: [256, [['scales', 'u8', 16], quants(64), scale(), minimum()]],
  11: [256, [['high', 'u8', 32], quants(64), ['scales', 'u8', 12], scale()]],
  12: [256, [scale(), minimum(), ['scales', 'u8', 12], quants(128)]],
  13: [256, [scale(), minimum(), ['scales', 'u8', 12], ['high', 'u8', 32], quants(128)]],
  14: [256, [quants(128), ['high', 'u8', 64], ['scales', 'i8', 16], scale()]],
  15: [
    256,
    [
      ['scale', 'f32', 1],
      ['quants', 'i8', 256],
      ['sums', 'i16', 16],
    ],
  ],
  16: [256, [scale(), quants(64)]],
  17: [256, [scale(), quants(64), ['scales', 'u8', 8]]],
  18: [256, [scale(), quants(96)]],
  19: [256, [scale(), quants(32), ['high', 'u16', 8]]],
  20: [32, [scale(), quants(16)]],
  21: [256, [scale(), quants(64), ['high', 'u8', 8], ['signs', 'u8', 32], ['scales', 'u8', 4]]],
  22: [256, [scale(), quants(64), ['high', 'u8', 8], ['scales', 'u8', 8]]],
  23: [256, [scale(), ['high', 'u16', 1], ['scales', 'u8', 4], quants(128)]],
  24: [1, [['', 'i8', 1]]],
  25: [1, [['', 'i16', 1]]],
  26: [1, [['', 'i32', 1]]],
  27: [1, [['', 'i64', 1]]],
  28: [1, [['', 'f64', 1]]],
  29: [256, [quants(32), ['high', 'u8', 16], ['scales', 'u8', 8]]],
  30: [1, [['', 'bf16', 1]]],
};

function scale(): Parts[number] {
  return ['scale', 'f16', 1];
}

function minimum(): Parts[number] {
  return ['minimum', 'f16', 1];
}

function quants(bytes: number): Parts[number] {
  return ['quants', 'u8', bytes];
}

/** The block of a type; undefined for one that is not known. */
export function blockOf(type: number): Block | undefined {
  const [elements, parts] = BLOCKS[type] ?? [];
  if (!elements || !parts) return undefined;
  let bytes = 0;
  const fields = parts.map(([name, part, count]) => {
    const at = bytes;
    bytes += NUMBER_BYTES[part] * count;
    return arrayField(name, at, { type: part, bigEndian: false }, count === 1 ? [] : [count]);
  });
  return { elements, bytes, fields };
}
