import { BLOCK, BLOCK_HEAD, BLOCK_OVERHEAD, decodeBlockHead, MAGIC } from '../container/block.js';
import { decodeChunk, encodeChunk, type ItemChunk } from '../container/chunk.js';
import { decodeHeader, type Header, MAX_CHUNK_BYTES } from '../container/header.js';
import { residueBytes } from '../container/residue.js';
import { decodeSmallPart, isSmallPart, SMALL_CHECK_BYTES } from '../container/smallPart.js';
import { decodeTrailer } from '../container/trailer.js';
import { NO_SIDE } from '../data/dataset.js';

/** Whole bytes of a file by what they are for. */
export interface FileBytes {
  /** The words of messages. */
  message: number;
  /** Elements as they are. */
  plain: number;
  /** Head, tail and side bytes of the data, as they are kept. */
  residue: number;
  /** Checks of blocks, and the digest of the data. */
  checksums: number;
  /** The index and the foot. */
  index: number;
  /** A model inside. */
  model: number;
  /** Magic, header, provenance, and the lengths and counts around everything else. */
  header: number;
}

/** What the blocks of a file are for, and its chunks of items. */
export interface Dissection {
  readonly header: Header;
  readonly chunks: readonly ItemChunk[];
  readonly bytes: FileBytes;
}

const START = MAGIC.length + 1;

/**
 * Takes a file of one part to its pieces. Every byte is counted once.
 *
 * @param file a file that has just been written, so nothing is checked.
 */
export function dissect(file: Uint8Array): Dissection {
  return isSmallPart(file) ? dissectSmall(file) : dissectBlocks(file);
}

function dissectSmall(file: Uint8Array): Dissection {
  const { header, chunk, trailer } = decodeSmallPart(file);
  const kept = [header.head, trailer.tail, chunk?.side ?? NO_SIDE];
  const content = chunk ? contentOf(chunk) : 0;
  const residue = kept
    .filter(({ length }) => length > 0)
    .reduce((sum, bytes) => sum + residueBytes(bytes, header), 0);
  const checksums = trailer.digest.length + SMALL_CHECK_BYTES;
  const bytes = { message: 0, plain: 0, residue, checksums, index: 0, model: 0 };
  if (chunk) bytes[chunk.kind] = content;
  const around = file.length - content - residue - checksums;
  return { header, chunks: chunk ? [chunk] : [], bytes: { ...bytes, header: around } };
}

/** Bytes of the items of a chunk. */
function contentOf(chunk: ItemChunk): number {
  return chunk.kind === 'plain' ? chunk.bits.length : 4 * chunk.words.length;
}

/** Bytes of the head where it is written. */
function headBytes({ head, packed, revision }: Header): number {
  return packed ? residueBytes(head, { packed, revision }) : head.length;
}

function dissectBlocks(file: Uint8Array): Dissection {
  const bytes: FileBytes = {
    message: 0,
    plain: 0,
    residue: 0,
    checksums: 0,
    index: 0,
    model: 0,
    header: START,
  };
  const chunks: ItemChunk[] = [];
  let header: Header | undefined;
  for (let at = START; at < file.length; ) {
    const { type, length } = decodeBlockHead(file.subarray(at, at + BLOCK_HEAD));
    const payload = file.subarray(at + BLOCK_HEAD, at + BLOCK_HEAD + length);
    const block = { payload, position: at };
    at += length + BLOCK_OVERHEAD;
    bytes.checksums += BLOCK_OVERHEAD - BLOCK_HEAD;
    const whole = BLOCK_HEAD + length;
    if (type === BLOCK.chunk) {
      const chunk = decodeChunk(block, header as Header, MAX_CHUNK_BYTES);
      if (chunk.kind === 'residue') {
        bytes.header += BLOCK_HEAD;
        bytes.residue += length;
        continue;
      }
      chunks.push(chunk);
      const content = contentOf(chunk);
      const side = length - encodeChunk({ ...chunk, side: NO_SIDE }, header as Header).length;
      bytes[chunk.kind] += content;
      bytes.residue += side;
      bytes.header += whole - content - side;
    } else if (type === BLOCK.trailer) {
      const { tail, digest } = decodeTrailer(payload, (header as Header).digestBytes);
      bytes.residue += tail.length;
      bytes.checksums += digest.length;
      bytes.header += whole - tail.length - digest.length;
    } else if (type === BLOCK.index || type === BLOCK.foot) {
      bytes.index += whole;
    } else if (type === BLOCK.model) {
      bytes.model += whole;
    } else {
      if (type === BLOCK.header) header = decodeHeader(payload);
      const head = type === BLOCK.header ? headBytes(header as Header) : 0;
      bytes.residue += head;
      bytes.header += whole - head;
    }
  }
  return { header: header as Header, chunks, bytes };
}
