import type { Seekable } from '../../bytes/seekable.js';
import type { ByteStream } from '../../bytes/source.js';
import { readChunkAt } from '../../container/partReader.js';
import { type SurveyedPart, surveyFile } from '../../container/survey.js';
import { itemSize, itemsOf, type Piece } from '../../data/dataset.js';
import { type FolderTarget, type LossyDataset, salvageDirectory } from '../../data/folders.js';
import { toRecords } from '../../data/records.js';
import { partName } from '../decode/alike.js';
import { ChunkDecoder } from '../decode/decoder.js';
import { decompressFolder } from '../decode/decompressFolder.js';
import { merge } from '../decode/ranges.js';
import { DEFAULT_MEMORY } from '../memory.js';
import { type FindModel, modelOf } from '../models.js';
import type { Progress } from '../progress.js';
import { placesOf, totalOf } from './losses.js';
import { faultOf, isWhole, type SalvageOptions, tryChunks } from './salvage.js';

/**
 * Restores those files of a folder of which nothing is lost, from a .cray file that may be damaged, and all
 * folders and links. A sound file is restored as by decompressFolder.
 *
 * @param input the file. It is read several times.
 * @param findModel as of decompressFolder.
 * @param target where to restore it.
 * @param options who is told of each thing that is damaged, and of each file that is left out.
 * @throws CrayError as decompressFolder where the start of the file or the model is damaged; CORRUPT where
 * the list of the files is lost.
 */
export async function salvageFolder(
  input: Seekable & ByteStream,
  findModel: FindModel,
  target: FolderTarget,
  { onDamage, ...options }: SalvageOptions,
): Promise<void> {
  const { batch, memory = DEFAULT_MEMORY, onProgress } = options;
  const progress: Progress & { items: number; rawBytes: number; elements: number } = {
    model: '',
    items: 0,
    totalItems: undefined,
    rawBytes: 0,
    bytes: input.size,
    elements: 0,
  };
  const tried: { part: SurveyedPart; decoder: ChunkDecoder }[] = [];
  for (const part of await surveyFile(input, memory)) {
    const decoder = new ChunkDecoder(modelOf(part.front, findModel, batch, memory), memory);
    tried.push({ part: await tryChunks(input, part, decoder, memory), decoder });
  }
  const whole = tried.every(({ part }) => isWhole(part));
  const fault = whole ? await faultOf(input, memory) : undefined;
  if (whole && !fault) return decompressFolder(input, findModel, target, options);
  if (fault) onDamage(fault);
  tried.forEach(({ part: { front, gaps } }, i) => {
    for (const { position, reason } of gaps) {
      onDamage(`${partName(i + 1, front.position)}: at byte ${position}: ${reason}`);
    }
  });
  const onPiece = ({ elements }: Piece, items: number, part: SurveyedPart): void => {
    const { header } = part.front;
    progress.items += items;
    progress.elements += items * itemSize(header.shape);
    progress.rawBytes += elements.length;
    onProgress?.({ ...progress, model: header.modelName });
  };
  const [first, ...others] = tried.map(({ part, decoder }) =>
    lossyDataset(input, part, decoder, memory, onPiece),
  );
  const { files, restored } = await salvageDirectory(
    target,
    [first as LossyDataset, ...others],
    (path) => onDamage(`${path}: is lost, in whole or in part, and left out`),
  );
  onDamage(`restored ${restored} of ${files} files`);
}

/** What is left of the data set of a part. */
function lossyDataset(
  input: Seekable,
  part: SurveyedPart,
  decoder: ChunkDecoder,
  memory: number,
  onPiece: (piece: Piece, items: number, part: SurveyedPart) => void,
): LossyDataset {
  const { front } = part;
  const placed = [...placesOf(part)].filter(([{ items }]) => items > 0);
  const spans = merge(placed.map(([{ items }, first]) => ({ from: first, to: first + items })));
  let held: { readonly position: number; readonly piece: Piece } | undefined;

  /** The items of a chunk; those of the last one stay at hand. */
  async function pieceAt(position: number, items: number): Promise<Piece> {
    if (held?.position === position) return held.piece;
    const entry = { offset: position - front.position, first: 0, items };
    const chunk = await readChunkAt(input, front, entry, memory);
    const piece = await decoder.one(chunk, front.header);
    held = { position, piece };
    onPiece(piece, items, part);
    return piece;
  }

  return {
    ...front.header,
    total: totalOf(part),
    beginning: spans[0]?.from === 0 ? spans[0].to : 0,
    has: (from, to) => from === to || spans.some((span) => span.from <= from && to <= span.to),
    async *records(from, to) {
      for (const [{ position, items }, first] of placed) {
        const [start, end] = [Math.max(from, first), Math.min(to, first + items)];
        if (start >= end) continue;
        const piece = await pieceAt(position, items);
        const own = itemsOf(piece, items, start - first, end - first);
        yield toRecords(own, front.header.sideBytes);
      }
    },
  };
}
