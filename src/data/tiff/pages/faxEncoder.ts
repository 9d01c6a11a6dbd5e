import { DISTANCES, HORIZONTAL, MODES, PASS, RUN_CODES } from './faxCodes.js';
import { type Page, rowBytes } from './layout.js';

/** The largest run that one code stands for, and the code that ends a block, twice. */
const [LONGEST_RUN, END] = [2560, '000000000001'];

/** Rows of bits by ITU-T T.6, as libtiff and others write them: there is but one way. */
export function encodeFax(bits: Uint8Array, page: Page): Uint8Array {
  const [width] = page.block;
  const row = rowBytes(page);
  const writer = new BitWriter();
  let above: readonly number[] = [];
  for (let at = 0; at < bits.length; at += row) {
    const changes = changesOf(bits.subarray(at, at + row), width);
    encodeRow(writer, changes, above, width);
    above = changes;
  }
  writer.put(END);
  writer.put(END);
  return writer.finish();
}

/** Where the colour of a row changes, first to black. */
function changesOf(row: Uint8Array, width: number): number[] {
  const changes: number[] = [];
  for (let x = 0, colour = 0; x < width; x++) {
    // Most bytes are of one colour.
    if ((x & 7) === 0 && row[x >> 3] === (colour ? 255 : 0)) {
      x += 7;
      continue;
    }
    if ((((row[x >> 3] as number) >> (7 - (x & 7))) & 1) === colour) continue;
    changes.push(x);
    colour ^= 1;
  }
  return changes;
}

function encodeRow(
  writer: BitWriter,
  changes: readonly number[],
  above: readonly number[],
  width: number,
): void {
  for (let at = -1, colour = 0, own = 0, i = 0; at < width; ) {
    // What is above is first of the other colour, and beyond where this row is.
    i = Math.max(0, i - 2);
    if (i % 2 !== colour) i++;
    while (i < above.length && (above[i] as number) <= at) i += 2;
    const [next, second] = [above[i] ?? width, above[i + 1] ?? width];
    const first = changes[own] ?? width;
    if (second < first) {
      writer.put(MODES[PASS] as string);
      at = second;
      continue;
    }
    const mode = DISTANCES.indexOf(first - next, HORIZONTAL + 1);
    if (mode >= 0) {
      writer.put(MODES[mode] as string);
      at = first;
      colour ^= 1;
      own++;
      continue;
    }
    const end = changes[own + 1] ?? width;
    writer.put(MODES[HORIZONTAL] as string);
    putRun(writer, colour, first - Math.max(at, 0));
    putRun(writer, colour ^ 1, end - first);
    at = end;
    own += 2;
  }
}

function putRun(writer: BitWriter, colour: number, length: number): void {
  const codes = RUN_CODES[colour] as readonly string[];
  let left = length;
  for (; left >= LONGEST_RUN + 64; left -= LONGEST_RUN)
    writer.put(codes[63 + LONGEST_RUN / 64] as string);
  if (left >= 64) writer.put(codes[63 + (left >> 6)] as string);
  writer.put(codes[left & 63] as string);
}

/** Bits of bytes, the highest of each first. */
class BitWriter {
  private readonly bytes: number[] = [];
  private held = 0;
  private filled = 0;

  put(code: string): void {
    this.held = (this.held << code.length) | Number.parseInt(code, 2);
    this.filled += code.length;
    for (; this.filled >= 8; this.filled -= 8)
      this.bytes.push((this.held >> (this.filled - 8)) & 255);
    this.held &= (1 << this.filled) - 1;
  }

  finish(): Uint8Array {
    if (this.filled > 0) this.put('0'.repeat(8 - this.filled));
    return Uint8Array.from(this.bytes);
  }
}
