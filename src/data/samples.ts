/** Numbers as files have them, to elements in the order of what they stand for, and back. */
import type { NumberType } from '../codecs/numbers/field.js';
import type { Dtype } from './dataset.js';

/** How a file writes one number. */
export interface SampleType {
  readonly kind: 'unsigned' | 'signed' | 'float';
  readonly bytes: 1 | 2 | 3 | 4 | 8;
  readonly bigEndian: boolean;
}

/** Samples of two bytes, as most pictures have them. */
export const WIDE: SampleType = { kind: 'unsigned', bytes: 2, bigEndian: true };

/** Elements that one number becomes: those of 8 bytes two, the upper half first. */
export function planesOf({ bytes }: SampleType): number {
  return bytes === 8 ? 2 : 1;
}

/** The dtype of the elements that numbers become. Floats become unsigned integers. */
export function dtypeOf({ kind, bytes }: SampleType): Dtype {
  if (bytes === 8) return 'u32';
  const bits = bytes === 3 ? 32 : ((8 * bytes) as 8 | 16 | 32);
  return `${kind === 'signed' ? 'i' : 'u'}${bits}`;
}

/** Type of the numbers themselves, for people: "f32", "u24". */
export function numbersOf({ kind, bytes }: SampleType): NumberType {
  return `${{ unsigned: 'u', signed: 'i', float: 'f' }[kind]}${8 * bytes}` as NumberType;
}

/** Values of an element. */
export function levelsOf({ bytes }: SampleType): number {
  return [0, 1 << 8, 1 << 16, 1 << 24, 0x100000000][Math.min(bytes, 4)] as number;
}

/**
 * Numbers as a file has them, to elements in their order (see Piece): signed numbers have their top
 * bit flipped, negative floats all of theirs, and items of numbers of 8 bytes come as a plane of the
 * upper halves and then one of the lower halves.
 *
 * @param samples of whole items; not changed.
 * @param numbers of an item.
 */
export function toElements(samples: Uint8Array, type: SampleType, numbers: number): Uint8Array {
  if (type.bytes === 1 && type.kind === 'unsigned') return samples;
  const ordered = littleEndian(samples, type);
  flipSigns(ordered, type, 0x80);
  if (type.bytes === 3) return widen(ordered);
  return type.bytes === 8 ? splitPlanes(ordered, numbers) : ordered;
}

/** The inverse of {@link toElements}. @param elements not changed. */
export function fromElements(elements: Uint8Array, type: SampleType, numbers: number): Uint8Array {
  if (type.bytes === 1 && type.kind === 'unsigned') return elements;
  let ordered: Uint8Array;
  if (type.bytes === 3) ordered = narrow(elements);
  else ordered = type.bytes === 8 ? joinPlanes(elements, numbers) : Uint8Array.from(elements);
  flipSigns(ordered, type, 0);
  return littleEndian(ordered, type);
}

/** A copy with the bytes of each number turned round where they are big-endian; its own inverse. */
function littleEndian(samples: Uint8Array, { bytes, bigEndian }: SampleType): Uint8Array {
  const copy = Buffer.from(samples);
  if (!bigEndian || bytes === 1) return copy;
  if (bytes === 2) return copy.swap16();
  if (bytes === 4) return copy.swap32();
  if (bytes === 8) return copy.swap64();
  for (let at = 0; at < copy.length; at += 3) copy.subarray(at, at + 3).reverse();
  return copy;
}

/** @param negative the top bit of a number whose bits below are inverted, where it is a float. */
function flipSigns(samples: Uint8Array, { kind, bytes }: SampleType, negative: number): void {
  if (kind === 'unsigned') return;
  for (let top = bytes - 1; top < samples.length; top += bytes) {
    const byte = samples[top] as number;
    samples[top] = byte ^ 0x80;
    if (kind === 'float' && (byte & 0x80) === negative) {
      for (let at = top + 1 - bytes; at < top; at++) samples[at] = ~(samples[at] as number);
      samples[top] = (samples[top] as number) ^ 0x7f;
    }
  }
}

function widen(samples: Uint8Array): Uint8Array {
  const out = new Uint8Array((samples.length / 3) * 4);
  for (let from = 0, to = 0; from < samples.length; from += 3, to += 4) {
    out[to] = samples[from] as number;
    out[to + 1] = samples[from + 1] as number;
    out[to + 2] = samples[from + 2] as number;
  }
  return out;
}

function narrow(elements: Uint8Array): Uint8Array {
  const out = new Uint8Array((elements.length / 4) * 3);
  for (let from = 0, to = 0; to < out.length; from += 4, to += 3) {
    out[to] = elements[from] as number;
    out[to + 1] = elements[from + 1] as number;
    out[to + 2] = elements[from + 2] as number;
  }
  return out;
}

function splitPlanes(samples: Uint8Array, numbers: number): Uint8Array {
  const out = new Uint8Array(samples.length);
  eachHalf(samples.length, numbers, (whole, plane) => copyWord(samples, whole, out, plane));
  return out;
}

function joinPlanes(elements: Uint8Array, numbers: number): Uint8Array {
  const out = new Uint8Array(elements.length);
  eachHalf(elements.length, numbers, (whole, plane) => copyWord(elements, plane, out, whole));
  return out;
}

/** Visits the 32-bit halves of numbers: where each is in the file, and where in the planes. */
function eachHalf(
  bytes: number,
  numbers: number,
  visit: (whole: number, plane: number) => void,
): void {
  for (let item = 0; item < bytes; item += 8 * numbers) {
    for (let i = 0; i < numbers; i++) {
      visit(item + 8 * i + 4, item + 4 * i);
      visit(item + 8 * i, item + 4 * (numbers + i));
    }
  }
}

function copyWord(from: Uint8Array, source: number, to: Uint8Array, target: number): void {
  for (let i = 0; i < 4; i++) to[target + i] = from[source + i] as number;
}
