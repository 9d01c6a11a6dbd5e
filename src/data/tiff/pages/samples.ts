import { packBits, unpackBits } from './bits.js';
import {
  type Block,
  blocksOf,
  isPacked,
  type Page,
  rowBytes,
  sampleBytes,
  together,
} from './layout.js';
import { addLeft, eachRow, joinFloats, splitFloats, subtractLeft, swapped } from './predictors.js';

/**
 * The samples of a page, little-endian, row after row with all channels of a pixel beside each other.
 *
 * @param blocks the bytes of each block as they are before compression.
 */
export function samplesOf(blocks: readonly Uint8Array[], page: Page): Uint8Array {
  const { width, height, channels } = page;
  const out = new Uint8Array(width * height * channels * sampleBytes(page));
  blocksOf(page).forEach((block, i) => {
    const bytes = unpacked(blocks[i] as Uint8Array, page);
    copyBlock(page, block, (inBlock, inPage, length) => {
      for (let k = 0; k < length; k++) out[inPage + k] = bytes[inBlock + k] as number;
    });
  });
  return out;
}

/** The inverse of {@link samplesOf}, with zeros where blocks reach beyond the picture. */
export function blocksAgain(samples: Uint8Array, page: Page): Uint8Array[] {
  const pixel = together(page) * sampleBytes(page);
  return blocksOf(page).map((block) => {
    const bytes = new Uint8Array(block.rows * page.block[0] * pixel);
    copyBlock(page, block, (inBlock, inPage, length) => {
      for (let k = 0; k < length; k++) bytes[inBlock + k] = samples[inPage + k] as number;
    });
    return packed(bytes, page);
  });
}

/** Visits runs of a block's bytes that are one after another in the page, too. */
function copyBlock(
  page: Page,
  { channel, left, top, rows }: Block,
  visit: (inBlock: number, inPage: number, bytes: number) => void,
): void {
  const { width, height, channels, block, apart } = page;
  const sample = sampleBytes(page);
  const [w, h] = [Math.min(block[0], width - left), Math.min(rows, height - top)];
  const pixel = together(page) * sample;
  for (let y = 0; y < h; y++) {
    const row = y * block[0] * pixel;
    const to = ((top + y) * width + left) * channels * sample;
    if (!apart) {
      visit(row, to, w * pixel);
      continue;
    }
    for (let x = 0; x < w; x++) {
      visit(row + x * sample, to + (x * channels + channel) * sample, sample);
    }
  }
}

/** Rows of a block as little-endian samples of whole bytes. */
function unpacked(bytes: Uint8Array, page: Page): Uint8Array {
  if (isPacked(page)) return unpackBits(bytes, page);
  const samples = Uint8Array.from(bytes);
  const row = rowBytes(page);
  if (page.predictor === 3) return eachRow(samples, row, (one) => joinFloats(one, page));
  const ordered = page.littleEndian ? samples : swapped(samples, sampleBytes(page));
  return page.predictor === 2 ? eachRow(ordered, row, (one) => addLeft(one, page)) : ordered;
}

/** The inverse of {@link unpacked}. */
function packed(samples: Uint8Array, page: Page): Uint8Array {
  if (isPacked(page)) return packBits(samples, page);
  const row = rowBytes(page);
  if (page.predictor === 3) return eachRow(samples, row, (one) => splitFloats(one, page));
  if (page.predictor === 2) eachRow(samples, row, (one) => subtractLeft(one, page));
  return page.littleEndian ? samples : swapped(samples, sampleBytes(page));
}
