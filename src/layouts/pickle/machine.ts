/** A machine that follows a pickle: its stack, and how it takes what operations have after them. */
import type { Reader } from '../reader.js';
import { Bytes, Made, type Value } from './values.js';

/** Longest string that is read as letters; that of an array is longer, or not worth a field. */
const MAX_TEXT = 64;

/** What a mark on the stack is. */
export const MARK = Symbol('mark');

/** A machine at work. */
export interface Machine {
  readonly reader: Reader;
  readonly stack: (Value | typeof MARK)[];
  readonly memo: Map<number, Value>;
  /** Where the next operation is. */
  at: number;
  /** Told of an object that a function has made, or to which its state has just been given. */
  made(object: Made, machine: Machine): void;
}

/** The value on top, taken. */
export function pop({ stack }: Machine): Value {
  const value = stack.pop();
  return value === undefined || value === MARK ? null : value;
}

/** So many values from the top, taken; the last of them was on top. */
export function popSome(machine: Machine, count: number): Value[] {
  return Array.from({ length: count }, () => pop(machine)).reverse();
}

/** The values above the last mark, which goes too. */
export function popMarked({ stack }: Machine): Value[] {
  const values: Value[] = [];
  for (let value = stack.pop(); value !== undefined && value !== MARK; value = stack.pop()) {
    values.push(value);
  }
  return values.reverse();
}

export function top({ stack }: Machine): Value {
  const value = stack.at(-1);
  return value === undefined || value === MARK ? null : value;
}

/** A number after an operation, lowest byte first. */
export function take(machine: Machine, bytes: 1 | 2 | 4 | 8): number {
  const { reader, at } = machine;
  machine.at += bytes;
  if (bytes === 1) return reader.u8(at);
  if (bytes === 2) return reader.u16(at);
  return bytes === 4 ? reader.u32(at) : reader.u64(at);
}

/** Where bytes are whose length stands before them. */
export function takeBytes(machine: Machine, lengthBytes: 1 | 4 | 8): Bytes {
  const length = take(machine, lengthBytes);
  const found = new Bytes(machine.at, length);
  machine.at += length;
  return found;
}

/** A string: its letters where they are few, else where it is. */
export function takeText(machine: Machine, lengthBytes: 1 | 4 | 8): string | Bytes {
  const found = takeBytes(machine, lengthBytes);
  return found.length <= MAX_TEXT ? machine.reader.text(found.at, found.length) : found;
}

/** A text up to the end of the line. */
export function takeLine(machine: Machine): string {
  const from = machine.at;
  while (machine.reader.u8(machine.at++) !== 0x0a);
  return machine.reader.text(from, Math.min(MAX_TEXT, machine.at - 1 - from));
}

/** Puts what a function would return in its place. */
export function make(machine: Machine, by: Value, args: Value): void {
  const object = new Made(by, args);
  machine.stack.push(object);
  machine.made(object, machine);
}
