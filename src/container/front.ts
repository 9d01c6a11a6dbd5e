import { ByteSource } from '../bytes/source.js';
import { CrayError } from '../errors.js';
import {
  BLOCK,
  BLOCK_HEAD,
  BLOCK_OVERHEAD,
  decodeBlock,
  decodeBlockHead,
  isSkippable,
  MAGIC,
  type PartVersion,
  readMagic,
  SMALL_VERSION,
} from './block.js';
import { decodeEmbedded, type EmbeddedModel } from './embedded.js';
import { decodeHeader, type Header } from './header.js';
import { MAX_METADATA, nextBlock, readKnown, unexpected } from './nextBlock.js';
import { decodePieces, type JoinedPiece } from './pieces.js';
import { decodeProvenance, type Provenance } from './provenance.js';
import { MAX_SMALL, readSmall, SMALL_LENGTH, type SmallPart, smallBytes } from './smallPart.js';

/** What stands before the chunks of a part. */
export interface Front {
  readonly header: Header;
  /** The files that were joined, where there are several. */
  readonly pieces?: readonly JoinedPiece[] | undefined;
  readonly provenance?: Provenance | undefined;
  /** The model, where the file brings it. */
  readonly model?: EmbeddedModel | undefined;
}

/** A front, and where it is. */
export interface PlacedFront extends Front {
  /** Where the part begins. */
  readonly position: number;
  /** Where the first chunk, or what stands after the chunks, begins. */
  readonly end: number;
  /** Bytes of the file that the model takes; 0 where it is not inside. */
  readonly modelBytes: number;
  /** Version of the format that the part is of. */
  readonly version: PartVersion;
}

/** A front that has just been read: with all of the part, where that is small. */
export interface ReadFront extends PlacedFront {
  readonly small: SmallPart | undefined;
}

/** A front alone: what comes with a small one is read again where it is asked for. */
export function alone({ small: _, ...front }: ReadFront): PlacedFront {
  return front;
}

/**
 * Reads the magic, the version, the header and what else stands before the chunks; of a small part all of it.
 *
 * @param memory bytes that a block may take.
 * @throws CrayError NOT_CRAY, UNSUPPORTED, TRUNCATED, CORRUPT or TOO_LARGE.
 */
export async function readFront(source: ByteSource, memory: number): Promise<ReadFront> {
  const { position } = source;
  const version = await readMagic(source);
  if (version === SMALL_VERSION) {
    const small = await readSmall(source, position, memory);
    const { header, provenance } = small;
    return { header, provenance, small, version, modelBytes: 0, position, end: source.position };
  }
  const first = await nextBlock(source, memory);
  if (first.type !== BLOCK.header) throw unexpected(first);
  const header: Header = decodeHeader(first.payload);
  let [pieces, modelBytes] = [undefined as Front['pieces'], 0];
  let provenance: Provenance | undefined;
  let model: EmbeddedModel | undefined;
  while (await isFront(source)) {
    const start = source.position;
    const block = await readKnown(source, memory);
    if (block?.type === BLOCK.pieces) {
      if (pieces) throw unexpected(block);
      pieces = decodePieces(block.payload, header.digestBytes);
    } else if (block?.type === BLOCK.provenance) {
      if (provenance) throw unexpected(block);
      provenance = decodeProvenance(block.payload);
    } else if (block?.type === BLOCK.model) {
      if (model) throw unexpected(block);
      model = decodeEmbedded(block.payload, header, memory);
      modelBytes = source.position - start;
    } else if (block) {
      throw unexpected(block);
    }
  }
  const front = { header, pieces, provenance, model, modelBytes };
  return { ...front, version, small: undefined, position, end: source.position };
}

/** Whether the next block belongs before the chunks. An index has its place after them. */
async function isFront(source: ByteSource): Promise<boolean> {
  const next = String.fromCharCode(...(await source.peek(1)));
  return next === BLOCK.pieces || (isSkippable(next) && next !== BLOCK.index);
}

/**
 * The header, without taking anything of the source.
 *
 * @throws CrayError CORRUPT where there is no sound one, or what decoding it throws.
 */
export async function peekHeader(source: ByteSource): Promise<Header> {
  const start = MAGIC.length + 1;
  const [version] = (await source.peek(start)).subarray(MAGIC.length);
  if (version === SMALL_VERSION) {
    const length = smallBytes((await source.peek(start + SMALL_LENGTH)).subarray(start));
    const part = await source.peek(start + length);
    return (await readFront(new ByteSource([part]), MAX_SMALL)).header;
  }
  const head = (await source.peek(start + BLOCK_HEAD)).subarray(start);
  const length = head.length === BLOCK_HEAD ? decodeBlockHead(head).length : MAX_METADATA + 1;
  const bytes = length > MAX_METADATA ? head : await source.peek(start + length + BLOCK_OVERHEAD);
  const block = decodeBlock(bytes.subarray(start), start);
  if (block?.type !== BLOCK.header) throw new CrayError('CORRUPT', 'expected a header');
  return decodeHeader(block.payload);
}
