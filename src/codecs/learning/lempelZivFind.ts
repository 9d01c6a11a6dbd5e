/** Which sequences bytes are told by, and by which means; no decoder needs to know. */
import { type Kernels, kernels } from '../../kernels/kernels.js';
import { worked } from '../../work.js';
import { NOTE, type Room, roomOf } from './nibbles.js';

/** What decoder and encoder go by. */
export interface Means {
  /** The second context of literals: the byte that a match would go on with, the last two bytes, or the byte a row before. */
  readonly way: number;
  /** Bytes of a row. */
  readonly row: number;
  /** Bytes that a guess goes by. */
  readonly order: number;
  /** What is learned moves frequencies by 2^-slowest at least. */
  readonly slowest: number;
}

/** Means, and what a literal is taken to cost by them, in 16ths of a bit. */
export interface Search extends Means {
  readonly literal: number;
}

const [BY_MATCH, BY_TWO, BY_ROW] = [0, 1, 2];
/** Bytes back that a row may be. */
export const MOST_ROW = 4096;
/** Bytes that means are tried on: so many at most, of others a part, in so many runs. */
const [SAMPLE, LEAST_SAMPLE, PART, RUNS] = [1 << 16, 1 << 12, 16, 4];
/** Places that are looked at, and bytes by which a better match may begin later. */
const [DEPTH, AHEAD] = [4, 2];
/** Places that are looked at where the best of all lists is looked for. */
const DEEP = 8;
/** Bytes of a sequence in a list, and of the shortest match. */
const [SEQUENCE, LEAST] = [12, 2];
/** Notes that a call writes down, at most, and those that it may be over. */
const [MOST_NOTES, MORE] = [1 << 17, 64];
/** Parts of a bit that costs of literals are in. */
const BIT = 16;

/** Whether a state can go by these. */
export function isMeans({ way, row, order, slowest }: Means): boolean {
  return (
    way <= BY_ROW && row >= 1 && row <= MOST_ROW && order >= 1 && order <= 8 && isRate(slowest)
  );
}

function isRate(slowest: number): boolean {
  return slowest >= 1 && slowest <= 7;
}

/** The means that suit most bytes. */
export function usualSearch(bytes: Uint8Array, row: number): Search {
  return usual(sampleOf(bytes), row);
}

function usual(sample: Uint8Array, row: number): Search {
  const alone: Search = { way: BY_TWO, row, order: 4, slowest: 6, literal: 0 };
  const literal = (BIT * bitsOf(sample, alone)) / Math.max(1, sample.length);
  return { ...alone, way: BY_MATCH, literal: Math.max(BIT, literal) };
}

/** The best means for bytes, by a sample of them. */
export function searchFor(bytes: Uint8Array, row: number): Search {
  const sample = sampleOf(bytes);
  let best = usual(sample, row);
  const { literal } = best;
  let bits = bitsOf(sample, best);
  const attempt = (other: Search) => {
    const own = bitsOf(sample, other);
    if (own < bits) [best, bits] = [other, own];
  };
  attempt({ ...best, way: BY_TWO });
  if (row > 1) attempt({ ...best, way: BY_ROW });
  for (const times of [0.7, 1.5, 2.2]) attempt({ ...best, literal: literal * times });
  attempt({ ...best, slowest: 7 });
  if (best.slowest === 6) attempt({ ...best, slowest: 5 });
  attempt({ ...best, order: 6 });
  return best;
}

/** Some runs of bytes, as far from each other as can be. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  const most = Math.min(SAMPLE, Math.max(LEAST_SAMPLE, Math.floor(bytes.length / PART)));
  if (bytes.length <= most) return bytes;
  const run = Math.floor(most / RUNS);
  const apart = Math.floor((bytes.length - run) / (RUNS - 1));
  const sample = new Uint8Array(RUNS * run);
  for (let i = 0; i < RUNS; i++) sample.set(bytes.subarray(i * apart, i * apart + run), i * run);
  return sample;
}

/** Bits of bytes by a search; as literals alone where these cost nothing. */
export function bitsOf(bytes: Uint8Array, search: Search): number {
  const parsing = new Parsing(bytes, search);
  parsing.greedily();
  let bits = 0;
  parsing.note((memory, out, n) => {
    bits += memory.call.nibblesCost(out, n);
  });
  return bits;
}

/**
 * The nibbles of bytes, in pieces, by the best list of sequences that is found.
 *
 * @param most bytes that are worth to look for the best of all lists.
 */
export function notesFor(bytes: Uint8Array, search: Search, most: number): readonly Uint32Array[] {
  const parsing = new Parsing(bytes, search);
  parsing.greedily();
  const first = parsing.notes();
  if (bytes.length > most) return first.pieces;
  parsing.deeply();
  const second = parsing.notes();
  return second.bits < first.bits ? second.pieces : first.pieces;
}

/** Bytes in a room, with a list of sequences for them. */
class Parsing {
  private readonly room: Room;
  private readonly found: number;
  private readonly list: number;
  private readonly out: number;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly search: Search,
  ) {
    const size = bytes.length;
    this.room = laid(size);
    const { memory, at } = this.room;
    const most = SEQUENCE * (Math.ceil(size / LEAST) + 1);
    const notes = NOTE * (MOST_NOTES + MORE);
    const { call } = memory;
    [this.found, this.list, this.out] = memory.layout(call.lempelZivSearch(size), most, notes);
    begin(this.room, search);
    memory.u8(call.lempelZivBytes(at), size).set(bytes);
  }

  /** Makes a list that takes at each place what gains most. */
  greedily(): void {
    const { memory, at } = this.room;
    const { literal } = this.search;
    if (literal === 0) memory.u32(this.list, 3).set([this.bytes.length, 0, 0]);
    else memory.call.lempelZivGreedy(at, this.found, this.list, literal, DEPTH, AHEAD);
  }

  /** Makes the list that seems to take the fewest bits, by what the models have learned of the list before. */
  deeply(): void {
    const { memory, at } = this.room;
    memory.call.lempelZivPrices(at, this.found);
    begin(this.room, this.search);
    memory.call.lempelZivLiterals(at, this.found, this.out);
    memory.call.lempelZivAgain(at);
    memory.call.lempelZivFind(at, this.found, this.list, DEEP);
  }

  /** Notes the list. @param visit is given notes, some after others: where they are, and how many. */
  note(visit: (memory: Kernels, out: number, n: number) => void): void {
    const { memory, at } = this.room;
    const { call } = memory;
    begin(this.room, this.search);
    for (let next = this.list, done = 0; done < this.bytes.length; ) {
      next = call.lempelZivNote(at, next, this.out, MOST_NOTES);
      const [length = 0] = memory.u32(this.out, 1);
      visit(memory, this.out + NOTE, length / NOTE);
      done = call.lempelZivDone(at);
    }
  }

  /** The notes of the list, and the bits that they take. */
  notes(): { pieces: readonly Uint32Array[]; bits: number } {
    const pieces: Uint32Array[] = [];
    let bits = 0;
    this.note((memory, out, n) => {
      pieces.push(memory.u32(out, n).slice());
      bits += memory.call.nibblesCost(out, n);
    });
    worked(this.bytes.length >> 1);
    return { pieces, bits };
  }
}

/** A room with a state for so many bytes. */
export function laid(size: number): Room {
  const room = roomOf(kernels.call.lempelZivLay(0, size));
  room.memory.call.lempelZivLay(room.at, size);
  return room;
}

/** Makes a state know nothing. */
export function begin({ memory, at }: Room, { way, row, order, slowest }: Means): void {
  memory.call.lempelZivStart(at, way, row, order, slowest);
}
