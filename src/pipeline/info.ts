import { ByteSource, type ByteStream } from '../bytes/source.js';
import { readChunks, readHeader } from '../container/container.js';
import type { Header } from '../container/header.js';
import type { Trailer } from '../container/trailer.js';
import { elementBytes, itemSize } from '../data/dataset.js';

/** What a .cray file says of itself. */
export interface FileInfo {
  readonly header: Header;
  readonly trailer: Trailer;
  /** Chunks, and how many of them hold their items plainly. */
  readonly chunks: number;
  readonly plainChunks: number;
  /** Bytes of the .cray file, and of what it holds: of the file restored, in formats of bytes. */
  readonly bytes: number;
  readonly originalBytes: number;
}

/**
 * Reads a .cray file to its end, all checksums but that of the restored data checked. Needs no model.
 *
 * @throws CrayError NOT_CRAY, UNSUPPORTED, TRUNCATED, CORRUPT or TOO_LARGE.
 */
export async function readInfo(stream: ByteStream): Promise<FileInfo> {
  const source = new ByteSource(stream);
  const header = await readHeader(source);
  const blocks = readChunks(source, header);
  let [chunks, plainChunks, residue] = [0, 0, 0];
  for (;;) {
    const next = await blocks.next();
    if (next.done) {
      const trailer = next.value;
      const width = elementBytes(header.dtype) ?? 1;
      const itemBytes = trailer.items * (itemSize(header.shape) * width + header.sideBytes);
      const originalBytes = header.head.length + itemBytes + residue + trailer.tail.length;
      return { header, trailer, chunks, plainChunks, bytes: source.position, originalBytes };
    }
    const { chunk } = next.value;
    chunks++;
    if (chunk.kind === 'plain') plainChunks++;
    if (chunk.kind === 'residue') residue += chunk.bytes.length;
  }
}
