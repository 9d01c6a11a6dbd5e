import type { Random } from '../../src/train/random.js';
import { MUTATIONS, type Mutation } from './mutations.js';

const below = (random: Random, n: number): number => Math.floor(random.uniform() * n);
const pick = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)] as T;

/** Markers that mean something: frames, tables, restarts, beginnings, ends, DNL, DRI, applications, comments. */
const MARKERS = [
  ...[
    0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc9, 0xcc, 0xd0, 0xd1, 0xd7, 0xd8, 0xd9, 0xda, 0xdb, 0xdc, 0xdd,
  ],
  ...[0xde, 0xe0, 0xe2, 0xee, 0xfe, 0x01, 0x00, 0xff],
];
const EXTREMES = [0, 1, 2, 7, 8, 12, 15, 16, 63, 64, 127, 128, 240, 254, 255];

/** Where segments with a length begin, their marker first, and where they end; the last has the codes that follow it. */
function segmentsOf(file: Uint8Array): { readonly from: number; readonly to: number }[] {
  const segments: { from: number; to: number }[] = [];
  for (let at = 2; at + 4 <= file.length; ) {
    if (file[at] !== 0xff) break;
    const length = ((file[at + 2] as number) << 8) | (file[at + 3] as number);
    let to = at + 2 + length;
    if (file[at + 1] === 0xda) {
      while (to < file.length && !(file[to] === 0xff && isMarker(file[to + 1]))) to++;
    }
    segments.push({ from: at, to: Math.min(to, file.length) });
    at = to;
  }
  return segments;
}

function isMarker(byte = 0): boolean {
  return byte !== 0 && (byte < 0xd0 || byte > 0xd7);
}

/** One to four bytes of a segment set to what is on the edge of what they may be. */
const headers: Mutation = (file, random) => {
  const out = file.slice();
  const { from, to } = pick(random, segmentsOf(file));
  const end = Math.min(to, from + 30);
  for (let n = 1 + below(random, 4); n > 0; n--) {
    out[from + below(random, end - from)] = pick(random, EXTREMES);
  }
  return out;
};

/** A segment, with what follows it up to the next, left out, doubled, put elsewhere, or that of another file. */
const segments: Mutation = (file, random, other) => {
  const all = segmentsOf(file);
  const { from, to } = pick(random, all);
  const one = file.subarray(from, to);
  const place = pick(random, all).from;
  const strange = pick(random, segmentsOf(other));
  const way = below(random, 4);
  if (way === 0) return Buffer.concat([file.subarray(0, from), file.subarray(to)]);
  if (way === 1) return Buffer.concat([file.subarray(0, place), one, file.subarray(place)]);
  const theirs = other.subarray(strange.from, strange.to);
  const after = way === 2 ? from : to;
  return Buffer.concat([file.subarray(0, from), theirs, file.subarray(after)]);
};

/** A marker anywhere, in most files in the codes of a scan, perhaps with a length and some bytes. */
const markers: Mutation = (file, random) => {
  const at = below(random, file.length);
  const marker = [0xff, pick(random, MARKERS)];
  const length = below(random, 6);
  const payload = Array.from({ length }, () => random.uint32() & 255);
  const whole = random.uniform() < 0.5 ? marker : [...marker, 0, length + 2, ...payload];
  const over = random.uniform() < 0.5 ? whole.length : 0;
  return Buffer.concat([file.subarray(0, at), Uint8Array.from(whole), file.subarray(at + over)]);
};

/** Sizes of a frame, or its samplings and numbers of tables, set to anything. */
const frames: Mutation = (file, random) => {
  const out = file.slice();
  const frame = segmentsOf(file).find(({ from }) => (file[from + 1] as number) >> 4 === 0xc);
  const at = (frame?.from ?? 0) + 4;
  const where = 1 + below(random, random.uniform() < 0.5 ? 4 : 16);
  out[at + where] = random.uniform() < 0.5 ? 255 : random.uint32() & 255;
  if (random.uniform() < 0.3) out.fill(255, at + 1, at + 5);
  return out;
};

/** Codes of a Huffman table exchanged, or their numbers changed by one each way. */
const codes: Mutation = (file, random) => {
  const out = file.slice();
  const tables = segmentsOf(file).filter(({ from }) => file[from + 1] === 0xc4);
  if (tables.length === 0) return headers(file, random, file);
  const { from, to } = pick(random, tables);
  const counts = from + 5;
  if (random.uniform() < 0.5) {
    const [a, b] = [counts + below(random, 16), counts + below(random, 16)];
    out[a] = ((out[a] as number) + 1) & 255;
    out[b] = ((out[b] as number) + 255) & 255;
    return out;
  }
  const symbols = to - counts - 16;
  if (symbols < 2) return out;
  const [a, b] = [counts + 16 + below(random, symbols), counts + 16 + below(random, symbols)];
  [out[a], out[b]] = [out[b] as number, random.uniform() < 0.5 ? (out[a] as number) : 255];
  return out;
};

const { flips, cuts, splices, shifts, sectors } = MUTATIONS as Readonly<Record<string, Mutation>>;

/** Every way in which JPEG files are damaged here, by name. */
export const JPEG_MUTATIONS = {
  ...{ flips, cuts, splices, shifts, sectors },
  ...{ headers, segments, markers, frames, codes },
} as Readonly<Record<string, Mutation>>;
