import { Random } from '../../src/train/random.js';

/** What a sequential JPEG file is made of. */
export interface JpegMade {
  readonly width: number;
  readonly height: number;
  /** By component: blocks of a unit, across and down. */
  readonly sampling: readonly (readonly [across: number, down: number])[];
  /** Units between restarts. */
  readonly interval?: number;
  /** The bit that fills the last byte of a segment. */
  readonly fill?: 0 | 1;
  /** Whether each component has a scan of its own. */
  readonly alone?: boolean;
  readonly seed?: number;
}

/** A file, and its blocks in the order of items: each 64 coefficients in rows. */
export interface MadeJpeg {
  readonly file: Uint8Array;
  readonly blocks: readonly (readonly number[])[];
}

/** Zigzag order, written out as in T.81, figure A.6: by place in rows, its number. */
const ZIGZAG = [
  [0, 1, 5, 6, 14, 15, 27, 28],
  [2, 4, 7, 13, 16, 26, 29, 42],
  [3, 8, 12, 17, 25, 30, 41, 43],
  [9, 11, 18, 24, 31, 40, 44, 53],
  [10, 19, 23, 32, 39, 45, 52, 54],
  [20, 22, 33, 38, 46, 51, 55, 60],
  [21, 34, 37, 47, 50, 56, 59, 61],
  [35, 36, 48, 49, 57, 58, 62, 63],
].flat();

/** Codes of 8 bits for all symbols: plain, and never all ones. */
const codeOf = (symbol: number) =>
  bitsOf(symbol < 0x80 ? symbol : 0x80 + symbol, symbol < 0x80 ? 8 : 9);

function bitsOf(value: number, bits: number): string {
  return bits === 0 ? '' : value.toString(2).padStart(bits, '0');
}

/** A number as its size and its bits, T.81 F.1.2.1. */
function number(value: number): [size: number, bits: string] {
  const size = value === 0 ? 0 : Math.abs(value).toString(2).length;
  return [size, bitsOf(value < 0 ? value + 2 ** size - 1 : value, size)];
}

/** The bits of a block, its coefficients in zigzag order. */
function blockBits(zigzag: readonly number[], before: number): string {
  const [size, first] = number((zigzag[0] as number) - before);
  let bits = codeOf(size) + first;
  let run = 0;
  for (const value of zigzag.slice(1)) {
    if (value === 0) {
      run++;
      continue;
    }
    for (; run > 15; run -= 16) bits += codeOf(0xf0);
    const [length, some] = number(value);
    bits += codeOf(16 * run + length) + some;
    run = 0;
  }
  return run > 0 ? bits + codeOf(0) : bits;
}

function segmentBytes(bits: string, fill: number): number[] {
  const whole = bits + String(fill).repeat((8 - (bits.length % 8)) % 8);
  const bytes = (whole.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2));
  return bytes.flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte]));
}

/** A marker and what follows, with its length. */
export function segment(kind: number, payload: readonly number[]): number[] {
  return [0xff, kind, (payload.length + 2) >> 8, (payload.length + 2) & 255, ...payload];
}

/** A sequential file of blocks by chance. */
export function makeJpeg(made: JpegMade): MadeJpeg {
  const { width, height, interval = 0, fill = 1, alone = false, seed = 1 } = made;
  const sampling = made.sampling.length === 1 ? [[1, 1] as const] : made.sampling;
  const random = new Random(seed);
  const [most, deepest] = [0, 1].map((i) => Math.max(...sampling.map((one) => one[i] as number)));
  const unitsWide = Math.ceil(width / 8 / (most as number));
  const unitsHigh = Math.ceil(height / 8 / (deepest as number));
  const planes = sampling.map(([across, down]) => {
    const own = [
      Math.ceil(Math.ceil((width * across) / (most as number)) / 8),
      Math.ceil(Math.ceil((height * down) / (deepest as number)) / 8),
    ] as const;
    const there = (x: number, y: number) => !alone || (x < own[0] && y < own[1]);
    const rows = Array.from({ length: unitsHigh * down }, (_, y) =>
      Array.from({ length: unitsWide * across }, (_, x) => (there(x, y) ? block(random) : ZEROS)),
    );
    return { across, down, own, rows };
  });
  const all = planes.map((_, i) => i);
  const scans = (alone ? all.map((i) => [i]) : [all]).map((indices) => {
    const units = alone
      ? ownUnits(planes[indices[0] as number] as Plane)
      : unitsOf(planes, unitsWide, unitsHigh);
    const header = [indices.length, ...indices.flatMap((i) => [i + 1, 0]), 0, 63, 0];
    return [...segment(0xda, header), ...scanBytes(units, interval, fill)];
  });
  const file = Uint8Array.from([
    ...[0xff, 0xd8],
    ...segment(0xdb, [0, ...Array.from({ length: 64 }, (_, k) => k + 1)]),
    ...segment(0xc1, frameHeader(made)),
    ...tables(),
    ...(interval > 0 ? segment(0xdd, [interval >> 8, interval & 255]) : []),
    ...scans.flat(),
    ...[0xff, 0xd9],
  ]);
  return { file, blocks: inOrder(planes, unitsHigh) };
}

