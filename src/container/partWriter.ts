import { BLOCK, encodeBlock, MAGIC, MAX_PAYLOAD, VERSION } from './block.js';
import { type Chunk, encodeChunk } from './chunk.js';
import { IndexWriter } from './chunkIndex.js';
import { encodeEmbedded } from './embedded.js';
import { encodeFoot, FOOT_BYTES } from './foot.js';
import type { Front } from './front.js';
import { encodeHeader } from './header.js';
import { encodePieces } from './pieces.js';
import { encodeProvenance } from './provenance.js';
import { encodeTrailer, type Trailer } from './trailer.js';

/** The magic, the version and the blocks before the chunks. */
export function encodeFront({ header, pieces, provenance, model }: Front): Uint8Array {
  const { digestBytes } = header;
  return Buffer.concat([
    MAGIC,
    Uint8Array.of(VERSION),
    encodeBlock(BLOCK.header, encodeHeader(header)),
    ...(pieces ? [encodeBlock(BLOCK.pieces, encodePieces(pieces, digestBytes))] : []),
    ...(provenance ? [encodeBlock(BLOCK.provenance, encodeProvenance(provenance))] : []),
    ...(model ? [encodeBlock(BLOCK.model, encodeEmbedded(model, header))] : []),
  ]);
}

/** A whole part of blocks. */
export function encodePart(front: Front, chunks: readonly Chunk[], trailer: Trailer): Uint8Array {
  const writer = new PartWriter(front);
  return Buffer.concat([
    writer.begin(),
    ...chunks.map((chunk) => writer.chunk(chunk)),
    writer.end(trailer),
  ]);
}

/** Makes the bytes of a part in order, and keeps the index on the way. */
export class PartWriter {
  private position = 0;
  private readonly index = new IndexWriter();

  constructor(private readonly front: Front) {}

  /** All before the chunks. */
  begin(): Uint8Array {
    return this.count(encodeFront(this.front));
  }

  chunk(chunk: Chunk): Uint8Array {
    this.index.add(this.position, chunk.items);
    return this.count(encodeBlock(BLOCK.chunk, encodeChunk(chunk, this.front.header)));
  }

  /** Index, trailer and foot. The only chunk of items of a part is found without an index. */
  end(trailer: Trailer): Uint8Array {
    const { digestBytes } = this.front.header;
    const last = encodeBlock(BLOCK.trailer, encodeTrailer(trailer, digestBytes));
    const payload = this.index.finish();
    if (this.index.itemChunks < 2 || payload.length > MAX_PAYLOAD) return last;
    const index = encodeBlock(BLOCK.index, payload);
    const partBytes = this.position + index.length + last.length + FOOT_BYTES;
    const foot = encodeBlock(BLOCK.foot, encodeFoot({ partBytes, index: this.position }));
    return Buffer.concat([index, last, foot]);
  }

  private count(bytes: Uint8Array): Uint8Array {
    this.position += bytes.length;
    return bytes;
  }
}
