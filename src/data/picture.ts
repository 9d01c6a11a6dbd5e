import { ByteSource } from '../bytes/source.js';
import { openBytes } from './bytes.js';
import { type Contents, type Dataset, type Dtype, type Fidelity, NO_SIDE } from './dataset.js';
import { MAX_ITEM_BYTES, MAX_WHOLE, unsuitable } from './format.js';

/** A file that has been read whole, as one item and what restoring needs beside it. */
export interface Picture {
  readonly format: string;
  readonly fidelity: Fidelity;
  readonly dtype: Dtype;
  readonly levels: number;
  /** Rows, columns and, where there are several, channels. */
  readonly shape: readonly number[];
  readonly elements: Uint8Array;
  /** What restoring has to know; it may be long, so it comes after the item. */
  readonly tail: Uint8Array;
}

/** Sizes of a picture as an item. */
export function pictureShape(height: number, width: number, channels: number): number[] {
  return channels === 1 ? [height, width] : [height, width, channels];
}

/** @throws CrayError DATA_INVALID for a picture that is too large for one item. */
export function checkPicture(
  format: string,
  { width, height, bytes }: { width: number; height: number; bytes: number },
): void {
  if (!(width * height * bytes <= MAX_ITEM_BYTES)) {
    throw unsuitable(
      format,
      `${width} x ${height} pixels are more than the ${MAX_ITEM_BYTES} bytes of an item`,
    );
  }
}

/** A picture as a data set of one item. @param source of the file, which is taken from it. */
export async function pictureDataset(source: ByteSource, picture: Picture): Promise<Dataset> {
  const file = await source.readUpTo(MAX_WHOLE);
  const { elements, tail, ...properties } = picture;
  return {
    ...properties,
    head: new Uint8Array(0),
    items: 1,
    sideBytes: 0,
    note: undefined,
    asBytes: () => openBytes(new ByteSource([file]), undefined),
    async *pieces() {
      yield { elements, side: NO_SIDE };
    },
    async *tail() {
      yield tail;
    },
    position: () => source.position,
  };
}

/** The elements and the tail of a picture on its way back. */
export async function pictureContents({
  pieces,
  tail,
}: Contents): Promise<{ elements: Uint8Array; tail: Uint8Array }> {
  const parts: Uint8Array[] = [];
  for await (const { elements } of pieces) parts.push(elements);
  const rest: Uint8Array[] = [];
  for await (const bytes of tail) rest.push(bytes);
  return { elements: Buffer.concat(parts), tail: Buffer.concat(rest) };
}