interface Plane {
  readonly across: number;
  readonly down: number;
  readonly own: readonly [number, number];
  readonly rows: readonly (readonly (readonly number[])[])[];
}

const ZEROS: readonly number[] = new Array(64).fill(0);

function block(random: Random): number[] {
  return Array.from({ length: 64 }, (_, k) => {
    if (k === 0) return Math.floor(random.uniform() * 2000) - 1000;
    return random.uniform() < 0.15 ? Math.floor(random.uniform() * 40) - 20 : 0;
  });
}

/** Blocks of a unit with the number of their component. */
type Unit = readonly (readonly [component: number, block: readonly number[]])[];

function ownUnits({ own: [wide, high], rows }: Plane): Unit[] {
  return rows.slice(0, high).flatMap((row) => row.slice(0, wide).map((one) => [[0, one]] as Unit));
}

function unitsOf(planes: readonly Plane[], wide: number, high: number): Unit[] {
  return Array.from({ length: wide * high }, (_, unit) =>
    planes.flatMap(({ across, down, rows }, component) =>
      Array.from({ length: across * down }, (_, i) => {
        const y = Math.floor(unit / wide) * down + Math.floor(i / across);
        const x = (unit % wide) * across + (i % across);
        return [component, rows[y]?.[x] as readonly number[]] as const;
      }),
    ),
  );
}

function scanBytes(units: readonly Unit[], interval: number, fill: number): number[] {
  const bytes: number[] = [];
  let before = [0, 0, 0, 0];
  let bits = '';
  units.forEach((unit, i) => {
    if (interval > 0 && i > 0 && i % interval === 0) {
      bytes.push(...segmentBytes(bits, fill), 0xff, 0xd0 + ((i / interval - 1) & 7));
      before = [0, 0, 0, 0];
      bits = '';
    }
    for (const [component, one] of unit) {
      const zigzag = ZEROS.map((_, k) => one[ZIGZAG.indexOf(k)] as number);
      bits += blockBits(zigzag, before[component] as number);
      before[component] = zigzag[0] as number;
    }
  });
  return [...bytes, ...segmentBytes(bits, fill)];
}

function frameHeader({ width, height, sampling }: JpegMade): number[] {
  const components = sampling.flatMap(([across, down], i) => [i + 1, 16 * across + down, 0]);
  return [8, height >> 8, height & 255, width >> 8, width & 255, sampling.length, ...components];
}

/** Both tables: codes of 8 bits for the lower half of symbols, of 9 for the upper half. */
function tables(): number[] {
  const counts = [0, 0, 0, 0, 0, 0, 0, 0x80, 0x80, 0, 0, 0, 0, 0, 0, 0];
  const symbols = Array.from({ length: 256 }, (_, i) => i);
  return [0x00, 0x10].flatMap((id) => segment(0xc4, [id, ...counts, ...symbols]));
}

/** Blocks as items: of each row of units those of each component, row by row. */
function inOrder(planes: readonly Plane[], unitsHigh: number): (readonly number[])[] {
  return Array.from({ length: unitsHigh }, (_, unit) =>
    planes.flatMap(({ down, rows }) => rows.slice(unit * down, (unit + 1) * down).flat()),
  ).flat();
}
