import { ArgumentError } from '../../errors.js';

/** How a number is written: kind and bits. Text is bytes of strings of a fixed length. */
export type NumberType =
  | `${'u' | 'i'}${8 | 16 | 24 | 32 | 64}`
  | 'f16'
  | 'bf16'
  | 'f32'
  | 'f64'
  | 'f8e4m3'
  | 'f8e5m2'
  | 'text';

/** What there is to know of a type. */
interface About {
  readonly kind: 'unsigned' | 'signed' | 'float';
  readonly bits: 8 | 16 | 24 | 32 | 64;
}

/** All types, in the order in which files number them: none is ever taken out or moved. */
const TYPES = {
  u8: { kind: 'unsigned', bits: 8 },
  i8: { kind: 'signed', bits: 8 },
  u16: { kind: 'unsigned', bits: 16 },
  i16: { kind: 'signed', bits: 16 },
  u24: { kind: 'unsigned', bits: 24 },
  i24: { kind: 'signed', bits: 24 },
  u32: { kind: 'unsigned', bits: 32 },
  i32: { kind: 'signed', bits: 32 },
  u64: { kind: 'unsigned', bits: 64 },
  i64: { kind: 'signed', bits: 64 },
  f16: { kind: 'float', bits: 16 },
  bf16: { kind: 'float', bits: 16 },
  f32: { kind: 'float', bits: 32 },
  f64: { kind: 'float', bits: 64 },
  f8e4m3: { kind: 'float', bits: 8 },
  f8e5m2: { kind: 'float', bits: 8 },
  text: { kind: 'unsigned', bits: 8 },
} as const satisfies Readonly<Record<NumberType, About>>;

/** Names of all types, in the order of their numbers in files. */
export const NUMBER_TYPES = Object.keys(TYPES) as readonly NumberType[];

/** Along one axis: how many, and how many bytes from one to the next. */
export interface Axis {
  /** How many there are along it. */
  readonly count: number;
  /** Bytes from one to the next. */
  readonly stride: number;
}

/** Numbers of one type in a file, or in a stretch of one. */
export interface Field {
  /** For people. */
  readonly name: string;
  /** Where the first number is, in bytes. */
  readonly offset: number;
  /** Of each number. */
  readonly type: NumberType;
  /** Whether the most significant byte of a number is first. */
  readonly bigEndian: boolean;
  /** Outermost first. */
  readonly axes: readonly Axis[];
}

/** Axes that a field may have. */
export const MOST_AXES = 32;

/** Kind and bits of a type. */
export function about(type: NumberType): About {
  return TYPES[type];
}

/** Bytes of a number of a type. */
export function bytesOf(type: NumberType): 1 | 2 | 3 | 4 | 8 {
  return (TYPES[type].bits / 8) as 1 | 2 | 3 | 4 | 8;
}

/** Numbers of a field. */
export function countOf({ axes }: Pick<Field, 'axes'>): number {
  return axes.reduce((n, { count }) => n * count, 1);
}

/** Where the last byte of a field ends. */
export function endOf({ offset, type, axes }: Field): number {
  return (
    axes.reduce((end, { count, stride }) => end + (count - 1) * stride, offset) + bytesOf(type)
  );
}

/** @throws RangeError unless a field is one of so many bytes. */
export function checkField(field: Field, size: number): void {
  const { name, offset, axes } = field;
  const sound = [offset, ...axes.flatMap(({ count, stride }) => [count, stride])];
  if (axes.length > MOST_AXES || !sound.every((n) => Number.isSafeInteger(n) && n >= 0)) {
    throw new ArgumentError(`field ${name}: its place or its sizes are absurd`);
  }
  if (countOf(field) > 0 && endOf(field) > size) {
    throw new ArgumentError(`field ${name}: ends at byte ${endOf(field)} of ${size}`);
  }
}

/** The unsigned type of so many bits. @throws RangeError where there is none. */
export function unsignedOf(bits: number): NumberType {
  const type = `u${bits}`;
  if (!(type in TYPES)) throw new ArgumentError(`expected bits of a number, got ${bits}`);
  return type as NumberType;
}

/** The signed type of so many bits. @throws RangeError where there is none. */
export function signedOf(bits: number): NumberType {
  const type = `i${bits}`;
  if (!(type in TYPES)) throw new ArgumentError(`expected bits of a number, got ${bits}`);
  return type as NumberType;
}

/** The same numbers without axes of one, whose strides may be beyond any chunk. */
export function withoutOnes(field: Field): Field {
  return { ...field, axes: field.axes.filter(({ count }) => count !== 1) };
}

/** Type and sizes of the array that a field is. */
export function shapeOf({ type, axes }: Field): { type: NumberType; sizes: readonly number[] } {
  return { type, sizes: axes.map(({ count }) => count) };
}

/** The runs of a field along its innermost axis, in order: where each begins, how many numbers it has, and how far apart. */
export function eachRun(
  { offset, axes }: Pick<Field, 'offset' | 'axes'>,
  run: (at: number, count: number, stride: number) => void,
): void {
  const { count, stride } = axes.at(-1) ?? { count: 1, stride: 0 };
  const visit = (axis: number, at: number) => {
    const outer = axes[axis];
    if (!outer || axis >= axes.length - 1) run(at, count, stride);
    else for (let i = 0; i < outer.count; i++) visit(axis + 1, at + i * outer.stride);
  };
  visit(0, offset);
}
