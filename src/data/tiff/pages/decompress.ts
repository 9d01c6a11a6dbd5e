import * as zlib from 'node:zlib';
import { inOrder } from './bits.js';
import { bad } from './directories.js';
import { decodeFax } from './fax.js';
import { type Block, blocksOf, type Page, rowBytes } from './layout.js';
import { decodeLzw } from './unlzw.js';
import { decodeXz } from './xz.js';

/** What becomes of the bytes of a block: so many, or more, which are not the block's. */
type Decompress = (stored: Uint8Array, bytes: number, page: Page) => Uint8Array;

/** JPEG, of old and of new, and JPEG 2000. */
const LOSSY = [6, 7, 33003, 33005, 34712];

/** By the code of a compression. Those that lose something, and rare ones, are not here. */
const BY_CODE: Readonly<Record<number, Decompress>> = {
  1: (stored, bytes) => stored.subarray(0, bytes),
  2: (stored, bytes, page) => decodeFax(stored, bytes / rowBytes(page), page, 'rows'),
  3: (stored, bytes, page) => decodeFax(stored, bytes / rowBytes(page), page, 'g3'),
  4: (stored, bytes, page) => decodeFax(stored, bytes / rowBytes(page), page, 'g4'),
  5: decodeLzw,
  8: inflate,
  32946: inflate,
  32773: decodePackBits,
  34925: decodeXz,
  50000: unzstd,
};

/**
 * The bytes of each block as they were before compression.
 *
 * @throws CrayError DATA_INVALID for a compression that is not known, and for blocks that are not whole.
 */
export function decompressed(file: Uint8Array, page: Page): Uint8Array[] {
  const { compression, offsets, lengths } = page;
  const decompress = BY_CODE[compression];
  if (!decompress) {
    const reason = LOSSY.includes(compression) ? 'not one without loss' : 'not known';
    throw bad(`compression ${compression} is ${reason}`);
  }
  return blocksOf(page).map((block, i) => {
    const [from, length] = [offsets.numbers[i] as number, lengths.numbers[i] as number];
    if (from + length > file.length) throw bad('the file ends within its pixels');
    const stored = inOrder(file.subarray(from, from + length), page);
    return whole(decompress(stored, bytesOf(page, block), page), page, block);
  });
}

/** Bytes of a block before compression. */
function bytesOf(page: Page, { rows }: Block): number {
  return rows * rowBytes(page);
}

/** @throws CrayError DATA_INVALID unless a block is whole. */
function whole(bytes: Uint8Array, page: Page, block: Block): Uint8Array {
  const expected = bytesOf(page, block);
  if (bytes.length === expected) return bytes;
  throw bad(`expected ${expected} bytes in a strip or tile, got ${bytes.length}`);
}

function inflate(stored: Uint8Array, bytes: number): Uint8Array {
  return attempted('deflate', () => zlib.inflateSync(stored, { maxOutputLength: bytes }));
}

/** Zstandard is in Node from 22.15 on; what is restored from it needs none. */
function unzstd(stored: Uint8Array, bytes: number): Uint8Array {
  const { zstdDecompressSync } = zlib as unknown as Record<string, typeof zlib.inflateSync>;
  if (!zstdDecompressSync) throw bad('compression 50000, Zstandard, takes Node 22.15 or later');
  return attempted('zstd', () => zstdDecompressSync(stored, { maxOutputLength: bytes }));
}

function attempted(name: string, action: () => Uint8Array): Uint8Array {
  try {
    return action();
  } catch (cause) {
    throw bad(`${name}: ${(cause as Error).message}`);
  }
}

/** Runs (TIFF 6.0, section 9), as far as the block goes. */
function decodePackBits(stored: Uint8Array, bytes: number): Uint8Array {
  const out = new Uint8Array(bytes);
  let at = 0;
  for (let from = 0; at < bytes && from < stored.length; ) {
    const control = stored[from++] as number;
    if (control === 128) continue;
    const count = Math.min(control < 128 ? control + 1 : 257 - control, bytes - at);
    if (control < 128) {
      out.set(stored.subarray(from, from + count), at);
      // What is not there would be zeros.
      if (from + count > stored.length) return out.subarray(0, at);
      from += control + 1;
    } else {
      out.fill(stored[from++] ?? 0, at, at + count);
    }
    at += count;
  }
  return out.subarray(0, at);
}
