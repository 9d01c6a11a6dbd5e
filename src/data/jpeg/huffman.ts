/** Huffman codes as JPEG has them: ITU-T T.81, annex C and F.2.2.3. */

/** Longest code, in bits. */
const LONGEST = 16;

/** A table of codes for bytes. */
export interface HuffmanTable {
  /** By the next 8 bits: a symbol of a code of at most as many, times 16, and its length; 0 where there is none. */
  readonly short: Uint16Array;
  /** By length: 16 bits less than these begin with a code of at most so many. */
  readonly ends: Int32Array;
  /** By length: what is added to a code to get the place of its symbol. */
  readonly firsts: Int32Array;
  /** In the order of their codes. */
  readonly symbols: Uint8Array;
  /** By symbol: its code, see {@link codeOf} and {@link codeLength}; 0 where it has none. */
  readonly codes: Int32Array;
}

/** Bits of a code. */
export function codeOf(code: number): number {
  return code >>> 5;
}

/** How many these are. */
export function codeLength(code: number): number {
  return code & 31;
}

/**
 * The table of a DHT segment.
 *
 * @param counts of codes of each length, 1 to 16.
 * @param symbols in the order of their codes.
 * @returns undefined where the counts are more than there can be.
 */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable | undefined {
  const short = new Uint16Array(256);
  const ends = new Int32Array(LONGEST + 1);
  const firsts = new Int32Array(LONGEST + 1);
  const codes = new Int32Array(256);
  let code = 0;
  let next = 0;
  for (let length = 1; length <= LONGEST; length++) {
    firsts[length] = next - code;
    for (let i = counts[length - 1] as number; i > 0; i--) {
      if (code >> length) return undefined;
      const symbol = symbols[next++] as number;
      if (length <= 8) {
        const from = code << (8 - length);
        short.fill((symbol << 4) | length, from, from + (1 << (8 - length)));
      }
      codes[symbol] = (code++ << 5) | length;
    }
    ends[length] = code << (LONGEST - length);
    code <<= 1;
  }
  return { short, ends, firsts, symbols, codes };
}
