/** What codecs of nibbles share: memory for their states, and the lanes that they are on. */
import type { Message } from '../../ans/message.js';
import { Kernels, kernels } from '../../kernels/kernels.js';
import { resize } from '../resize.js';

/** Bits of the frequencies of nibbles. */
export const PRECISION = 15;
/** Bytes of a note. */
export const NOTE = 4;

/** An instance of the kernels with room for a state. */
export interface Room {
  readonly memory: Kernels;
  readonly at: number;
}

/** Up to so many bytes a state lives in memory that is kept, larger ones in memory that is given back. */
const KEPT = 1 << 23;

/** By the module whose code made it. */
const kept = new WeakMap<WebAssembly.Module, Room>();

/** Room for so many bytes, of which nothing is known. */
export function roomOf(bytes: number): Room {
  if (bytes > KEPT) return makeRoom(bytes);
  const room = kept.get(kernels.module) ?? makeRoom(KEPT);
  kept.set(kernels.module, room);
  return room;
}

function makeRoom(bytes: number): Room {
  const memory = new Kernels();
  return { memory, at: (memory.reserve(bytes + 64) + 63) & ~63 };
}

/** Lanes that nibbles of many bytes are on: what a processor has in hand at once. */
const LANES = 4;
/** Bytes that are many. */
const MANY = 1 << 12;

/** Does something with a message on the lanes that nibbles of so many bytes are on. */
export function onLanes<T>(message: Message, bytes: number, action: (wide: Message) => T): T {
  if (bytes < MANY) return action(message);
  const wide = resize(message, LANES);
  const result = action(wide);
  message.heads.set(resize(wide, message.heads.length).heads);
  return result;
}
