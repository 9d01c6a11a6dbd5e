import { bytesFrom, type Seekable } from '../../bytes/seekable.js';
import { ByteSource, type ByteStream } from '../../bytes/source.js';
import { readFront } from '../../container/front.js';
import { isPart, readChunkAt, readChunks } from '../../container/partReader.js';
import { type SurveyedPart, surveyFile } from '../../container/survey.js';
import { itemSize, type Piece } from '../../data/dataset.js';
import { restore } from '../../data/formats.js';
import { joinHeads, recountHead } from '../../data/heads.js';
import { CrayError } from '../../errors.js';
import { checkAlike, checkNoFolder, partName } from '../decode/alike.js';
import { ChunkDecoder } from '../decode/decoder.js';
import { type DecompressOptions, decompress } from '../decode/decompress.js';
import { DEFAULT_MEMORY } from '../memory.js';
import { type FindModel, modelOf } from '../models.js';
import { lossesOf } from './losses.js';

/** What a chunk may fail with because it is damaged, and not for a reason of its own. */
const DAMAGES: ReadonlySet<string> = new Set(['CORRUPT', 'TRUNCATED', 'UNSUPPORTED']);

/** Options of {@link salvage}. */
export interface SalvageOptions extends DecompressOptions {
  /** Told of each thing that is damaged, and in the end which items are missing. */
  readonly onDamage: (message: string) => void;
}

/**
 * Restores what can be restored of a file that may be damaged: the items of all chunks whose checks
 * hold and that decode. The others are left out, and the restored file says that it has so many fewer;
 * nothing is put in their place, so that whatever is restored is true. A sound file is restored as by
 * decompress.
 *
 * @param input the file. It is read twice, since what is restored begins with how much it is.
 * @param findModel as of decompress.
 * @throws CrayError as decompress where the first header or the model is damaged; UNSUPPORTED where
 * something is missing and files of the format cannot be taken apart.
 */
export async function* salvage(
  input: Seekable & ByteStream,
  findModel: FindModel,
  { onDamage, ...options }: SalvageOptions,
): AsyncGenerator<Uint8Array> {
  const { batch, memory = DEFAULT_MEMORY, onProgress } = options;
  const surveyed = await surveyFile(input, memory);
  const [first, ...others] = surveyed as [SurveyedPart, ...SurveyedPart[]];
  const { header } = first.front;
  checkNoFolder(header);
  others.forEach(({ front }, i) => {
    checkAlike(front.header, header, partName(i + 2, front.position), 'part 1');
  });
  const decoder = new ChunkDecoder(modelOf(first.front, findModel, batch, memory), memory);
  const parts: SurveyedPart[] = [];
  for (const part of surveyed) parts.push(await tryChunks(input, part, decoder, memory));
  const whole = parts.every(isWhole);
  const fault = whole ? await faultOf(input, memory) : undefined;
  if (whole && !fault) {
    yield* decompress(input, findModel, options);
    return;
  }
  if (fault) onDamage(`${fault}; no items are lost here`);
  const { lines, summary } = lossesOf(parts);
  for (const line of lines) onDamage(line);

  const items = parts.reduce((n, { chunks }) => n + itemsOf(chunks), 0);
  const heads = parts.map(({ front }) => front.header.head);
  const { modelName: model } = header;
  const progress = {
    model,
    items: 0,
    totalItems: items,
    rawBytes: 0,
    bytes: input.size,
    elements: 0,
  };

  async function* pieces(): AsyncGenerator<Piece> {
    for (const { front, chunks } of parts) {
      for (const { position, items: count } of chunks) {
        if (count === 0) continue;
        const entry = { offset: position - front.position, first: 0, items: count };
        const placed = await readChunkAt(input, front, entry, memory);
        progress.items += count;
        progress.elements += count * itemSize(header.shape);
        yield await decoder.one(placed, front.header);
      }
    }
  }

  async function* tail(): AsyncGenerator<Uint8Array> {
    const { front, chunks, tail: last } = parts.at(-1) as SurveyedPart;
    for (const { position, items: count } of chunks) {
      if (count > 0) continue;
      const entry = { offset: position - front.position, first: 0, items: count };
      const { chunk } = await readChunkAt(input, front, entry, memory);
      if (chunk.kind === 'residue') yield chunk.bytes;
    }
    if (last) yield last;
  }

  const joined = heads.length > 1 ? joinHeads : recountFirst;
  const head = joined(header.dataFormat, heads, items);
  const contents = { ...header, head, pieces: pieces(), tail: tail() };
  for await (const bytes of restore(header.dataFormat, contents)) {
    progress.rawBytes += bytes.length;
    onProgress?.(progress);
    yield bytes;
  }
  onDamage(summary);
}

/**
 * What is not where it should be, down to what stands after the trailers, or undefined where all is. Nothing
 * is decoded.
 */
export async function faultOf(input: Seekable, memory: number): Promise<string | undefined> {
  const source = new ByteSource(bytesFrom(input, 0));
  try {
    do {
      const chunks = readChunks(source, await readFront(source, memory), memory);
      for await (const _ of chunks);
    } while (await isPart(source));
    return undefined;
  } catch (error) {
    if (error instanceof CrayError && error.code !== 'IO') return error.message;
    throw error;
  }
}

/** Whether nothing of a part is lost. */
export function isWhole({ gaps, items }: SurveyedPart): boolean {
  return gaps.length === 0 && items !== undefined;
}

/** A part without the chunks that do not decode though their checks hold. */
export async function tryChunks(
  input: Seekable,
  part: SurveyedPart,
  decoder: ChunkDecoder,
  memory: number,
): Promise<SurveyedPart> {
  const { front } = part;
  const [chunks, gaps] = [[] as (typeof part.chunks)[number][], [...part.gaps]];
  for (const chunk of part.chunks) {
    const { position, items } = chunk;
    try {
      const entry = { offset: position - front.position, first: 0, items };
      const placed = await readChunkAt(input, front, entry, memory);
      if (items > 0) await decoder.one(placed, front.header);
      chunks.push(chunk);
    } catch (error) {
      if (!(error instanceof CrayError) || !DAMAGES.has(error.code)) throw error;
      gaps.push({ position, end: position + 1, reason: reasonOf(error) });
    }
  }
  gaps.sort((a, b) => a.position - b.position);
  return { ...part, chunks, gaps };
}

/** Without the place, which is said anyway. */
function reasonOf(error: CrayError): string {
  return error.cause instanceof CrayError ? error.cause.message : error.message;
}

function recountFirst(format: string, [head]: readonly Uint8Array[], items: number): Uint8Array {
  return recountHead(format, head as Uint8Array, items);
}

function itemsOf(chunks: readonly { items: number }[]): number {
  return chunks.reduce((n, { items }) => n + items, 0);
}
