import type { ByteSource } from '../../../bytes/source.js';
import type { Dataset, ExactForm } from '../../dataset.js';
import { type DataFormat, isUnsuitable, peekWhole } from '../../format.js';
import { joinParts, parsePart, splitParts } from '../../parts.js';
import { pictureContents } from '../../picture.js';
import { picturesDataset } from '../../pictures.js';
import { pagesOf } from './choose.js';
import { bad, isAnyTiff } from './directories.js';
import type { Page } from './layout.js';
import { checkedMaking, type Making, make, makingOf } from './making.js';
import { blocksOfAll, itemOf, readPages, type TiffPages } from './read.js';
import { withBlocks, withDeflated, withoutBlocks } from './write.js';

const ITEMS =
  'the pictures of the kind that has most of the file, each its samples as numbers, all channels of a pixel ' +
  'beside each other; large ones in bands, as if they were one picture below another';

/**
 * TIFF byte for byte, of whatever samples, in one picture or several, also BigTIFF and stacks of ImageJ:
 * where blocks are bare, or libtiff's LZW or PackBits or zlib's deflate gives them again, which is tried.
 */
export const tiffPagesExact: DataFormat = {
  name: 'tiff-pages-exact',
  fidelity: 'bytes',
  rebuilt: true,
  holds: {
    head: 'nothing',
    items: 'as in `tiff-pages`',
    tail:
      'parts: the file, with zeros for what is made of its pixels; what strips and tiles have beside ' +
      'samples, as in `tiff-pages`; JSON: for each picture how they are made',
  },
  open: async (source) => exactDataset(source, readPages(await peekWhole(source, 'tiff'))),
  async *restore(contents) {
    const { elements, tail } = await pictureContents(contents);
    const [frame, padding, how] = splitParts(tail, 3, 'tiff-pages-exact') as Uint8Array[] & {
      length: 3;
    };
    const pages = pagesOf(frame as Uint8Array);
    const list = parsePart(how as Uint8Array, 'tiff-pages-exact');
    const makings = pages.map((_, i) => checkedMaking(Array.isArray(list) ? list[i] : undefined));
    const blocks = blocksOfAll(elements, pages, padding as Uint8Array);
    yield withBlocks(frame as Uint8Array, pages, stored(blocks, makings, pages));
  },
};

/** The same, where the very bytes cannot be made again: the same samples with the same tags, deflated. */
export const tiffPages: DataFormat = {
  name: 'tiff-pages',
  fidelity: 'pixels',
  holds: {
    head: 'nothing',
    items: ITEMS,
    tail:
      'parts: the file, with zeros for its pixels; what strips and tiles have beside samples, added to what ' +
      'samples make of them bit for bit without carry, nothing where that is nothing',
  },
  exact: tiffPagesExact,
  detects: isAnyTiff,
  async open(source) {
    const read = readPages(await peekWhole(source, 'tiff'));
    try {
      return await exactDataset(source, read);
    } catch (error) {
      if (!isUnsuitable(error)) throw error;
    }
    const { file, pages, blocks, elements, padding } = read;
    const frame = withoutBlocks(file, pages);
    // The proof: all bytes before compression are the same, whatever they stand for.
    const again = readPages(withDeflated(frame, pages, blocksOfAll(elements, pages, padding)));
    if (!Buffer.concat(again.blocks.flat()).equals(Buffer.concat(blocks.flat()))) {
      throw bad('it does not give the same pixels again');
    }
    return datasetOf(source, read, 'tiff-pages', 'pixels', joinParts([frame, padding]));
  },
  async *restore(contents) {
    const { elements, tail } = await pictureContents(contents);
    const [frame, padding] = splitParts(tail, 2, 'tiff-pages') as [Uint8Array, Uint8Array];
    const pages = pagesOf(frame);
    yield withDeflated(frame, pages, blocksOfAll(elements, pages, padding));
  },
};

async function exactDataset(source: ByteSource, read: TiffPages): Promise<Dataset> {
  const { format, tail } = await exactForm(read);
  return datasetOf(source, read, format, 'bytes', tail);
}

/**
 * The form of the very file of one picture of these elements, as bands of rows.
 *
 * @throws CrayError DATA_INVALID where the very file cannot be made again.
 */
export async function exactPage(file: Uint8Array, elements: Uint8Array): Promise<ExactForm> {
  const read = readPages(file);
  if (Buffer.compare(read.elements, elements) !== 0) throw bad('it has other pixels too');
  return exactForm(read);
}

/** The form of the very file. @throws CrayError DATA_INVALID where it cannot be made again. */
async function exactForm(read: TiffPages): Promise<ExactForm> {
  const { file, pages, blocks, padding } = read;
  const makings: Making[] = [];
  for (const [i, page] of pages.entries()) {
    makings.push(await makingOf(file, page, blocks[i] as Uint8Array[]));
  }
  const made = stored(blocks, makings, pages);
  const frame = withoutBlocks(
    file,
    pages,
    made.map(({ length }) => length),
  );
  if (!samePages(frame, read) || !Buffer.from(withBlocks(frame, pages, made)).equals(file)) {
    throw bad('its pixels are where its tags are');
  }
  const tail = joinParts([frame, padding, Buffer.from(JSON.stringify(makings))]);
  return { format: tiffPagesExact.name, tail };
}

/** Whether a file without its pixels still says where they are. */
function samePages(frame: Uint8Array, { pages }: TiffPages): boolean {
  try {
    return JSON.stringify(pagesOf(frame)) === JSON.stringify(pages);
  } catch (error) {
    if (isUnsuitable(error)) return false;
    throw error;
  }
}

/** The bytes that a file has of all blocks. */
function stored(
  blocks: readonly Uint8Array[][],
  makings: readonly Making[],
  pages: readonly Page[],
): Uint8Array[] {
  return blocks.flatMap((some, i) =>
    some.map((block) => make(block, makings[i] as Making, pages[i] as Page)),
  );
}

function datasetOf(
  source: ByteSource,
  { pages, elements }: TiffPages,
  format: string,
  fidelity: Dataset['fidelity'],
  tail: Uint8Array,
): Promise<Dataset> {
  const item = itemOf(pages[0] as Page);
  const picture = { format, fidelity, ...item, elements, tail };
  return picturesDataset(source, picture, pages[0]?.bits !== 64);
}
