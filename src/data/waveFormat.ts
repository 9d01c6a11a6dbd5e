/** What several formats of sound have in common with Microsoft's: WAVEFORMATEX. */
import { unsuitable } from './format.js';
import type { SampleType } from './samples.js';
import { viewOf } from './sound.js';

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/** Bytes of it that are read at least, and at most. */
const [SHORT, LONG] = [16, 40];

/**
 * The type of samples, and the channels, by a chunk of the name "fmt ".
 *
 * @param at where its content begins, of so many bytes.
 * @param format what to call the file.
 * @throws CrayError DATA_INVALID unless they are PCM or floats.
 */
export function waveFormat(
  start: Uint8Array,
  { at, length }: { readonly at: number; readonly length: number },
  bigEndian: boolean,
  format: string,
): { type: SampleType; channels: number; rate: number } {
  if (length < SHORT || start.length < at + Math.min(length, LONG)) {
    throw unsuitable(format, 'fmt is cut short');
  }
  const view = viewOf(start);
  const code = view.getUint16(at, !bigEndian);
  // The kind of an extensible format is in the first bytes of its GUID.
  const isExtensible = code === EXTENSIBLE && length >= LONG;
  const kind = isExtensible ? view.getUint16(at + 24, !bigEndian) : code;
  const channels = view.getUint16(at + 2, !bigEndian);
  const bytes = view.getUint16(at + 12, !bigEndian) / channels;
  const known = kind === PCM ? [1, 2, 3, 4] : kind === FLOAT ? [4, 8] : [];
  if (!known.includes(bytes)) {
    const expected = 'expected PCM of 8, 16, 24 or 32 bits or floats';
    throw unsuitable(format, `${expected}, got format ${kind} of ${bytes} bytes`);
  }
  const type = {
    kind: kind === FLOAT ? 'float' : bytes === 1 ? 'unsigned' : 'signed',
    bytes: bytes as SampleType['bytes'],
    bigEndian,
  } as const;
  return { type, channels, rate: view.getUint32(at + 4, !bigEndian) };
}
