import { FieldReader, FieldWriter } from './fields.js';

/** Where a chunk is, and what it holds. */
export interface IndexEntry {
  /** Where its block begins, in bytes from the start of the part. */
  readonly offset: number;
  /** Number of its first item in the part. */
  readonly first: number;
  /** Items of it; none in a chunk of residue. */
  readonly items: number;
}

/** A chunk, by where it is in the file. */
export interface ChunkPlace {
  /** Where its block begins. */
  readonly position: number;
  /** Items of it; none in a chunk of residue. */
  readonly items: number;
  /** Bytes of its block, where they are known. */
  readonly bytes?: number;
}

/** A chunk whose place among all items is known as well. */
export interface NumberedPlace extends ChunkPlace {
  /** Number of its first item in the part. */
  readonly first: number;
}

/** Where the chunks of an index are, whose part begins at a position. */
export function placesOf(index: readonly IndexEntry[], position: number): NumberedPlace[] {
  return index.map(({ offset, first, items }, i) => {
    const next = index[i + 1]?.offset;
    const bytes = next === undefined ? undefined : next - offset;
    return { position: position + offset, first, items, ...(bytes !== undefined && { bytes }) };
  });
}

/** Writes an index as the chunks come, at some five bytes for each. */
export class IndexWriter {
  /** Chunks of items so far. */
  itemChunks = 0;
  private bytes = new Uint8Array(64);
  private length = 0;
  private last = 0;

  /** @param offset see {@link IndexEntry}; larger than that of the chunk before. */
  add(offset: number, items: number): void {
    const entry = new FieldWriter()
      .varint(offset - this.last)
      .varint(items)
      .finish();
    if (this.length + entry.length > this.bytes.length) {
      const bigger = new Uint8Array(2 * this.bytes.length);
      bigger.set(this.bytes);
      this.bytes = bigger;
    }
    this.bytes.set(entry, this.length);
    this.length += entry.length;
    this.last = offset;
    if (items > 0) this.itemChunks++;
  }

  /** The payload of the index block. */
  finish(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}

/** @throws CrayError CORRUPT naming the field. */
export function decodeIndex(payload: Uint8Array): IndexEntry[] {
  const reader = new FieldReader(payload, 'index');
  const entries: IndexEntry[] = [];
  let [offset, first] = [0, 0];
  while (!reader.done) {
    offset += reader.varint('step');
    const items = reader.varint('items');
    if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(first + items)) {
      throw reader.fail('step', 'the sums are absurd');
    }
    entries.push({ offset, first, items });
    first += items;
  }
  return entries;
}
