import { bad } from './directories.js';

/** Codes of TIFF's LZW (TIFF 6.0, section 13). */
const [CLEAR, END, FIRST] = [256, 257, 258];
const [LEAST_BITS, MOST_BITS] = [9, 12];

/**
 * The bytes of an LZW stream, also of the old kind that has the lowest bit first and changes the width of
 * codes one code later.
 *
 * @param bytes at most.
 */
export function decodeLzw(stored: Uint8Array, bytes: number): Uint8Array {
  const isOld = stored[0] === 0 && ((stored[1] ?? 0) & 1) === 1;
  const next = codesOf(stored, isOld);
  const out = new Uint8Array(bytes);
  // A string is one that was there before, at a place of the output, and a byte after it.
  const places = new Uint32Array(1 << MOST_BITS);
  const lengths = new Uint16Array(1 << MOST_BITS);
  let [at, bits, free, last] = [0, LEAST_BITS, FIRST, -1];
  let lastAt = 0;
  while (at < bytes) {
    const code = next(bits);
    if (code === END || code === undefined) break;
    if (code === CLEAR) {
      [bits, free, last] = [LEAST_BITS, FIRST, -1];
      continue;
    }
    const lastLength = last < 0 ? 0 : last < CLEAR ? 1 : (lengths[last] as number);
    if (code > free || (code === free && last < 0))
      throw bad('its LZW has a code that is not known');
    if (last >= 0 && free < 1 << MOST_BITS) {
      places[free] = lastAt;
      lengths[free] = lastLength + 1;
      free++;
    }
    lastAt = at;
    const length = code < CLEAR ? 1 : (lengths[code] as number);
    const from = places[code] as number;
    // The new string may reach into what is written just now.
    for (let k = 0; k < length && at < bytes; k++) {
      out[at++] = code < CLEAR ? code : (out[from + k] as number);
    }
    last = code;
    if (free >= (1 << bits) - (isOld ? 0 : 1) && bits < MOST_BITS) bits++;
  }
  return out.subarray(0, at);
}

/** Gives one code after another, of as many bits as are asked for; none at the end. */
function codesOf(stored: Uint8Array, lowestFirst: boolean): (bits: number) => number | undefined {
  let [at, held, left] = [0, 0, 0];
  return (bits) => {
    for (; left < bits; left += 8) {
      const byte = stored[at++];
      if (byte === undefined) return undefined;
      held = lowestFirst ? held | (byte << left) : ((held << 8) | byte) & 0xffffff;
    }
    left -= bits;
    if (!lowestFirst) return (held >> left) & ((1 << bits) - 1);
    const code = held & ((1 << bits) - 1);
    held >>>= bits;
    return code;
  };
}
