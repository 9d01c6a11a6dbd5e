/** In which way each plane of numbers is best coded. */
import { NOTE, type Room } from './nibbles.js';

/** Numbers of one width. */
export interface Planes {
  /** How many there are. */
  readonly size: number;
  /** Bytes of each, 1 to 8. */
  readonly width: number;
  /** Numbers from one to the one that is beside it in the next row; 1 where there are no rows. */
  readonly row: number;
}

/** How a plane is coded. */
export interface Plane {
  /** {@link BARE}, or what its bytes are coded by, as the kernel numbers it. */
  readonly way: number;
  /** What it learns moves its frequencies by 2^-slowest at least. */
  readonly slowest: number;
}

/** A plane whose bytes are kept as they are. */
export const BARE = 0;
/** Alone, by the byte above, by the number before, by the row before, and by two of these at once. */
const WAYS = [1, 2, 3, 5];
const WAYS_OF_ROWS = [...WAYS, 4, 6, 7];
/** What planes may be slow by. */
export const SLOWEST = [5, 7] as const;
/** Numbers that ways are tried on, of which the second half counts. */
const SAMPLE = 1 << 12;
const LEAST_SAMPLE = 1 << 9;
/** Bits of a byte that is as good as noise. */
const NOISE = 7.97;

/** Whether planes can be coded so. */
export function isWay({ way, slowest }: Plane): boolean {
  return way <= 7 && (way === BARE ? slowest === 0 : slowest >= 1 && slowest <= 7);
}

/** The ways for the numbers in a room, the plane of the lowest bytes first. */
export function waysFor(room: Room, planes: Planes): readonly Plane[] {
  const tried = triedOf(planes);
  const ways = planes.row > 1 ? WAYS_OF_ROWS : WAYS;
  return Array.from({ length: planes.width }, (_, plane) => {
    const cost = (way: number, slowest: number) =>
      bitsOf(room, planes, tried, plane, { way, slowest });
    const first = ways.map((way) => ({ way, slowest: 7, bits: cost(way, 7) }));
    const [best] = first.sort((a, b) => a.bits - b.bits) as [Plane & { bits: number }];
    const quick = { way: best.way, slowest: 5, bits: cost(best.way, 5) };
    const { way, slowest, bits } = quick.bits < best.bits ? quick : best;
    return bits >= NOISE * tried.counted ? { way: BARE, slowest: 0 } : { way, slowest };
  });
}

/** Which numbers ways are tried on: where they begin, how many are learned first, and how many count. */
interface Tried {
  readonly from: number;
  readonly learned: number;
  readonly counted: number;
}

function triedOf({ size }: Planes): Tried {
  const most = Math.min(SAMPLE, Math.max(LEAST_SAMPLE, size >> 4));
  // Of few numbers what is learned costs as much as what is known.
  if (size <= most) return { from: 0, learned: 0, counted: size };
  return { from: (size - most) >> 1, learned: most >> 1, counted: most - (most >> 1) };
}

/** Bits of a plane in a way. */
function bitsOf(room: Room, { width }: Planes, tried: Tried, plane: number, way: Plane): number {
  const { memory, at } = room;
  const { from, learned, counted } = tried;
  const bare = { way: BARE, slowest: 0 };
  start(
    room,
    Array.from({ length: width }, (_, i) => (i === plane ? way : bare)),
  );
  const [out] = memory.layout(2 * NOTE * (learned + counted));
  memory.call.bytePlanesNote(at, from, learned, out);
  const end = memory.call.bytePlanesNote(at, from + learned, counted, out);
  return memory.call.nibblesCost(out, (end - out) / NOTE);
}

/** Makes a state know nothing but its ways. */
export function start({ memory, at }: Room, ways: readonly Plane[]): void {
  memory.call.bytePlanesStart(
    at,
    packed(ways.map(({ way }) => way)),
    packed(ways.map(({ slowest }) => slowest)),
  );
}

/** Up to eight bytes as a word, the first in its lowest bits. */
function packed(bytes: readonly number[]): bigint {
  return bytes.reduceRight((word, byte) => (word << 8n) | BigInt(byte), 0n);
}
