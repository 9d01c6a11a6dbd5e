import { CrayError } from '../../errors.js';
import { unsuitable } from '../format.js';
import { joinParts, splitParts } from '../parts.js';
import { isBlank, isDigit, type PnmHeader } from './header.js';

/**
 * Samples as digits. Between them is anything that is blank, and it all comes back: first the white
 * space before a row's end, which in most files is the same again and again.
 *
 * @returns the elements, what is between them, and where they end.
 * @throws CrayError DATA_INVALID for something else than digits, or numbers with zeros before them.
 */
export function readPlain(
  file: Uint8Array,
  header: PnmHeader,
): { elements: Uint8Array; layout: Uint8Array; end: number } {
  const { width, height, channels, maxval, bytes } = header;
  const count = width * height * channels;
  const wide = maxval > 255;
  // Bits need no blanks between them, so a digit is a number there.
  const bits = maxval === 1 && file[1] === 0x31;
  if (count > file.length) throw unsuitable('pnm', `expected ${count} numbers`);
  const elements = new Uint8Array(count * (wide ? 2 : 1));
  const gaps: number[] = [];
  const lengths: Uint8Array = new Uint8Array(count);
  let at = bytes;
  for (let i = 0; i < count; i++) {
    const from = at;
    while (isBlank(file[at])) gaps.push(file[at++] as number);
    if (at - from > 255) throw unsuitable('pnm', 'too much white space');
    lengths[i] = at - from;
    const first = at;
    let value = 0;
    do {
      if (!isDigit(file[at])) throw unsuitable('pnm', `expected a number at byte ${at}`);
      value = 10 * value + (file[at++] as number) - 0x30;
    } while (!bits && isDigit(file[at]));
    if (value > (wide ? 65535 : 255)) throw unsuitable('pnm', `${value} is above ${maxval}`);
    if (at - first !== `${value}`.length) throw unsuitable('pnm', 'numbers with zeros before them');
    if (wide) {
      elements[2 * i] = value & 255;
      elements[2 * i + 1] = value >> 8;
    } else {
      elements[i] = value;
    }
  }
  return { elements, layout: joinParts([lengths, Uint8Array.from(gaps)]), end: at };
}

/** The inverse of {@link readPlain}. */
export function printPlain(
  elements: Uint8Array,
  { maxval }: PnmHeader,
  layout: Uint8Array,
): Uint8Array {
  const [lengths, gaps] = splitParts(layout, 2, 'pnm') as [Uint8Array, Uint8Array];
  const [count, blanks] = [elements.length / (maxval > 255 ? 2 : 1), sumOf(lengths)];
  if (lengths.length !== count || gaps.length !== blanks) {
    const got = `${lengths.length} with ${gaps.length}`;
    throw new CrayError('CORRUPT', `pnm: expected ${count} gaps with ${blanks} blanks, got ${got}`);
  }
  const texts: string[] = [];
  const between = Buffer.from(gaps).toString('latin1');
  let at = 0;
  for (let i = 0; i < lengths.length; i++) {
    const length = lengths[i] as number;
    const value =
      maxval > 255
        ? (elements[2 * i] as number) + 256 * (elements[2 * i + 1] as number)
        : (elements[i] as number);
    texts.push(between.slice(at, at + length), `${value}`);
    at += length;
  }
  return Buffer.from(texts.join(''), 'latin1');
}

function sumOf(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum + byte, 0);
}
