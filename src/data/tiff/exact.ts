import { setImmediate } from 'node:timers/promises';
import type { ExactForm } from '../dataset.js';
import { checkedSettings, type DeflateSettings, deflateWith, findSettings } from '../deflated.js';
import { type DataFormat, unsuitable } from '../format.js';
import { joinParts, parsePart, splitParts } from '../parts.js';
import { pictureContents, pictureDataset } from '../picture.js';
import { blocksOf } from './blocks.js';
import { layoutOf, type TiffLayout } from './layout.js';
import { encodeLzw } from './lzw.js';
import { encodePackBits } from './packBits.js';
import { pictureOf, readTiff, type Tiff } from './pixels.js';
import { readTags } from './tags.js';

/** How the samples of a block become its bytes: not at all, as libtiff does it, or as zlib was told. */
type Making = (typeof BY_NAME)[number] | DeflateSettings;

const BY_NAME = ['bare', 'lzw', 'packbits'] as const;

/** By the code of the compression; of all others zlib has to be asked. */
const NAMES: Readonly<Record<number, Making>> = { 1: 'bare', 5: 'lzw', 32773: 'packbits' };

/**
 * TIFF, byte for byte: where strips or tiles are bare, or libtiff's LZW or PackBits or zlib's deflate gives
 * them again, which is tried.
 */
export const tiffExact: DataFormat = {
  name: 'tiff-exact',
  fidelity: 'bytes',
  rebuilt: true,
  holds: {
    head: 'nothing',
    items: 'as in `tiff`',
    tail:
      'parts: the file, to each strip or tile of which the bytes are added that are made of its samples, ' +
      'bit for bit without carry; JSON: how they are made',
  },
  async open(source) {
    const read = await readTiff(source);
    const picture = { ...pictureOf(read.layout), elements: read.elements };
    return pictureDataset(source, { ...picture, ...(await exactTiff(read)), fidelity: 'bytes' });
  },
  async *restore(contents) {
    const { elements, tail } = await pictureContents(contents);
    const [frame, how] = splitParts(tail, 2, 'tiff-exact') as [Uint8Array, Uint8Array];
    const layout = layoutOf(readTags(frame));
    const making = checkedMaking(parsePart(how, 'tiff-exact'));
    yield changedBy(made(elements, layout, making), frame, layout);
  },
};

/** The form of the very file. @throws CrayError DATA_INVALID where it cannot be made again. */
export async function exactTiff({ file, layout, elements }: Tiff): Promise<ExactForm> {
  const making = await makingOf(file, layout, elements);
  const frame = changedBy(made(elements, layout, making), file, layout);
  if (JSON.stringify(layoutOf(readTags(frame))) !== JSON.stringify(layout)) {
    throw unsuitable('tiff', 'its pixels are where its tags are');
  }
  const tail = joinParts([frame, Buffer.from(JSON.stringify(making))]);
  return { format: tiffExact.name, tail };
}

/** @throws CrayError DATA_INVALID */
async function makingOf(
  file: Uint8Array,
  layout: TiffLayout,
  elements: Uint8Array,
): Promise<Making> {
  const { compression, offsets, lengths } = layout;
  const stored = offsets.numbers.map((from, i) =>
    file.subarray(from, from + (lengths.numbers[i] as number)),
  );
  const blocks = blocksOf(elements, layout);
  const code = compression.numbers[0] as number;
  const making = NAMES[code] ?? (await zlibSettings(blocks, stored));
  if (making === 'bare') return making;
  const same = (block: Uint8Array, i: number) =>
    making && Buffer.compare(make(block, making, layout), stored[i] as Uint8Array) === 0;
  for (const [i, block] of blocks.entries()) {
    if (!making || !same(block, i)) {
      throw unsuitable('tiff', `compression ${code} does not give the very file again`);
    }
    await setImmediate();
  }
  return making as Making;
}

/** What zlib was told, which the longest block says best. */
async function zlibSettings(
  blocks: readonly Uint8Array[],
  stored: readonly Uint8Array[],
): Promise<DeflateSettings | undefined> {
  const lengths = stored.map(({ length }) => length);
  const longest = lengths.indexOf(Math.max(...lengths));
  const [block, bytes] = [blocks[longest], stored[longest]];
  return block && bytes && findSettings(block, bytes, false);
}

/** The bytes of all blocks. */
function made(elements: Uint8Array, layout: TiffLayout, making: Making): Uint8Array[] {
  return blocksOf(elements, layout).map((block) => make(block, making, layout));
}

function make(block: Uint8Array, making: Making, { block: [width], channels, depth }: TiffLayout) {
  if (making === 'bare') return block;
  if (making === 'lzw') return encodeLzw(block);
  if (making === 'packbits') return encodePackBits(block, (width * channels * depth) / 8);
  return deflateWith(block, making);
}

/**
 * A file with its blocks added to what is there, bit for bit without carry, and so its own inverse: what
 * blocks have beside their samples stays.
 */
function changedBy(
  blocks: readonly Uint8Array[],
  file: Uint8Array,
  { offsets, lengths }: TiffLayout,
): Uint8Array {
  const changed = file.slice();
  blocks.forEach((block, i) => {
    const from = offsets.numbers[i] as number;
    const bytes = Math.min(block.length, lengths.numbers[i] as number, file.length - from);
    for (let k = 0; k < bytes; k++) {
      changed[from + k] = (changed[from + k] as number) ^ (block[k] as number);
    }
  });
  return changed;
}

/** @throws CrayError CORRUPT */
function checkedMaking(value: unknown): Making {
  return BY_NAME.find((name) => name === value) ?? checkedSettings(value, 'tiff-exact');
}
