import { unsuitable } from '../format.js';

/** What a header of a sequence says of the samples (AV1, section 5.5). */
export interface Sequence {
  /** Most columns and rows of a frame. */
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly depth: 8 | 10 | 12;
  readonly gray: boolean;
  /** Which red, green and blue these are, and how bright; {@link UNSPECIFIED} where that is not said. */
  readonly primaries: number;
  readonly transfer: number;
  /** How the planes are made of red, green and blue: matrix_coefficients, of which 0 is not at all. */
  readonly matrix: number;
  /** Whether black is 0, and white all ones. */
  readonly fullRange: boolean;
  /** Whether noise is put over the samples when they are shown. */
  readonly grain: boolean;
}

/** Primaries, transfer and matrix that are not said. */
export const UNSPECIFIED = 2;

/** The next bits as a number, the highest first. */
type Read = (bits: number) => number;

/** The sequence_header_obu in a payload (section 5.5.1). */
export function readSequence(payload: Uint8Array): Sequence {
  let at = 0;
  const read: Read = (bits) => {
    let value = 0;
    for (const end = at + bits; at < end; at++) {
      value = 2 * value + (((payload[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
    }
    return value;
  };
  const profile = read(3);
  read(1);
  const reduced = read(1) === 1;
  if (reduced) read(5);
  else readOperatingPoints(read);
  const [widthBits, heightBits] = [read(4) + 1, read(4) + 1];
  const [width, height] = [read(widthBits) + 1, read(heightBits) + 1];
  if (!reduced && read(1)) read(7);
  read(3);
  if (!reduced) readTools(read);
  read(3);
  const colours = readColours(read, profile);
  const grain = read(1) === 1;
  if (at > 8 * payload.length) throw unsuitable('avif', 'the header of its sequence is cut short');
  return { width, height, ...colours, grain };
}

function readColours(read: Read, profile: number) {
  const high = read(1);
  const depth = high ? (profile === 2 && read(1) ? 12 : 10) : 8;
  const gray = profile !== 1 && read(1) === 1;
  const said = read(1) === 1;
  const next = () => (said ? read(8) : UNSPECIFIED);
  const [primaries, transfer, matrix] = [next(), next(), next()];
  const described = { depth, gray, primaries, transfer, matrix } as const;
  if (gray) return { ...described, fullRange: read(1) === 1 };
  // sRGB as it is has all of the range, and all samples.
  const asIs = primaries === 1 && transfer === 13 && matrix === 0;
  const fullRange = asIs || read(1) === 1;
  if (!asIs) readSubsampling(read, profile, depth);
  read(1);
  return { ...described, fullRange };
}

function readSubsampling(read: Read, profile: number, depth: number): void {
  let [across, down] = [Number(profile !== 1), Number(profile === 0)];
  if (profile === 2 && depth === 12) {
    across = read(1);
    down = across && read(1);
  }
  if (across && down) read(2);
}

function readOperatingPoints(read: Read): void {
  let delayBits = 0;
  let modelled = false;
  if (read(1)) {
    read(32);
    read(32);
    if (read(1)) readExponential(read);
    modelled = read(1) === 1;
    if (modelled) {
      delayBits = read(5) + 1;
      read(32 + 5 + 5);
    }
  }
  const delays = read(1);
  for (let points = read(5) + 1; points > 0; points--) {
    read(12);
    if (read(5) > 7) read(1);
    if (modelled && read(1)) read(2 * delayBits + 1);
    if (delays && read(1)) read(4);
  }
}

/** A number of any length (section 4.10.3). */
function readExponential(read: Read): void {
  let zeros = 0;
  while (zeros < 32 && read(1) === 0) zeros++;
  if (zeros < 32) read(zeros);
}

/** Of the tools for pictures one after another. */
function readTools(read: Read): void {
  read(4);
  const order = read(1);
  if (order) read(2);
  const screen = read(1) || read(1);
  if (screen && !read(1)) read(1);
  if (order) read(3);
}
