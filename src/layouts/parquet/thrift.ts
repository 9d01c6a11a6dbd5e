/** Structures of Thrift's compact protocol, as Parquet writes them. */
import { unsuitable } from '../../data/format.js';
import type { Reader } from '../reader.js';

/** A value: numbers beyond what is exact are none; strings are letters, as many as matter. */
export type Value = number | boolean | string | undefined | Value[] | Structure;

/** Fields by their numbers. */
export type Structure = ReadonlyMap<number, Value>;

/** How deep structures may stand in each other, values of one, and letters that are kept. */
const [DEEPEST, MOST, LETTERS] = [16, 1 << 21, 100];

/** Reads the structure at a place, and says where it ends. @throws CrayError DATA_INVALID */
export function structureAt(reader: Reader, from: number): { value: Structure; end: number } {
  let at = from;
  let values = 0;

  function unsigned(): number {
    let [value, scale] = [0, 1];
    for (let i = 0; i < 10; i++) {
      const byte = reader.u8(at++);
      value += (byte & 127) * scale;
      scale *= 128;
      if (byte < 128) return value;
    }
    throw unsuitable('Parquet', 'a number does not end');
  }

  function signed(): number {
    const value = unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  function list(depth: number): Value[] {
    const head = reader.u8(at++);
    const count = head >> 4 === 15 ? unsigned() : head >> 4;
    const items: Value[] = [];
    for (let i = 0; i < count; i++) {
      // Truths in lists take a byte each.
      if ((head & 15) <= 2) items.push(reader.u8(at++) === 1);
      else items.push(value(head & 15, depth));
    }
    return items;
  }

  function value(type: number, depth: number): Value {
    if (++values > MOST || depth > DEEPEST) throw unsuitable('Parquet', 'its footer is absurd');
    if (type === 1 || type === 2) return type === 1;
    if (type === 3) return reader.u8(at++);
    if (type >= 4 && type <= 6) return signed();
    if (type === 9 || type === 10) return list(depth + 1);
    if (type === 12) return structure(depth + 1);
    const length = type === 7 ? 8 : type === 8 ? unsigned() : -1;
    if (length < 0) throw unsuitable('Parquet', `a value of type ${type}`);
    at += length;
    return type === 7 ? undefined : reader.text(at - length, Math.min(LETTERS, length));
  }

  function structure(depth: number): Structure {
    const fields = new Map<number, Value>();
    let number = 0;
    for (let head = reader.u8(at++); head !== 0; head = reader.u8(at++)) {
      number = head >> 4 === 0 ? signed() : number + (head >> 4);
      fields.set(number, value(head & 15, depth));
    }
    return fields;
  }

  const found = structure(0);
  return { value: found, end: at };
}
