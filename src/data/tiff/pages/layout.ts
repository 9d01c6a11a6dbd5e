import { MAX_ITEM_BYTES } from '../../format.js';
import type { SampleType } from '../../samples.js';
import { TAG } from '../tags.js';
import { bad, type Directory, type Field, valuesOf } from './directories.js';

/** The values of a tag that may be written anew, and where they are. */
interface Values {
  readonly field: Field;
  readonly numbers: readonly number[];
}

/** What samples and blocks of a picture are like. */
export interface Kind {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** Bits of a sample: 1 to 16, 24, 32 or 64. */
  readonly bits: number;
  readonly kind: SampleType['kind'];
}

/** How the samples of a picture lie in a file. */
export interface Page extends Kind {
  readonly littleEndian: boolean;
  /** Whether each channel is in blocks of its own. */
  readonly apart: boolean;
  /** Columns and rows of a strip or tile; the last strip may have fewer rows, tiles are filled up. */
  readonly block: readonly [columns: number, rows: number];
  readonly tiled: boolean;
  /** What was done to bytes, by its code. */
  readonly compression: number;
  /** What was done to samples before: 1 nothing, 2 differences, 3 differences of the bytes of floats. */
  readonly predictor: number;
  readonly offsets: Values;
  readonly lengths: Values;
  readonly compressionField: Field;
  /** Which bit of a byte is the first, where that is said. */
  readonly fillOrder: Values | undefined;
  /** What a fax of T.4 is like (T4Options). */
  readonly faxOptions: number;
}

/** Tags that are not in TAG. */
const [FILL_ORDER, FAX_OPTIONS] = [266, 292];

/** Kinds of samples by their codes; the last are not said to be anything. */
const KINDS: Readonly<Record<number, SampleType['kind']>> = {
  1: 'unsigned',
  2: 'signed',
  3: 'float',
  4: 'unsigned',
};

/** Bits that samples of several bytes have, and those that floats have. */
const [WHOLE, FLOATS] = [
  [8, 16, 24, 32, 64],
  [16, 24, 32, 64],
];

/** How a picture lies in a file. @throws CrayError DATA_INVALID for what is not known. */
export function pageOf(file: Uint8Array, directory: Directory): Page {
  const { littleEndian, fields } = directory;
  const valued = (tag: number): Values | undefined => {
    const field = fields.get(tag);
    return field && { field, numbers: valuesOf(file, directory, field) };
  };
  const all = (tag: number, otherwise: number): readonly number[] => {
    const numbers = valued(tag)?.numbers ?? [];
    return numbers.length > 0 ? numbers : [otherwise];
  };
  const number = (tag: number, otherwise: number) => all(tag, otherwise)[0] as number;
  const [width, height] = [number(TAG.width, 0), number(TAG.height, 0)];
  const channels = number(TAG.channels, 1);
  const tiled = fields.has(TAG.tileOffsets);
  const offsets = valued(tiled ? TAG.tileOffsets : TAG.stripOffsets);
  const lengths = valued(tiled ? TAG.tileBytes : TAG.stripBytes);
  const compressionField = fields.get(TAG.compression);
  if (!offsets || !lengths || !compressionField) throw bad('tags are missing');
  const rows = Math.min(height, number(TAG.rowsPerStrip, height));
  const tile = [number(TAG.tileWidth, 0), number(TAG.tileHeight, 0)] as const;
  const page: Page = {
    ...sampleOf(all(TAG.bits, 1), all(TAG.sampleFormat, 1)),
    ...{ littleEndian, width, height, channels, tiled, offsets, lengths, compressionField },
    apart: channels > 1 && number(TAG.planar, 1) === 2,
    block: tiled ? tile : [width, rows],
    compression: number(TAG.compression, 1),
    predictor: number(TAG.predictor, 1),
    fillOrder: valued(FILL_ORDER),
    faxOptions: number(FAX_OPTIONS, 0),
  };
  checkPage(page);
  return page;
}

/** @throws CrayError DATA_INVALID unless all channels are alike, and of a type that is known. */
function sampleOf(depths: readonly number[], formats: readonly number[]) {
  const [bits = 1, format = 1] = [depths[0], formats[0]];
  const kind = KINDS[format];
  const alike = depths.every((one) => one === bits) && formats.every((one) => one === format);
  if (!alike || !kind) throw bad(`channels of ${depths} bits, of formats ${formats}`);
  const packed = kind === 'unsigned' && bits >= 1 && bits <= 16;
  if (!packed && !(kind === 'float' ? FLOATS : WHOLE)?.includes(bits)) {
    throw bad(`samples of ${bits} bits that are ${kind}`);
  }
  return { bits, kind };
}

/** @throws CrayError DATA_INVALID for a page that makes no sense. */
function checkPage(page: Page): void {
  const { width, height, channels, bits, block, apart, offsets, lengths, predictor } = page;
  const sizes = [width, height, channels, ...block];
  if (!sizes.every((size) => size >= 1)) throw bad(`sizes of ${sizes.join(' x ')}`);
  const [across, down] = [Math.ceil(width / block[0]), Math.ceil(height / block[1])];
  const blocks = across * down * (apart ? channels : 1);
  if (blocks !== offsets.numbers.length || blocks !== lengths.numbers.length) {
    throw bad(`expected ${blocks} blocks, got ${offsets.numbers.length}`);
  }
  if (!(blocks * blockBytes(page) <= 2 * MAX_ITEM_BYTES)) {
    throw bad(`${blocks} blocks of ${block.join(' x ')} are absurd`);
  }
  const known = predictor === 1 || (predictor === 2 && [8, 16, 32, 64].includes(bits));
  if (!known && !(predictor === 3 && page.kind === 'float')) {
    throw bad(`predictor ${predictor} of samples of ${bits} bits`);
  }
}

/** Channels whose samples are beside each other. */
export function together({ channels, apart }: Pick<Page, 'channels' | 'apart'>): number {
  return apart ? 1 : channels;
}

/** Bytes of a sample outside of its block: those of fewer than 16 bits that are no whole byte have one or two. */
export function sampleBytes({ bits }: Pick<Page, 'bits'>): 1 | 2 | 3 | 4 | 8 {
  if (bits === 64) return 8;
  return Math.ceil(bits / 8) as 1 | 2 | 3 | 4;
}

/** Whether samples lie in bits, and not in bytes. */
export function isPacked({ bits }: Pick<Page, 'bits'>): boolean {
  return bits % 8 !== 0;
}

/** Bytes of a row of a block. */
export function rowBytes(page: Page): number {
  return Math.ceil((page.block[0] * together(page) * page.bits) / 8);
}

/** Bytes of a block that is whole. */
function blockBytes(page: Page): number {
  return page.block[1] * rowBytes(page);
}

/** A block of a page: where it is, and how many rows it has. */
export interface Block {
  /** The channel that it has alone, or 0. */
  readonly channel: number;
  readonly left: number;
  readonly top: number;
  /** Rows in the file. */
  readonly rows: number;
}

/** The blocks of a page, in their order. */
export function blocksOf(page: Page): Block[] {
  const { width, height, channels, apart, block, tiled } = page;
  const blocks: Block[] = [];
  for (let channel = 0; channel < (apart ? channels : 1); channel++) {
    for (let top = 0; top < height; top += block[1]) {
      const rows = tiled ? block[1] : Math.min(block[1], height - top);
      for (let left = 0; left < width; left += block[0]) blocks.push({ channel, left, top, rows });
    }
  }
  return blocks;
}
