import { bad } from './directories.js';
import { Lzma } from './lzma.js';

/** Codes of what is done to bytes: differences, and LZMA2. */
const [DELTA, LZMA2] = [0x03, 0x21];

/** Of the last byte that a number may have. */
const MOST_SCALE = 0x40000000000;

const MAGIC = 'fd377a585a00';

/** Bytes of the header of a stream; the first block follows. */
const STREAM_HEADER = 12;

/**
 * The bytes of an .xz stream of one block (The .xz File Format, 1.1), which libtiff writes: LZMA2, perhaps
 * after differences.
 *
 * @param bytes there have to be.
 */
export function decodeXz(stored: Uint8Array, bytes: number): Uint8Array {
  if (Buffer.from(stored.subarray(0, 6)).toString('hex') !== MAGIC) throw bad('xz: it is none');
  const header = STREAM_HEADER;
  const length = 4 * ((stored[header] ?? 0) + 1);
  const flags = stored[header + 1] ?? 0;
  let at = header + 2;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = stored[at++];
      if (byte === undefined || scale > MOST_SCALE) throw bad('xz: its header is damaged');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  if (flags & 0x40) varint();
  if (flags & 0x80) varint();
  let distance = 0;
  for (let filter = 0; filter <= (flags & 3); filter++) {
    const [id, size] = [varint(), varint()];
    if (id === DELTA) distance = (stored[at] ?? 0) + 1;
    else if (id !== LZMA2) throw bad(`xz: filter ${id} is not known`);
    at += size;
  }
  const out = lzma2(stored, header + length, bytes);
  for (let i = distance; distance > 0 && i < out.length; i++) {
    out[i] = (out[i] as number) + (out[i - distance] as number);
  }
  return out;
}

/** What chunks of LZMA2 hold. */
function lzma2(stored: Uint8Array, from: number, bytes: number): Uint8Array {
  const out = new Uint8Array(bytes);
  const lzma = new Lzma(out);
  for (let at = from; ; ) {
    const control = stored[at];
    if (control === undefined) throw bad('xz: the file ends within a chunk');
    if (control === 0) return out.subarray(0, lzma.at);
    const low = ((stored[at + 1] ?? 0) << 8) + (stored[at + 2] ?? 0) + 1;
    if (control < 0x80) {
      if (control > 2) throw bad(`xz: a chunk of kind ${control} is not known`);
      at += 3;
      lzma.copy(stored.subarray(at, at + low));
      at += low;
      continue;
    }
    const unpacked = ((control & 0x1f) << 16) + low;
    const packed = ((stored[at + 3] ?? 0) << 8) + (stored[at + 4] ?? 0) + 1;
    const reset = (control >> 5) & 3;
    at += 5;
    if (reset >= 2) lzma.setProperties(stored[at++] ?? 0);
    else if (reset === 1) lzma.resetState();
    lzma.decode(stored.subarray(at, at + packed), unpacked);
    at += packed;
  }
}
