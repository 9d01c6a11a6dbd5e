import { unsuitable } from '../../data/format.js';
import type { Reader } from '../reader.js';

/** Bytes of a block, of which headers and data have a whole number, and of a card of 80 letters. */
export const [BLOCK, CARD] = [2880, 80];

/** Most cards that are read of one header. */
const MAX_CARDS = 1 << 18;

/** The cards of a header that have a value, and where the data begin. */
export interface FitsHeader {
  readonly cards: ReadonlyMap<string, string>;
  readonly end: number;
}

/** The header that begins at a place (FITS 4.0, section 4). @throws CrayError DATA_INVALID where it does not end */
export function headerAt(reader: Reader, at: number): FitsHeader {
  const cards = new Map<string, string>();
  for (let i = 0; i < MAX_CARDS; i++) {
    const card = reader.text(at + i * CARD, CARD);
    const name = card.slice(0, 8).trimEnd();
    if (name === 'END') return { cards, end: at + BLOCK * Math.ceil(((i + 1) * CARD) / BLOCK) };
    if (card.slice(8, 10) !== '= ' || cards.has(name)) continue;
    const [, string, plain] = /^\s*(?:'((?:[^']|'')*)'?|([^/]*))/.exec(card.slice(10)) ?? [];
    cards.set(name, (string?.replaceAll("''", "'") ?? plain ?? '').trim());
  }
  throw unsuitable('FITS', 'a header does not end');
}

/** A card that is a number from 0 on. @throws CrayError DATA_INVALID where it is none */
export function sizeIn({ cards }: FitsHeader, name: string, otherwise?: number): number {
  const text = cards.get(name);
  const value = text === undefined ? otherwise : Number(text || Number.NaN);
  if (value !== undefined && Number.isSafeInteger(value) && value >= 0) return value;
  throw unsuitable('FITS', `${name}: ${text} is no size`);
}

/** Sizes along the axes, outermost first: the first of the header is the innermost. */
export function sizesIn(header: FitsHeader): number[] {
  const count = sizeIn(header, 'NAXIS');
  if (count > 999) throw unsuitable('FITS', `${count} axes are absurd`);
  return Array.from({ length: count }, (_, i) => sizeIn(header, `NAXIS${count - i}`));
}
