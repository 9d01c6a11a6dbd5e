import { atomically } from '../../ans/atomically.js';
import { run } from '../../ans/coder.js';
import type { Message } from '../../ans/message.js';
import { ArgumentError, CrayError } from '../../errors.js';
import { kernels } from '../../kernels/kernels.js';
import { worked } from '../../work.js';
import { type Codec, checkSize } from '../codec.js';
import { mapped } from '../mapped.js';
import { uniform } from '../uniform.js';
import {
  begin,
  bitsOf,
  isMeans,
  laid,
  type Means,
  MOST_ROW,
  notesFor,
  searchFor,
  usualSearch,
} from './lempelZivFind.js';
import { NOTE, onLanes } from './nibbles.js';
import { pushNotes } from './notes.js';

/** Words of a message that a call is given. */
const WINDOW = 1 << 15;
/** Bytes of a value, at most. */
export const MOST_BYTES = 1 << 26;
/** Bytes that are worth a deep search, unless told: half a second. */
const DEEP = 1 << 21;
/** Bits of each of the means, as they are said. */
const MEANS_BITS = 13;

/** How its means are said: the way of literals, bytes of a row, bytes that guesses go by, and how slowly it learns. */
const header = uniform(4, MEANS_BITS);

/**
 * Bytes of any kind by what was there before: runs of literals and matches, whose distances and lengths are coded
 * nibble by nibble by frequencies that learn, as are literals by the byte before and another. A match may also be
 * where the same few bytes were seen last, which takes no distance.
 *
 * Source: Ziv and Lempel, "A universal algorithm for sequential data compression" (1977); Bloom, "LZP: a new data compression
 * algorithm" (1996), on guesses.
 *
 * @param size bytes of a value, up to 2^26.
 * @param row bytes of a row, 1 to 4096, where there are rows; 1 unless told.
 * @param deep up to how many bytes a push looks for the best of all lists of sequences, which takes four times as long.
 * @throws RangeError for other sizes.
 */
export function lempelZiv(size: number, row = 1, deep = DEEP): Codec<Uint8Array> {
  const isSize = Number.isInteger(size) && size >= 0 && size <= MOST_BYTES;
  if (!isSize || !(Number.isInteger(row) && row >= 1 && row <= MOST_ROW)) {
    throw new ArgumentError(
      `expected 0 to ${MOST_BYTES} bytes, and rows of 1 to ${MOST_ROW}, got ${size} and ${row}`,
    );
  }
  return {
    push(message, bytes) {
      checkSize(bytes, size);
      const search = searchFor(bytes, row);
      const pieces = notesFor(bytes, search, deep);
      atomically(message, () => {
        onLanes(message, size, (wide) => pushNotes(wide, pieces, 'nibblesPush'));
        const { way, order, slowest } = search;
        header.push(message, Uint32Array.of(way, row, order, slowest));
      });
    },
    pop: (message) =>
      atomically(message, () => {
        const [way = 0, row = 0, order = 0, slowest = 0] = header.pop(message);
        const means = { way, row, order, slowest };
        if (!isMeans(means)) throw nonsense(`no means ${[way, row, order, slowest].join(' ')}`);
        return onLanes(message, size, (wide) => popBytes(wide, size, means));
      }),
  };
}

/** The same of bytes that are symbols (u32). */
export function lempelZivSymbols(size: number): Codec<Uint32Array> {
  return mapped(
    lempelZiv(size),
    (bytes) => Uint32Array.from(bytes),
    (symbols) => Uint8Array.from(symbols),
  );
}

/** Bytes of memory that {@link lempelZiv} takes while it codes. */
export function lempelZivMemory(size: number): number {
  const { call } = kernels;
  return call.lempelZivLay(0, size) + call.lempelZivSearch(size) + (6 + 3 * NOTE) * size;
}

/**
 * Bits that bytes take, or a little more.
 *
 * @param isBest whether the best means are looked for, which takes longer.
 */
export function lempelZivBits(bytes: Uint8Array, row = 1, isBest = false): number {
  const search = isBest ? searchFor(bytes, row) : usualSearch(bytes, row);
  return 4 * MEANS_BITS + bitsOf(bytes, search);
}

/** @throws CrayError CORRUPT for sequences that are none of so many bytes. */
function popBytes(message: Message, size: number, means: Means): Uint8Array {
  const room = laid(size);
  begin(room, means);
  const { memory, at } = room;
  const { call } = memory;
  for (let done = 0; done < size; ) {
    run(
      message,
      WINDOW,
      [],
      (heads, lanes, tail) => call.lempelZivPop(heads, lanes, tail, tail - 4 * WINDOW, at),
      memory,
    );
    const now = call.lempelZivDone(at);
    if (now < 0) throw nonsense(`no sequence at byte ${done} or after it`);
    worked(now - done);
    done = now;
  }
  return memory.u8(call.lempelZivBytes(at), size).slice();
}

function nonsense(message: string): CrayError {
  return new CrayError('CORRUPT', `lempelZiv: ${message}`);
}
