import { unsuitable } from '../format.js';

const SEQUENCE_HEADER = 1;

/** Where the matrix is not said. */
const UNSPECIFIED = 2;

/**
 * How the planes of AV1 are made of red, green and blue: matrix_coefficients (AV1, section 6.4.2), of
 * which 0 is not at all.
 *
 * @param coded open bitstream units, one after another.
 * @throws CrayError DATA_INVALID where there is no header of a sequence.
 */
export function matrixOf(coded: Uint8Array): number {
  for (let at = 0; at < coded.length; ) {
    const header = coded[at++] as number;
    if (header & 4) at++;
    if (!(header & 2)) break;
    let length = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = coded[at++] ?? 0;
      length += (byte & 127) * scale;
      if (byte < 128) break;
    }
    if (header >> 3 === SEQUENCE_HEADER) return inSequence(coded.subarray(at, at + length));
    at += length;
  }
  throw unsuitable('avif', 'there is no header of a sequence');
}

/** The matrix in a sequence_header_obu (section 5.5.1). */
function inSequence(payload: Uint8Array): number {
  let at = 0;
  /** The next bits as a number, the highest first. */
  const read = (bits: number): number => {
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
  read(widthBits);
  read(heightBits);
  if (!reduced && read(1)) read(7);
  read(3);
  if (!reduced) readTools(read);
  read(3);
  const high = read(1);
  if (profile === 2 && high) read(1);
  if (profile !== 1) read(1);
  if (read(1) === 0) return UNSPECIFIED;
  read(16);
  return read(8);
}

function readOperatingPoints(read: (bits: number) => number): void {
  // No encoder of pictures says when they are to be shown.
  if (read(1)) throw unsuitable('avif', 'it has times of display');
  const delays = read(1);
  for (let points = read(5) + 1; points > 0; points--) {
    read(12);
    if (read(5) > 7) read(1);
    if (delays && read(1)) read(4);
  }
}

/** Of the tools for pictures one after another. */
function readTools(read: (bits: number) => number): void {
  read(4);
  const order = read(1);
  if (order) read(2);
  const screen = read(1) || read(1);
  if (screen && !read(1)) read(1);
  if (order) read(3);
}
