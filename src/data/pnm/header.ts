import { unsuitable } from '../format.js';

/** The start of a PBM, PGM, PPM or PAM file. */
export interface PnmHeader {
  /** Its bytes, up to the first sample. */
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly maxval: number;
  /** Whether samples are digits. */
  readonly plain: boolean;
  /** Whether samples are bits, eight a byte. */
  readonly packed: boolean;
}

/** @throws CrayError DATA_INVALID */
export function readPnmHeader(start: Uint8Array): PnmHeader {
  const kind = (start[1] ?? 0) - 0x30;
  return checked(kind === 7 ? readPam(start) : readNumbers(start, kind));
}

/** Numbers with white space and comments between them, and one white space after the last. */
function readNumbers(start: Uint8Array, kind: number): PnmHeader {
  const bitmap = kind === 1 || kind === 4;
  const numbers: number[] = [];
  let at = 2;
  while (numbers.length < (bitmap ? 2 : 3)) {
    at = skipBlanks(start, at);
    const from = at;
    let value = 0;
    for (; isDigit(start[at]); at++) value = 10 * value + (start[at] as number) - 0x30;
    if (at === from) throw bad('expected a number in its header');
    numbers.push(value);
  }
  if (!isBlank(start[at])) throw bad('expected a white space after its header');
  const [width = 0, height = 0, maxval = 1] = numbers;
  const channels = kind === 3 || kind === 6 ? 3 : 1;
  return { bytes: at + 1, width, height, channels, maxval, plain: kind <= 3, packed: kind === 4 };
}

/** Lines of a name and a value, up to ENDHDR. */
function readPam(start: Uint8Array): PnmHeader {
  const text = Buffer.from(start).toString('latin1');
  const end = /^ENDHDR\n/m.exec(text);
  if (!end) throw bad('there is no ENDHDR');
  const field = (name: string): number => {
    const match = new RegExp(`^${name}[ \\t]+(\\d+)[ \\t]*$`, 'm').exec(text.slice(0, end.index));
    if (!match) throw bad(`there is no ${name}`);
    return Number(match[1]);
  };
  return {
    bytes: end.index + end[0].length,
    width: field('WIDTH'),
    height: field('HEIGHT'),
    channels: field('DEPTH'),
    maxval: field('MAXVAL'),
    plain: false,
    packed: false,
  };
}

function checked(header: PnmHeader): PnmHeader {
  const { width, height, channels, maxval } = header;
  if (![width, height, channels].every((size) => size >= 1 && Number.isSafeInteger(size))) {
    throw bad(`expected positive sizes, got ${width} x ${height} x ${channels}`);
  }
  if (!(maxval >= 1 && maxval <= 65535)) throw bad(`expected a maxval to 65535, got ${maxval}`);
  return header;
}

function skipBlanks(start: Uint8Array, from: number): number {
  let at = from;
  for (; isBlank(start[at]) || start[at] === 0x23; at++) {
    if (start[at] !== 0x23) continue;
    while (at < start.length && start[at] !== 0x0a) at++;
  }
  return at;
}

export function isBlank(byte: number | undefined): boolean {
  return byte !== undefined && (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function bad(message: string) {
  return unsuitable('pnm', message);
}
