/** Heads of files of more or fewer items: for joined files, chosen items, and what is left of damaged ones. */
import { ArgumentError, CrayError } from '../errors.js';
import { counted } from '../words.js';
import { formatNamed } from './formats.js';

/**
 * How many items a head says there are.
 *
 * @throws CrayError UNSUPPORTED for a format whose heads do not say it, or a head that does not, CORRUPT for a bad head.
 */
export function countInHead(format: string, head: Uint8Array): number {
  const { heads } = formatNamed(format);
  if (!heads) throw onlyWhole(format);
  const items = heads.count?.(head);
  if (items !== undefined) return items;
  const message = `data in format ${format} do not say how many items they are before their end`;
  throw new CrayError('UNSUPPORTED', `${message}, so this takes a file, not a pipe`);
}

/**
 * The head of a file that has so many of the items of another.
 *
 * @throws CrayError UNSUPPORTED for a format that has no such files, or none of so many items, CORRUPT for
 * a bad head.
 */
export function recountHead(format: string, head: Uint8Array, items: number): Uint8Array {
  const { heads } = formatNamed(format);
  if (!heads) throw onlyWhole(format);
  return heads.recount(head, items);
}

/**
 * The head of a file that has the items of several, so many in all.
 *
 * @throws CrayError as {@link recountHead}; UNSUPPORTED where the heads differ in more than the count.
 */
export function joinHeads(format: string, heads: readonly Uint8Array[], items: number): Uint8Array {
  const [first, ...others] = heads;
  if (!first) throw new ArgumentError('expected at least one head, got none');
  others.forEach((other, i) => {
    checkHeadFollows(format, other, first, items, i + 2);
  });
  return recountHead(format, first, items);
}

/**
 * Checks that a file can follow the first one of several, which have so many items in all.
 *
 * @param number which of them it is, from 1.
 * @throws CrayError as {@link joinHeads}.
 */
export function checkHeadFollows(
  format: string,
  head: Uint8Array,
  first: Uint8Array,
  items: number,
  number: number,
): void {
  const [expected, got] = [recountHead(format, first, items), recountHead(format, head, items)];
  if (Buffer.compare(expected, got) === 0) return;
  const message = difference(format, expected, got, number);
  throw new CrayError('UNSUPPORTED', `${format}: cannot be joined: ${message}`);
}

/** How two heads differ, for people. */
function difference(format: string, first: Uint8Array, other: Uint8Array, number: number): string {
  const { says } = formatNamed(format).heads ?? {};
  const [expected, got] = [first, other].map((head) => says && inOneLine(says(head)));
  if (expected !== got) {
    return `before its items the first says ${expected}, and number ${number} ${got}`;
  }
  const at = first.findIndex((byte, i) => byte !== other[i]);
  const from = at < 0 ? first.length : at;
  const said = expected === undefined ? '' : `, though both are ${expected}`;
  return (
    `before its items the first has ${counted(first.length, 'byte')}, and number ${number} has ${other.length} ` +
    `that are others from byte ${from} on${said}`
  );
}

/** Most characters of a head that are shown. */
const SHOWN = 200;

/** Text of a file that a terminal shows and does not obey. */
function inOneLine(text: string): string {
  return text.slice(0, SHOWN).replace(/\p{C}/gu, '?');
}

function onlyWhole(format: string): CrayError {
  const message = `data in format ${format} cannot be joined or taken apart, only restored whole`;
  return new CrayError('UNSUPPORTED', message);
}
