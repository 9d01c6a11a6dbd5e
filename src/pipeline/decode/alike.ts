import { hex } from '../../bytes/hex.js';
import type { PlacedFront } from '../../container/front.js';
import type { Header } from '../../container/header.js';
import type { Trailer } from '../../container/trailer.js';
import { sizesText } from '../../data/dataset.js';
import { isFolderFormat } from '../../data/folders.js';
import { numbersIn } from '../../data/formats.js';
import { checkHeadFollows, recountHead } from '../../data/heads.js';
import { CrayError } from '../../errors.js';

/** Type of the numbers of the file. */
function numbersOf({ dataFormat, dtype, head }: Header): string {
  return numbersIn(dataFormat, head) ?? dtype;
}

type Field = readonly [name: string, of: (header: Header) => string];

/** What has to be the same in all parts of a file, for people. */
const DATA_FIELDS: readonly Field[] = [
  ['data format', (h) => h.dataFormat],
  ['dtype', numbersOf],
  ['shape', (h) => sizesText(h.shape, numbersOf(h))],
  // What numbers are coded as is the same where they are, but in a file that somebody forged.
  ['dtype', (h) => h.dtype],
  ['shape', (h) => h.shape.join(' x ') || '1'],
  ['order', (h) => (h.unordered ? 'not kept' : 'kept')],
];

/** What has to be the same, too, where several parts become one; else each has its own. */
const MODEL_FIELDS: readonly Field[] = [
  ['levels', (h) => `${h.levels}`],
  ['revision of the arithmetic', (h) => `${h.revision}`],
  ['spec SHA-256', (h) => hex(h.specDigest)],
  ['weights SHA-256', (h) => hex(h.weightsDigest)],
];

/**
 * Checks that the items of a part can follow those of the first one in a file.
 *
 * @throws CrayError UNSUPPORTED naming the field.
 */
export function checkFollows(header: Header, first: Header, part: number, position: number): void {
  const message = difference(DATA_FIELDS, header, first, 'part 1');
  if (message === undefined) return;
  const text = `${partName(part, position)}: ${message}; ${apartAt(position)}`;
  throw new CrayError('UNSUPPORTED', text);
}

/**
 * Checks that the items of a part can follow those of the first one in a file of so many, of which the head is one.
 *
 * @throws CrayError UNSUPPORTED naming what differs; CORRUPT for a bad head.
 */
export function checkContinues(
  { header, position }: PlacedFront,
  first: Header,
  part: number,
  items: number,
): void {
  checkFollows(header, first, part, position);
  try {
    checkHeadFollows(first.dataFormat, header.head, first.head, items, part);
  } catch (cause) {
    if (!(cause instanceof CrayError) || cause.code !== 'UNSUPPORTED') throw cause;
    const text = `${partName(part, position)}: ${cause.message}; ${apartAt(position)}`;
    throw new CrayError('UNSUPPORTED', text, { cause });
  }
}

/** What helps where parts that begin here cannot follow those before, for people. */
function apartAt(position: number): string {
  return `head -c ${position} and tail -c +${position + 1} take the file apart there`;
}

/**
 * Checks that one part can be made of the items of several.
 *
 * @param what names a part, and `as` the first.
 * @throws CrayError UNSUPPORTED naming the field.
 */
export function checkAlike(header: Header, first: Header, what: string, as: string): void {
  const message = difference([...DATA_FIELDS, ...MODEL_FIELDS], header, first, as);
  if (message !== undefined) throw new CrayError('UNSUPPORTED', `${what}: ${message}`);
}

/** The first of some fields in which two headers differ, for people. */
function difference(
  fields: readonly Field[],
  header: Header,
  first: Header,
  as: string,
): string | undefined {
  for (const [field, of] of fields) {
    const [expected, got] = [of(first), of(header)];
    if (expected !== got) return `${field}: expected ${expected} as in ${as}, got ${got}`;
  }
  return undefined;
}

/**
 * Checks that a file does not hold a folder, of which there are no items to speak of.
 *
 * @throws CrayError UNSUPPORTED
 */
export function checkNoFolder({ dataFormat }: Header): void {
  if (!isFolderFormat(dataFormat)) return;
  const message = 'holds a folder, which can be restored whole, to a folder, and nothing else';
  throw new CrayError('UNSUPPORTED', message);
}

/**
 * Checks that a part can follow the first one of a folder.
 *
 * @param what names the part.
 * @throws CrayError UNSUPPORTED
 */
export function checkMember({ dataFormat, unordered }: Header, what: string): void {
  if (isFolderFormat(dataFormat)) {
    const message = 'a second folder begins here, and folders cannot be joined';
    throw new CrayError('UNSUPPORTED', `${what}: ${message}`);
  }
  if (!unordered) return;
  throw new CrayError('UNSUPPORTED', `${what}: expected items of a folder to be in order`);
}

/**
 * Checks that nothing stands between the items of this part and those of the next.
 *
 * @param next where that begins, if both are of one file.
 */
export function checkNoTail(
  { trailer, residueBytes }: { readonly trailer: Trailer; readonly residueBytes: number },
  what: string,
  next?: number,
): void {
  const bytes = residueBytes + trailer.tail.length;
  if (bytes === 0) return;
  const message = `tail: expected no bytes after the items, got ${bytes}`;
  const apart = next === undefined ? '' : `; ${apartAt(next)}`;
  throw new CrayError('UNSUPPORTED', `${what}: ${message}${apart}`);
}

/** The head of the file of so many items that these parts make. @throws CrayError as {@link checkContinues} */
export function headOfParts(fronts: readonly PlacedFront[], items: number): Uint8Array {
  const [{ header }, ...others] = fronts as [PlacedFront, ...PlacedFront[]];
  checkNoFolder(header);
  others.forEach((front, i) => {
    checkContinues(front, header, i + 2, items);
  });
  return recountHead(header.dataFormat, header.head, items);
}

/** For people. */
export function partName(number: number, position: number): string {
  return `part ${number} at byte ${position}`;
}
