import { Readable } from 'node:stream';
import type { PlacedFront } from '../container/front.js';
import type { PlacedChunk } from '../container/partReader.js';
import { groupFormats } from '../data/folders.js';
import { CrayError } from '../errors.js';
import { type ChunkDecoder, decoderOf } from './decode/decoder.js';
import type { FindModel } from './models.js';

/** What hinders reading the list of files of a folder, and is no damage. */
const HINDRANCES: ReadonlySet<string> = new Set([
  'MODEL_NOT_FOUND',
  'MODEL_MISMATCH',
  'SPEC_INVALID',
  'WEIGHTS_INVALID',
  'UNSUPPORTED',
  'TOO_LARGE',
]);

/** Reads of the first data set of a folder no more than says which groups there are. */
export class GroupReader {
  /** Formats of the groups, once they are known. */
  formats: readonly string[] | undefined;
  private readonly start: Uint8Array[] = [];
  private decoder: ChunkDecoder | undefined;

  constructor(
    private readonly front: PlacedFront,
    private readonly findModel: FindModel,
    private readonly memory: number,
  ) {}

  /** Takes the next chunk. @throws CrayError CORRUPT where it is damaged, or has no such list. */
  async add(placed: PlacedChunk): Promise<void> {
    if (this.formats) return;
    const { front, start, memory } = this;
    try {
      this.decoder ??= decoderOf(front, this.findModel, { memory, threads: 1 });
      const chunk = await this.decoder.one(placed, front.header);
      start.push(chunk.kind === 'residue' ? chunk.bytes : chunk.piece.elements);
      this.formats = await groupFormats(Readable.from(start), front.header);
    } catch (error) {
      if (!(error instanceof CrayError) || !HINDRANCES.has(error.code)) throw error;
    }
  }
}
