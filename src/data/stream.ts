/** Files of one kind one after another in a stream, all with the same header: each is an item. */
import type { ByteSource } from '../bytes/source.js';
import { type Dataset, NO_SIDE, type Piece } from './dataset.js';

/** What files one after another are like. */
export interface FileStream extends Pick<Dataset, 'format' | 'dtype' | 'levels' | 'shape'> {
  /** The header that each of them has. */
  readonly head: Uint8Array;
  /** Bytes of each after its header. */
  readonly bytes: number;
  /** These bytes of several as elements. */
  elements(bytes: Uint8Array): Uint8Array;
}

/** Bytes of a tail that are read at once. */
const TAIL_BYTES = 1 << 20;

/** Whether a file that begins with a header, of so many bytes after it, is followed by one with the same. */
export async function goesOn(source: ByteSource, header: number, bytes: number): Promise<boolean> {
  const start = await source.peek(2 * header + bytes);
  return beginsAt(start, header + bytes, start.subarray(0, header));
}

/** A stream as a data set; from the first byte that is not of such a file on, it is the tail. */
export function openStream(source: ByteSource, stream: FileStream): Dataset {
  const { head, bytes, elements, ...type } = stream;
  const record = head.length + bytes;
  let rest: Uint8Array = new Uint8Array(0);
  return {
    ...type,
    fidelity: 'bytes',
    head,
    items: undefined,
    sideBytes: 0,
    note: undefined,
    async *pieces(most) {
      for (let whole = true; whole; ) {
        const records = await source.readUpTo(most * record);
        const contents: Uint8Array[] = [];
        let at = 0;
        for (; at + record <= records.length && beginsAt(records, at, head); at += record) {
          contents.push(records.subarray(at + head.length, at + record));
        }
        whole = at === most * record;
        rest = records.subarray(at);
        const all = new Uint8Array(Buffer.concat(contents));
        if (at > 0) yield { elements: elements(all), side: NO_SIDE };
      }
    },
    async *tail() {
      yield rest;
      yield* source.pieces(TAIL_BYTES);
    },
    position: () => source.position,
  };
}

/**
 * The files again.
 *
 * @param bytes of each after its header.
 * @param inFile the inverse of what made elements of them.
 */
export async function* restoreStream(
  {
    head,
    pieces,
    tail,
  }: Pick<Dataset, 'head'> & { pieces: AsyncIterable<Piece>; tail: AsyncIterable<Uint8Array> },
  bytes: number,
  inFile: (elements: Uint8Array) => Uint8Array,
): AsyncGenerator<Uint8Array> {
  for await (const { elements } of pieces) {
    const contents = inFile(elements);
    for (let at = 0; at < contents.length; at += bytes) {
      yield head;
      yield contents.subarray(at, at + bytes);
    }
  }
  yield* tail;
}

/** Whether some bytes are at a place of others. */
function beginsAt(bytes: Uint8Array, at: number, head: Uint8Array): boolean {
  return Buffer.compare(bytes.subarray(at, at + head.length), head) === 0;
}
