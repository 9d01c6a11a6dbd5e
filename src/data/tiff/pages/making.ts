import {
  checkedSettings,
  type DeflateSettings,
  deflateWith,
  findSettings,
} from '../../deflated.js';
import { encodeLzw } from '../lzw.js';
import { encodePackBits } from '../packBits.js';
import { inOrder } from './bits.js';
import { bad } from './directories.js';
import { encodeFax } from './faxEncoder.js';
import { type Page, rowBytes } from './layout.js';

/** How the bytes of a block become those of the file: not at all, as libtiff does it, or as zlib was told. */
export type Making = (typeof BY_NAME)[number] | DeflateSettings;

const BY_NAME = ['bare', 'lzw', 'packbits', 'g4'] as const;

/** By the code of the compression. */
const NAMES: Readonly<Record<number, Making>> = { 1: 'bare', 4: 'g4', 5: 'lzw', 32773: 'packbits' };
const DEFLATES = [8, 32946];

/**
 * How the blocks of a page were made.
 *
 * @param blocks as they are before compression.
 * @throws CrayError DATA_INVALID where nothing gives the very bytes again.
 */
export async function makingOf(
  file: Uint8Array,
  page: Page,
  blocks: readonly Uint8Array[],
): Promise<Making> {
  const { compression, offsets, lengths } = page;
  const stored = offsets.numbers.map((from, i) =>
    inOrder(file.subarray(from, from + (lengths.numbers[i] as number)), page),
  );
  let making = NAMES[compression];
  if (!making && DEFLATES.includes(compression)) {
    const sizes = stored.map(({ length }) => length);
    // The longest block says best what zlib was told.
    const longest = sizes.indexOf(Math.max(...sizes));
    making = await findSettings(
      blocks[longest] as Uint8Array,
      stored[longest] as Uint8Array,
      false,
    );
  }
  if (making === 'bare') return making;
  const same = (block: Uint8Array, i: number) =>
    making && Buffer.compare(made(block, making, page), stored[i] as Uint8Array) === 0;
  if (making && blocks.every(same)) return making;
  throw bad(`compression ${compression} does not give the very file again`);
}

/** The bytes that a file has of a block. */
export function make(block: Uint8Array, making: Making, page: Page): Uint8Array {
  return inOrder(made(block, making, page), page);
}

function made(block: Uint8Array, making: Making, page: Page): Uint8Array {
  if (making === 'bare') return block;
  if (making === 'g4') return encodeFax(block, page);
  if (making === 'lzw') return encodeLzw(block);
  if (making === 'packbits') return encodePackBits(block, rowBytes(page));
  return deflateWith(block, making);
}

/** A making that a container holds. @throws CrayError CORRUPT */
export function checkedMaking(value: unknown): Making {
  return BY_NAME.find((name) => name === value) ?? checkedSettings(value, 'tiff-pages-exact');
}
