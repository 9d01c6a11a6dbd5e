import { unsuitable } from '../format.js';
import { readSequence, type Sequence } from './sequence.js';

/** Types of open bitstream units (AV1, section 6.2.2). */
const UNIT = {
  sequence: 1,
  delimiter: 2,
  frameHeader: 3,
  tiles: 4,
  frame: 6,
  padding: 15,
} as const;

/** Those of one picture and nothing else. */
const PLAIN: readonly number[] = Object.values(UNIT);

/** An open bitstream unit. */
interface Unit {
  readonly type: number;
  readonly payload: Uint8Array;
}

/** The units of a coded picture, one after another. @throws CrayError DATA_INVALID where one is cut short */
function unitsOf(coded: Uint8Array): Unit[] {
  const units: Unit[] = [];
  for (let at = 0; at < coded.length; ) {
    const header = coded[at++] as number;
    if (header & 4) at++;
    let length = coded.length - at;
    if (header & 2) {
      length = 0;
      for (let scale = 1; ; scale *= 128) {
        const byte = coded[at++] ?? 0;
        length += (byte & 127) * scale;
        if (byte < 128) break;
      }
    }
    if (at + length > coded.length) throw unsuitable('avif', 'its pixels are cut short');
    units.push({ type: (header >> 3) & 15, payload: coded.subarray(at, at + length) });
    at += length;
  }
  return units;
}

/**
 * The header of the sequence of a picture that is coded as one frame.
 *
 * @throws CrayError DATA_INVALID where there is more than that picture, which a decoder leaves out: other frames,
 * metadata.
 */
export function sequenceOf(coded: Uint8Array): Sequence {
  const units = unitsOf(coded);
  const other = units.find(({ type }) => !PLAIN.includes(type));
  if (other) throw unsuitable('avif', `its pixels have a unit of type ${other.type} among them`);
  const frames = units.filter(({ type }) => type === UNIT.frame || type === UNIT.frameHeader);
  const sequences = units.filter(({ type }) => type === UNIT.sequence);
  const [sequence] = sequences;
  if (!sequence || sequences.length > 1 || frames.length !== 1) {
    const got = `${frames.length} in ${sequences.length}`;
    throw unsuitable('avif', `expected one frame in one sequence, got ${got}`);
  }
  return readSequence(sequence.payload);
}
