/** Pickles, made by hand: each function is some operations, the last of which leaves one value. */
import { letters, writer } from './bytesOf.js';

const { u16, u32, u64, i32 } = writer();

const op = (code: string | number, ...rest: Uint8Array[]) =>
  Buffer.concat([typeof code === 'string' ? letters(code) : Buffer.of(code), ...rest]);

export const text = (value: string) => op(0x8c, Buffer.of(value.length), letters(value));
export const oldText = (value: string) => op('U', Buffer.of(value.length), letters(value));
export const whole = (value: number) =>
  value >= 0 && value < 256 ? op('K', Buffer.of(value)) : op('J', i32(value));
export const none = op('N');
export const truth = (value: boolean) => op(value ? 0x88 : 0x89);
export const bytes = (value: Uint8Array) => op('B', u32(value.length), value);
export const bytes8 = (value: Uint8Array) => op(0x8e, u64(value.length), value);
export const byteArray = (value: Uint8Array) => op(0x96, u64(value.length), value);
export const oldBytes = (value: Uint8Array) => op('T', u32(value.length), value);
export const tuple = (...values: Uint8Array[]) => op('(', ...values, letters('t'));
export const pair = (a: Uint8Array, b: Uint8Array) => Buffer.concat([a, b, op(0x86)]);
export const list = (...values: Uint8Array[]) => op(']', op('('), ...values, op('e'));
export const dictionary = (...values: Uint8Array[]) => op('}', op('('), ...values, op('u'));
export const oldGlobal = (module: string, name: string) => op('c', letters(`${module}\n${name}\n`));
export const global = (module: string, name: string) =>
  Buffer.concat([text(module), text(name), op(0x93)]);
export const call = (by: Uint8Array, args: Uint8Array) => Buffer.concat([by, args, op('R')]);
export const instance = (by: Uint8Array, args: Uint8Array) => Buffer.concat([by, args, op(0x81)]);
export const built = (object: Uint8Array, state: Uint8Array) =>
  Buffer.concat([object, state, op('b')]);
export const persistent = (id: Uint8Array) => Buffer.concat([id, op('Q')]);
export const put = (value: Uint8Array, place: number) =>
  Buffer.concat([value, op('q', Buffer.of(place))]);
export const get = (place: number) => op('h', Buffer.of(place));
export const double = op('G', Buffer.alloc(8));
export const long = op(0x8a, Buffer.of(2), u16(300));

/** A type of NumPy; @param state what is beside its order. */
export function dtype(code: string, order: string, ...state: Uint8Array[]): Buffer {
  const made = call(oldGlobal('numpy', 'dtype'), tuple(text(code), truth(false), truth(true)));
  const rest = [none, none, none, whole(-1), whole(-1), whole(0)].slice(state.length);
  return built(made, tuple(whole(3), text(order), ...state, ...rest));
}

/** An array as protocols before 5 have it. */
export function array(
  shape: readonly number[],
  type: Uint8Array,
  data: Uint8Array,
  isFortran = false,
): Buffer {
  const by = oldGlobal('numpy.core.multiarray', '_reconstruct');
  const made = call(by, tuple(oldGlobal('numpy', 'ndarray'), tuple(whole(0)), bytes(letters('b'))));
  const sizes = tuple(...shape.map(whole));
  return built(made, tuple(whole(1), sizes, type, truth(isFortran), data));
}

/** A whole pickle. */
export function pickleFile(protocol: number, ...operations: Uint8Array[]): Buffer {
  const rest = Buffer.concat([...operations, letters('.')]);
  const start = Buffer.of(0x80, protocol);
  return protocol < 4
    ? Buffer.concat([start, rest])
    : Buffer.concat([start, op(0x95, u64(rest.length)), rest]);
}
