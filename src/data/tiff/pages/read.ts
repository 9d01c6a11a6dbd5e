import { CrayError } from '../../../errors.js';
import { checkPicture, pictureShape } from '../../picture.js';
import { dtypeOf, fromElements, levelsOf, type SampleType, toElements } from '../../samples.js';
import { pagesOf } from './choose.js';
import { decompressed } from './decompress.js';
import { bad } from './directories.js';
import { isPacked, type Kind, type Page, sampleBytes } from './layout.js';
import { blocksAgain, samplesOf } from './samples.js';

/** A file of pictures of one kind, with all that they are in it. */
export interface TiffPages {
  readonly file: Uint8Array;
  readonly pages: readonly Page[];
  /** The blocks of each page, as they are before compression. */
  readonly blocks: readonly Uint8Array[][];
  /** The items of all pages, in a row. */
  readonly elements: Uint8Array;
  /** What blocks have that samples do not say, added to what they say bit for bit without carry; nothing for nothing. */
  readonly padding: Uint8Array;
}

/** Reads a file. @throws CrayError DATA_INVALID for one that is damaged, or holds what is not known. */
export function readPages(file: Uint8Array): TiffPages {
  const pages = pagesOf(file);
  const [first] = pages as [Page, ...Page[]];
  const { width, height, channels } = first;
  checkPicture('tiff', {
    width,
    height: height * pages.length,
    bytes: channels * sampleBytes(first),
  });
  checkApart(pages);
  const blocks = pages.map((page) => decompressed(file, page));
  const elements = Buffer.concat(
    pages.map((page, i) => toItems(samplesOf(blocks[i] as Uint8Array[], page), page)),
  );
  const padding = difference(blocksOfAll(elements, pages, new Uint8Array(0)).flat(), blocks.flat());
  return { file, pages, blocks, elements, padding };
}

/** What a page is, as an item. */
export function itemOf(page: Kind) {
  const type = typeOf(page);
  const shape = pictureShape(page.height, page.width, page.channels);
  return {
    dtype: dtypeOf(type),
    levels: isPacked(page) ? 1 << page.bits : levelsOf(type),
    shape: type.bytes === 8 ? [2, ...shape] : shape,
  };
}

/**
 * The blocks of each page, as they are before compression.
 *
 * @throws CrayError CORRUPT for elements or padding that are not theirs.
 */
export function blocksOfAll(
  elements: Uint8Array,
  pages: readonly Page[],
  padding: Uint8Array,
): Uint8Array[][] {
  const bytes = pages.reduce((sum, page) => sum + itemBytes(page), 0);
  if (elements.length !== bytes) {
    throw new CrayError('CORRUPT', `tiff: expected ${bytes} bytes, got ${elements.length}`);
  }
  let at = 0;
  const blocks = pages.map((page) => {
    const item = elements.subarray(at, at + itemBytes(page));
    at += item.length;
    return blocksAgain(fromItems(item, page), page);
  });
  const all = blocks.reduce((sum, some) => some.reduce((n, { length }) => n + length, sum), 0);
  if (padding.length === 0) return blocks;
  if (padding.length !== all) {
    throw new CrayError('CORRUPT', `tiff: expected ${all} bytes around, got ${padding.length}`);
  }
  let from = 0;
  for (const block of blocks.flat()) {
    for (let i = 0; i < block.length; i++) {
      block[i] = (block[i] as number) ^ (padding[from++] as number);
    }
  }
  return blocks;
}

/** Bytes of a page as an item: those of 24 bits take 32. */
function itemBytes(page: Page): number {
  const sample = sampleBytes(page);
  return page.width * page.height * page.channels * (sample === 3 ? 4 : sample);
}

function typeOf(page: Kind): SampleType {
  return { kind: page.kind, bytes: sampleBytes(page), bigEndian: false };
}

function toItems(samples: Uint8Array, page: Page): Uint8Array {
  return toElements(samples, typeOf(page), page.width * page.height * page.channels);
}

function fromItems(elements: Uint8Array, page: Page): Uint8Array {
  return fromElements(elements, typeOf(page), page.width * page.height * page.channels);
}

/** What some bytes have that others do not; nothing where they are the same. */
function difference(some: readonly Uint8Array[], others: readonly Uint8Array[]): Uint8Array {
  const [a, b] = [Buffer.concat(some), Buffer.concat(others)];
  if (a.equals(b)) return new Uint8Array(0);
  for (let i = 0; i < a.length; i++) a[i] = (a[i] as number) ^ (b[i] as number);
  return new Uint8Array(a);
}

/** @throws CrayError DATA_INVALID where blocks share bytes, which could not be written one by one. */
function checkApart(pages: readonly Page[]): void {
  const spans = pages.flatMap(({ offsets, lengths }) =>
    offsets.numbers.map((from, i) => ({ from, to: from + (lengths.numbers[i] as number) })),
  );
  spans.sort((a, b) => a.from - b.from);
  spans.forEach(({ from }, i) => {
    const before = spans[i - 1];
    if (before && before.to > from) throw bad('its strips or tiles overlap');
  });
}
