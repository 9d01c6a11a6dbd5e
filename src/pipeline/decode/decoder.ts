import { hex } from '../../bytes/hex.js';
import type { ItemChunk } from '../../container/chunk.js';
import type { Front } from '../../container/front.js';
import type { Header } from '../../container/header.js';
import type { PlacedChunk } from '../../container/partReader.js';
import type { Piece } from '../../data/dataset.js';
import type { ChunkCoder } from '../chunk/chunkCoder.js';
import { mapInOrder, several } from '../chunk/inOrder.js';
import { settingsOf } from '../chunk/settings.js';
import { tracked } from '../chunk/tracked.js';
import { DEFAULT_THREADS } from '../chunk/workers.js';
import { checkMemory, DEFAULT_MEMORY, decodingNeed, threadsWithin } from '../memory.js';
import { type FindModel, modelOf, type ReadyModel } from '../models.js';
import { errorOfChunk } from '../revision.js';
import type { DecompressOptions } from './decompressOptions.js';

/** What came of a chunk. */
export type DecodedChunk = DecodedItems | DecodedResidue;

/** Items, as they were. */
export interface DecodedItems {
  readonly kind: 'items';
  readonly items: number;
  readonly piece: Piece;
}

/** Bytes that follow the items. */
export interface DecodedResidue {
  readonly kind: 'residue';
  readonly items: 0;
  readonly bytes: Uint8Array;
}

/**
 * What decodes the chunks that follow a front, by the model that the file brings or that is found for it.
 *
 * @param onWork told how far it is.
 * @throws CrayError as modelOf.
 */
export function decoderOf(
  front: Front,
  findModel: FindModel,
  { batch, memory = DEFAULT_MEMORY, threads = DEFAULT_THREADS }: DecompressOptions,
  onWork: OnDecoded = () => {},
): ChunkDecoder {
  return new ChunkDecoder(modelOf(front, findModel, batch, memory), memory, threads, onWork);
}

/** Told of more that has been decoded, as {@link Meter.worked} is. */
type OnDecoded = (coded: number, elements: number, bytes: number) => void;

/** Bytes of a file that a chunk takes, but for some. */
function bytesOf(chunk: ItemChunk): number {
  const { byteLength } = chunk.kind === 'plain' ? chunk.bits : chunk.words;
  return byteLength + chunk.side.length;
}

/** Decodes the chunks of a file by one model, within a memory. */
export class ChunkDecoder {
  private readonly here: ChunkCoder;
  private pool: ChunkCoder | undefined;

  /**
   * @param memory bytes that may be taken, roughly.
   * @param threads at most so many; started where there are several chunks to decode.
   * @param onWork told how far it is.
   */
  constructor(
    private readonly ready: ReadyModel,
    readonly memory: number,
    private readonly threads: number,
    private readonly onWork: OnDecoded,
  ) {
    this.here = ready.coder(1);
  }

  /** @throws CrayError CORRUPT, naming the chunk, or TOO_LARGE. */
  async one(
    { chunk, position }: PlacedChunk,
    header: Header,
    coder = this.here,
  ): Promise<DecodedChunk> {
    if (chunk.kind === 'residue') return chunk;
    const { items } = chunk;
    checkMemory(`the chunk at byte ${position}`, this.need(items, header), this.memory);
    const settings = settingsOf(header);
    const job = { kind: 'decode', input: chunk, settings } as const;
    const bytes = bytesOf(chunk) / Math.max(1, items * settings.size);
    const onWork = (elements: number) =>
      this.onWork(elements * settings.width, elements, elements * bytes);
    try {
      return { kind: 'items', items, piece: await tracked(coder, job, onWork) };
    } catch (error) {
      throw errorOfChunk(error, position, this.ready.precedes);
    }
  }

  /** All chunks of a part, in order, and what their source returns. @throws as {@link one}. */
  async *all<R>(
    chunks: AsyncGenerator<PlacedChunk, R>,
    header: Header,
  ): AsyncGenerator<DecodedChunk, R> {
    const need = this.need(header.chunkItems, header);
    const threads = threadsWithin(this.memory, need, this.threads);
    // One chunk is not worth a thread.
    const [more, all] = threads > 1 ? await several(chunks) : [false, chunks];
    if (more) this.pool ??= this.ready.coder(threads);
    const coder = (more && this.pool) || this.here;
    return yield* mapInOrder(all, coder.most, (placed) => this.one(placed, header, coder));
  }

  async close(): Promise<void> {
    await this.pool?.close();
  }

  private need(items: number, header: Header): number {
    const { size, width, unordered } = settingsOf(header);
    return this.ready.need(items) + decodingNeed(items, size, width, unordered);
  }
}

/** Decoders for parts that are read one after another, of which each may be of another model. */
export class Decoders {
  private decoder: ChunkDecoder | undefined;
  private ofModel = '';

  /** @param make gives the decoder for a part, as {@link decoderOf}. */
  constructor(private readonly make: (front: Front) => ChunkDecoder) {}

  /**
   * The decoder for a part: that of the part before where both are of one model, which is closed where they are not.
   *
   * @throws CrayError as decoderOf.
   */
  async of(front: Front): Promise<ChunkDecoder> {
    const { specDigest, weightsDigest, levels, revision } = front.header;
    const key = [hex(specDigest), hex(weightsDigest), levels, revision].join(' ');
    if (this.decoder && this.ofModel === key) return this.decoder;
    await this.close();
    this.ofModel = key;
    this.decoder = this.make(front);
    return this.decoder;
  }

  async close(): Promise<void> {
    const { decoder } = this;
    this.decoder = undefined;
    await decoder?.close();
  }
}
