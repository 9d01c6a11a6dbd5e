import { atomically } from '../../ans/atomically.js';
import { mostWords, run } from '../../ans/coder.js';
import type { Message } from '../../ans/message.js';
import { ArgumentError, CrayError } from '../../errors.js';
import { kernels } from '../../kernels/kernels.js';
import { counted } from '../../words.js';
import { worked } from '../../work.js';
import type { Codec } from '../codec.js';
import { uniform } from '../uniform.js';
import { BARE, isWay, type Plane, type Planes, start, waysFor } from './bytePlanesWays.js';
import { NOTE, onLanes, PRECISION, type Room, roomOf } from './nibbles.js';
import { pushNotes } from './notes.js';

/** The bits of numbers: of up to 32 in one array, of 64 in another. */
type Words = Uint32Array | BigUint64Array;

export type { Planes } from './bytePlanesWays.js';

/** Numbers coded by a call, which bounds the words that it may move. */
const BLOCK = 1 << 14;
/** Numbers back that a row may be. */
export const MOST_ROW = 1 << 16;

/**
 * Numbers as their bytes, a plane for each place, of which each is coded in the way that suits it: bare, where it is
 * noise, or nibble by nibble by frequencies that learn, given the byte above, that of the number before, or that of the row
 * before. A way is chosen by a sample, and said in a byte. It takes some 10 ns a byte.
 *
 * @throws RangeError for other sizes.
 */
export function bytePlanes(planes: Planes): Codec<Words> {
  const { size, width, row } = planes;
  const sound = Number.isInteger(size) && size >= 0 && width >= 1 && width <= 8;
  if (!sound || !Number.isInteger(width) || !(row >= 1 && row <= MOST_ROW)) {
    throw new ArgumentError(`expected planes of numbers of 1 to 8 bytes, got ${size} of ${width}`);
  }
  return {
    push(message, values) {
      if (values.length !== size || values.BYTES_PER_ELEMENT !== stepOf(planes)) {
        throw new ArgumentError(`expected ${counted(size, 'number')}, got ${values.length}`);
      }
      const room = filled(planes, values);
      const ways = waysFor(room, planes);
      atomically(message, () => {
        onLanes(message, size * width, (wide) =>
          pushNotes(wide, notesOf(room, planes, ways), 'nibblesPush'),
        );
        ways.forEach(({ way }, plane) => {
          if (way === BARE) message.tail.push(bareOf(room, plane, size));
        });
        header(width).push(
          message,
          Uint32Array.from(ways, ({ way, slowest }) => way + 16 * slowest),
        );
      });
    },
    pop: (message) =>
      atomically(message, () => {
        const ways = popWays(message, width);
        const room = laid(planes);
        // Of numbers of fewer bytes than memory has for each, the others are 0.
        valuesIn(room, size * stepOf(planes)).fill(0);
        for (let plane = width - 1; plane >= 0; plane--) {
          if (ways[plane]?.way === BARE) popBare(message, room, plane, size);
        }
        onLanes(message, size * width, (wide) => popPlanes(wide, room, planes, ways));
        return taken(room, planes);
      }),
  };
}

/** Bytes of memory that {@link bytePlanes} takes while it codes. */
export function bytePlanesMemory({ size, width, row }: Planes): number {
  const notes = 2 * NOTE * width * size;
  return kernels.call.bytePlanesLay(0, size, stepOf({ width }), width, row) + notes;
}

/** Bits that some numbers take, or an estimate by the ways of a sample of them. */
export function bytePlanesBits(planes: Planes, values: Words): number {
  const room = filled(planes, values);
  const ways = waysFor(room, planes);
  const bare = ways.filter(({ way }) => way === BARE).length;
  start(room, ways);
  const { memory, at } = room;
  let bits = 8 * (planes.width + bare * planes.size);
  for (let from = 0; from < planes.size; from += BLOCK) {
    const n = Math.min(BLOCK, planes.size - from);
    const [out] = memory.layout(2 * NOTE * planes.width * n);
    const end = memory.call.bytePlanesNote(at, from, n, out);
    bits += memory.call.nibblesCost(out, (end - out) / NOTE);
  }
  return bits;
}

