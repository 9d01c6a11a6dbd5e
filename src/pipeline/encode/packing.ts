import type { Chunk } from '../../container/chunk.js';
import { type EmbeddedModel, embeddedBytes } from '../../container/embedded.js';
import type { Front } from '../../container/front.js';
import type { Header } from '../../container/header.js';
import { residueBytes } from '../../container/residue.js';
import { isFolderFormat } from '../../data/folders.js';
import { formatNamed } from '../../data/formats.js';

/** Bytes that are worth a file that craystack 0.2.0 does not read. */
const WORTH_BYTES = 256;

/** Whether packing is worth it for what is known before the first item: the head and a model inside. */
export function isWorthPacking(header: Header, model: EmbeddedModel | undefined): boolean {
  const packed = { ...header, packed: true };
  const saved = header.head.length - residueBytes(header.head, packed);
  const ofModel = model ? embeddedBytes(model, header) - embeddedBytes(model, packed) : 0;
  return saved + ofModel >= WORTH_BYTES;
}

/** A front of a part of which it is not known what will stand after the items. */
export function packedAhead(front: Front): Front {
  const { header, model } = front;
  // Files that cannot be joined and taken apart are those that have all kinds of things around their items.
  const isPlain =
    isFolderFormat(header.dataFormat) || formatNamed(header.dataFormat).heads !== undefined;
  return isPlain || model ? front : { ...front, header: { ...header, packed: true } };
}

/** A front of a part whose chunks are known, packed where that is worth it. */
export function packedIfWorthwhile(front: Front, chunks: readonly Chunk[]): Front {
  const { header, model } = front;
  if (header.packed) return front;
  const packed = { ...header, packed: true };
  let saved = header.head.length - residueBytes(header.head, packed);
  for (const chunk of chunks) {
    const residue = chunk.kind === 'residue' ? chunk.bytes : chunk.side;
    if (residue.length > 0) saved += residueBytes(residue, header) - residueBytes(residue, packed);
  }
  return saved < WORTH_BYTES || model ? front : { ...front, header: packed };
}
