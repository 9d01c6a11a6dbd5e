/** Items with their side bytes before each, as files have them. */
import { elementBytes, itemSize, type Piece } from './dataset.js';

/** Bytes of an item with its side bytes. */
export function recordBytes({
  dtype,
  shape,
  sideBytes,
}: {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly sideBytes: number;
}): number {
  return itemSize(shape) * (elementBytes(dtype) ?? 1) + sideBytes;
}

/** Items with their side bytes before each. */
export function toRecords({ side, elements }: Piece, sideBytes: number): Uint8Array {
  if (sideBytes === 0) return elements;
  const items = side.length / sideBytes;
  const itemBytes = elements.length / items;
  const records = new Uint8Array(side.length + elements.length);
  for (let i = 0; i < items; i++) {
    const at = i * (sideBytes + itemBytes);
    records.set(side.subarray(i * sideBytes, (i + 1) * sideBytes), at);
    records.set(elements.subarray(i * itemBytes, (i + 1) * itemBytes), at + sideBytes);
  }
  return records;
}

/** The inverse of {@link toRecords}. @param itemBytes bytes of the elements of an item. */
export function fromRecords(records: Uint8Array, sideBytes: number, itemBytes: number): Piece {
  const items = records.length / (sideBytes + itemBytes);
  const side = new Uint8Array(items * sideBytes);
  if (sideBytes === 0) return { side, elements: records };
  const elements = new Uint8Array(items * itemBytes);
  for (let i = 0; i < items; i++) {
    const at = i * (sideBytes + itemBytes);
    side.set(records.subarray(at, at + sideBytes), i * sideBytes);
    elements.set(records.subarray(at + sideBytes, at + sideBytes + itemBytes), i * itemBytes);
  }
  return { side, elements };
}