/** Bytes from a number to the next in memory. */
function stepOf({ width }: Pick<Planes, 'width'>): 4 | 8 {
  return width <= 4 ? 4 : 8;
}

function header(width: number): Codec<Uint32Array> {
  return uniform(width, 8);
}

/** @throws CrayError CORRUPT for a way that there is not. */
function popWays(message: Message, width: number): readonly Plane[] {
  return Array.from(header(width).pop(message), (said) => {
    const plane = { way: said & 15, slowest: said >> 4 };
    if (!isWay(plane)) throw new CrayError('CORRUPT', `planes: no way ${plane.way}`);
    return plane;
  });
}

/** A room with a state for numbers. */
function laid(planes: Planes): Room {
  const { size, width, row } = planes;
  const room = roomOf(kernels.call.bytePlanesLay(0, size, stepOf(planes), width, row));
  room.memory.call.bytePlanesLay(room.at, size, stepOf(planes), width, row);
  return room;
}

/** A room with numbers in it. */
function filled(planes: Planes, values: Words): Room {
  const room = laid(planes);
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  valuesIn(room, bytes.length).set(bytes);
  return room;
}

/** The numbers in a room. */
function taken(room: Room, planes: Planes): Words {
  const bytes = valuesIn(room, planes.size * stepOf(planes)).slice();
  return stepOf(planes) === 4 ? new Uint32Array(bytes.buffer) : new BigUint64Array(bytes.buffer);
}

function valuesIn({ memory, at }: Room, bytes: number): Uint8Array {
  return memory.u8(memory.call.bytePlanesValues(at), bytes);
}

/** The nibbles of all numbers, in pieces. */
function notesOf(room: Room, { size, width }: Planes, ways: readonly Plane[]): Uint32Array[] {
  const { memory, at } = room;
  start(room, ways);
  const pieces: Uint32Array[] = [];
  for (let from = 0; from < size; from += BLOCK) {
    const n = Math.min(BLOCK, size - from);
    const [out] = memory.layout(2 * NOTE * width * n);
    const end = memory.call.bytePlanesNote(at, from, n, out);
    pieces.push(memory.u32(out, (end - out) / NOTE).slice());
    worked(n);
  }
  return pieces;
}

function popPlanes(
  message: Message,
  room: Room,
  { size, width }: Planes,
  ways: readonly Plane[],
): void {
  const { memory, at } = room;
  start(room, ways);
  for (let from = 0; from < size; from += BLOCK) {
    const n = Math.min(BLOCK, size - from);
    const words = mostWords(2 * width * n, PRECISION, message.heads.length);
    run(
      message,
      words,
      [],
      (heads, lanes, tail) => memory.call.bytePlanesPop(heads, lanes, tail, at, from, n),
      memory,
    );
    worked(n);
  }
}

/** The bytes of a plane as words, zeros at the end. */
function bareOf({ memory, at }: Room, plane: number, size: number): Uint32Array {
  const words = new Uint32Array(Math.ceil(size / 4));
  const [out] = memory.layout(size);
  memory.call.bytePlanesBare(at, plane, size, out, false);
  new Uint8Array(words.buffer).set(memory.u8(out, size));
  return words;
}

/** Takes a plane off a message. @throws CrayError MESSAGE_EXHAUSTED, or CORRUPT for other ends than zeros. */
function popBare({ tail }: Message, { memory, at }: Room, plane: number, size: number): void {
  const words = Math.ceil(size / 4);
  if (tail.length < words) {
    throw new CrayError(
      'MESSAGE_EXHAUSTED',
      `the message holds ${counted(tail.length, 'word')} where a pop needs ${words}`,
    );
  }
  const from = tail.words.slice(tail.length - words, tail.length);
  tail.truncate(tail.length - words);
  const bytes = new Uint8Array(from.buffer);
  if (bytes.subarray(size).some((byte) => byte !== 0)) {
    throw new CrayError('CORRUPT', 'planes: there are ones after the last byte');
  }
  const [out] = memory.layout(size);
  memory.u8(out, size).set(bytes.subarray(0, size));
  memory.call.bytePlanesBare(at, plane, size, out, true);
}
