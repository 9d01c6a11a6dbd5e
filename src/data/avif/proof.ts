/** What a file has to say of itself for what sharp decodes to be all that it holds. */
import { unsuitable } from '../format.js';
import type { AvifItems, Said } from './items.js';
import { type Sequence, UNSPECIFIED } from './sequence.js';
import { sequenceOf } from './units.js';

/** Properties by which a picture is decoded, and that say of it what sharp goes by. */
const DECODING = ['av1C', 'ispe', 'pixi', 'colr', 'pasp', 'auxC'];

/** What colours are taken for where nothing is said of them: those of sRGB. */
const USUAL = { primaries: 1, transfer: 13 };

/**
 * Checks that what sharp decodes is all that a file holds. That the same comes back when it is decoded again does
 * not show that: sharp leaves out the same twice.
 *
 * @throws CrayError DATA_INVALID for what a decoder leaves out or changes: bits of samples that the boxes know
 * nothing of, parts of the range, an alpha of another size, noise, other frames, metadata among the pixels.
 */
export function checkAllSeen(file: Uint8Array, items: AvifItems): void {
  const { coded, said, essential } = items;
  const unknown = essential.find((type) => !DECODING.includes(type));
  if (unknown) throw bad(`it is changed by property ${unknown} once it is decoded`);
  const [colours, ...alpha] = coded.map(({ from, to }) => sequenceOf(file.subarray(from, to)));
  if (!colours) throw bad('there are no colours');
  checkMatrix(said, colours);
  checkSamples('colours', colours, items);
  for (const sequence of alpha) checkSamples('alpha', sequence, items);
  if (colours.gray) throw bad('it is gray, which sharp writes as three colours');
}

/** Of a matrix other than none, red, green and blue are not the samples. */
function checkMatrix(said: Said | undefined, { matrix }: Sequence): void {
  const taken = said?.matrix ?? matrix;
  if (taken !== 0) throw bad(`it is not without loss: its colours are made by matrix ${taken}`);
  if (matrix === 0 || matrix === UNSPECIFIED) return;
  throw bad(`its boxes say that its colours are made by matrix 0, and its pixels by ${matrix}`);
}

function checkSamples(what: string, sequence: Sequence, items: AvifItems): void {
  const { width, height, depth, fullRange, grain } = sequence;
  if (depth !== items.depth) {
    throw bad(`expected ${items.depth} bits of its ${what}, got ${depth}`);
  }
  if (width !== items.width || height !== items.height) {
    const expected = `${items.width} x ${items.height}`;
    throw bad(`expected ${expected} of its ${what}, got ${width} x ${height}`);
  }
  if (!fullRange || items.said?.fullRange === false)
    throw bad(`its ${what} have part of the range`);
  if (grain) throw bad(`its ${what} have noise put over them`);
}

/**
 * Checks that a file with other pixels has the same colours, where its boxes do not say which these are.
 *
 * @throws CrayError DATA_INVALID
 */
export function checkSameColours(
  file: Uint8Array,
  items: AvifItems,
  again: Uint8Array,
  itemsAgain: AvifItems,
): void {
  if (items.said) return;
  const [was, is] = [coloursOf(file, items), coloursOf(again, itemsAgain)];
  if (was.primaries === is.primaries && was.transfer === is.transfer) return;
  throw bad('its colours are said by its pixels alone');
}

function coloursOf(file: Uint8Array, { coded: [colours] }: AvifItems): typeof USUAL {
  const { primaries, transfer } = sequenceOf(file.subarray(colours?.from, colours?.to));
  const said = (value: number, usual: number) => (value === UNSPECIFIED ? usual : value);
  return {
    primaries: said(primaries, USUAL.primaries),
    transfer: said(transfer, USUAL.transfer),
  };
}

function bad(message: string) {
  return unsuitable('avif', message);
}
