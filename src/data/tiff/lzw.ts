/** Codes of TIFF's LZW (TIFF 6.0, section 13). */
const CLEAR = 256;
const END = 257;
const FIRST = 258;
const FULL = 4094;
const LEAST_BITS = 9;
const BYTES = 256;

/** Bytes of input between two looks at how well it goes. */
const CHECK_GAP = 10000;

/**
 * LZW as libtiff writes it, to the bit: most programs have their TIFF files written by it. Its table is
 * emptied when it is full, and when what is written per byte has not become less for some time.
 *
 * Source: tif_lzw.c of libtiff 4, LZWEncode and LZWPostEncode.
 */
export function encodeLzw(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil(bytes.length * 1.5) + 16);
  let [at, pending, pendingBits] = [0, 0, 0];
  let [bits, free, written] = [LEAST_BITS, FIRST, 0];
  const put = (code: number): void => {
    pending = (pending << bits) | code;
    pendingBits += bits;
    for (; pendingBits >= 8; pendingBits -= 8) out[at++] = pending >> (pendingBits - 8);
    pending &= (1 << pendingBits) - 1;
    written += bits;
  };
  // The code of a string and a byte after it.
  const table = new Map<number, number>();
  let [read, checkpoint, ratio] = [0, CHECK_GAP, 0];
  const empty = (): void => {
    table.clear();
    [ratio, read, written, free] = [0, 0, 0, FIRST];
    put(CLEAR);
    bits = LEAST_BITS;
  };

  put(CLEAR);
  let string = bytes[0] ?? END;
  read++;
  for (let i = 1; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    read++;
    const entry = string * BYTES + byte;
    const known = table.get(entry);
    if (known !== undefined) {
      string = known;
      continue;
    }
    put(string);
    string = byte;
    table.set(entry, free++);
    if (free === FULL) {
      empty();
    } else if (free > (1 << bits) - 1) {
      bits++;
    } else if (read >= checkpoint) {
      checkpoint = read + CHECK_GAP;
      const now = ratioOf(read, written);
      if (now <= ratio) empty();
      else ratio = now;
    }
  }
  if (bytes.length > 0) {
    put(string);
    if (++free === FULL) {
      put(CLEAR);
      bits = LEAST_BITS;
    } else if (free > (1 << bits) - 1) {
      bits++;
    }
  }
  put(END);
  if (pendingBits > 0) out[at++] = pending << (8 - pendingBits);
  return out.subarray(0, at);
}

/** Bytes read for each bit written, in units of 1/256, in whole numbers as libtiff has it. */
function ratioOf(read: number, written: number): number {
  if (read <= 0x7fffff) return Math.floor((read * 256) / written);
  const rest = written >> 8;
  return rest === 0 ? 0x7fffffff : Math.floor(read / rest);
}
