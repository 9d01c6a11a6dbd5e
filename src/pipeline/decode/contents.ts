import type { Header } from '../../container/header.js';
import type { Contents, Piece } from '../../data/dataset.js';
import { restore } from '../../data/formats.js';
import { CrayError } from '../../errors.js';
import type { Meter } from '../progress.js';
import type { Lookahead } from '../streams.js';
import type { DecodedChunk } from './decoder.js';

/**
 * What a data set is restored from.
 *
 * @param head stands before the items, whatever the header has.
 * @param chunks the items, and then what stands after them.
 */
export function contentsOf(
  header: Header,
  head: Uint8Array,
  chunks: Lookahead<DecodedChunk>,
): Header & Contents {
  return { ...header, head, pieces: piecesOf(chunks), tail: tailOf(chunks) };
}

/** The bytes of a data set; in the end all that was decoded has been read, and so been checked. */
export async function* restored(
  contents: Header & Contents,
  meter: Meter,
  bytesRead: () => number,
): AsyncGenerator<Uint8Array> {
  for await (const bytes of restore(contents.dataFormat, contents)) {
    meter.restored(bytes.length, bytesRead());
    yield bytes;
  }
  // What a format may not have asked for is checked as well.
  for await (const _ of contents.pieces);
  for await (const _ of contents.tail);
}

async function* piecesOf(chunks: Lookahead<DecodedChunk>): AsyncGenerator<Piece> {
  while ((await chunks.peek())?.kind === 'items') {
    yield ((await chunks.take()) as DecodedChunk & { kind: 'items' }).piece;
  }
}

async function* tailOf(chunks: Lookahead<DecodedChunk>): AsyncGenerator<Uint8Array> {
  for (let chunk = await chunks.take(); chunk; chunk = await chunks.take()) {
    if (chunk.kind !== 'residue') throw new CrayError('CORRUPT', 'there are items after the tail');
    yield chunk.bytes;
  }
}
