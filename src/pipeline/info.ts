import { bytesFrom, type Seekable } from '../bytes/seekable.js';
import { ByteSource, type ByteStream } from '../bytes/source.js';
import { type PlacedFront, readFront } from '../container/front.js';
import { isPart, type PartEnd, readChunks } from '../container/partReader.js';
import type { Provenance } from '../container/provenance.js';
import { type Counts, FOLDER, readCounts } from '../data/folder/counts.js';
import { recordBytes } from '../data/records.js';
import { checkAlike, checkMember, checkNoTail, partName } from './decode/alike.js';
import { DEFAULT_MEMORY } from './memory.js';

/** What a part says of itself. */
export interface PartInfo extends PartEnd {
  readonly front: PlacedFront;
  /** Bytes of the part. */
  readonly bytes: number;
  /** Chunks, and how many of them hold their items plainly. */
  readonly chunks: number;
  readonly plainChunks: number;
  /** Chunks of the file's tail, and the bytes in them. */
  readonly residueChunks: number;
  readonly residueBytes: number;
}

/** What a .cray file says of itself. */
export interface FileInfo {
  readonly parts: readonly [PartInfo, ...PartInfo[]];
  readonly items: number;
  /**
   * Bytes of the .cray file, of these those of models, and of what it holds: of the file restored, in
   * formats of bytes.
   */
  readonly bytes: number;
  readonly modelBytes: number;
  readonly originalBytes: number;
  /** How much is in the folder, where the file holds one; its parts are then the data sets of it. */
  readonly folder: Counts | undefined;
}

/**
 * Reads a .cray file to its end, all checksums but that of the restored data checked. Needs no model.
 *
 * @throws CrayError NOT_CRAY, UNSUPPORTED, TRUNCATED, CORRUPT or TOO_LARGE.
 */
export async function readInfo(stream: ByteStream, memory = DEFAULT_MEMORY): Promise<FileInfo> {
  const source = new ByteSource(stream);
  const first = await readPart(source, memory);
  const { dataFormat, head } = first.front.header;
  const folder = dataFormat === FOLDER ? readCounts(head) : undefined;
  const parts: [PartInfo, ...PartInfo[]] = [first];
  let last = first;
  while (await isPart(source)) {
    checkNoTail(last, partName(parts.length, last.front.position));
    last = await readPart(source, memory);
    const what = partName(parts.length + 1, last.front.position);
    if (folder) checkMember(last.front.header, what);
    else checkAlike(last.front.header, first.front.header, what, 'part 1');
    parts.push(last);
  }
  const { header } = first.front;
  const sum = (of: (part: PartInfo) => number) => parts.reduce((n, part) => n + of(part), 0);
  const items = sum(({ trailer }) => trailer.items);
  const around = header.head.length + last.residueBytes + last.trailer.tail.length;
  return {
    parts,
    items,
    bytes: source.position,
    modelBytes: sum(({ front }) => front.modelBytes),
    originalBytes: folder?.bytes ?? around + items * recordBytes(header),
    folder,
  };
}

async function readPart(source: ByteSource, memory: number): Promise<PartInfo> {
  const front = await readFront(source, memory);
  const blocks = readChunks(source, front, memory);
  let [chunks, plainChunks, residueChunks, residueBytes] = [0, 0, 0, 0];
  for (;;) {
    const next = await blocks.next();
    if (next.done) {
      const bytes = source.position - front.position;
      return { ...next.value, front, bytes, chunks, plainChunks, residueChunks, residueBytes };
    }
    const { chunk } = next.value;
    chunks++;
    if (chunk.kind === 'plain') plainChunks++;
    if (chunk.kind === 'residue') {
      residueChunks++;
      residueBytes += chunk.bytes.length;
    }
  }
}

/** What a file, or the first part of it, tells people. @throws CrayError as {@link readInfo}. */
export async function readProvenance(
  input: Seekable,
  memory = DEFAULT_MEMORY,
): Promise<Provenance> {
  const { provenance } = await readFront(new ByteSource(bytesFrom(input, 0)), memory);
  return provenance ?? {};
}
