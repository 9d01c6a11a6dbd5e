import { seekableGiven } from '../../bytes/given.js';
import type { Seekable } from '../../bytes/seekable.js';
import type { ChunkPlace } from '../../container/chunkIndex.js';
import { type SurveyedPart, surveyFile } from '../../container/survey.js';
import { itemsOf, type Piece } from '../../data/dataset.js';
import {
  type FolderTarget,
  groupFault,
  groupFormats,
  isFolderFormat,
  type LossyDataset,
  salvageDirectory,
} from '../../data/folders.js';
import { dimensionsIn } from '../../data/formats.js';
import { toRecords } from '../../data/records.js';
import { checkOptions } from '../../options.js';
import { counted } from '../../words.js';
import { partName } from '../decode/alike.js';
import { type ChunkDecoder, type DecodedItems, decoderOf } from '../decode/decoder.js';
import { decompressFolder } from '../decode/decompressFolder.js';
import { decodeAt } from '../decode/partStream.js';
import { merge } from '../decode/ranges.js';
import { DEFAULT_MEMORY } from '../memory.js';
import type { FindModel } from '../models.js';
import { Meter } from '../progress.js';
import { firstItems, totalOf } from './losses.js';
import { SALVAGE_OPTIONS, type SalvageOptions } from './salvage.js';
import { faultOf, isWhole, tryChunks } from './sound.js';

/** A part without the chunks that do not decode, and what decodes the others. */
interface TriedPart {
  readonly part: SurveyedPart;
  readonly decoder: ChunkDecoder;
}

/**
 * Restores those files of a folder of which nothing is lost, from a .cray file that may be damaged, and all
 * folders and links. A sound file is restored as by decompressFolder.
 *
 * @param file the file. It is read several times.
 * @param findModel as of decompressFolder.
 * @param target where to restore it.
 * @param options who is told of each thing that is damaged, and of each file that is left out.
 * @throws CrayError as decompressFolder where the start of the file or the model is damaged; CORRUPT where
 * the list of the files is lost.
 */
export async function salvageFolder(
  file: Seekable | Uint8Array,
  findModel: FindModel,
  target: FolderTarget,
  options: SalvageOptions,
): Promise<void> {
  checkOptions('salvageFolder', options, SALVAGE_OPTIONS);
  const { onDamage, ...decoding } = options;
  const { batch, memory = DEFAULT_MEMORY, onProgress } = decoding;
  const input = seekableGiven(file, 'the data');
  const tried: TriedPart[] = [];
  const { parts, lost } = await surveyFile(input, memory);
  for (const part of parts) {
    const decoder = decoderOf(part.front, findModel, { batch, memory });
    tried.push({ part: await tryChunks(input, part, decoder), decoder });
  }
  const whole = lost.length === 0 && tried.every(({ part }) => isWhole(part));
  const fault = whole
    ? ((await faultOf(input, memory)) ?? (await groupsMissing(input, tried)))
    : undefined;
  if (whole && !fault) return decompressFolder(input, findModel, target, decoding);
  if (fault) onDamage(fault, 'CORRUPT');
  tried.forEach(({ part: { front, gaps } }, i) => {
    for (const { position, reason } of gaps) {
      onDamage(`${partName(i + 1, front.position)}: at byte ${position}: ${reason}`, 'CORRUPT');
    }
  });
  for (const { position, reason } of lost) onDamage(`at byte ${position}: ${reason}`, 'CORRUPT');
  const meter = new Meter(onProgress, { folder: true, restoring: {} });
  const [first, ...others] = tried.map(({ part, decoder }) => {
    meter.begin(part.front.header.modelName, part.front.modelBytes);
    return lossyDataset(part, new PartItems(input, part, decoder, meter));
  });
  const { files, restored } = await salvageDirectory(
    target,
    [first as LossyDataset, ...others],
    (path) => onDamage(`${path}: is lost, in whole or in part, and left out`, 'CORRUPT'),
  );
  onDamage(`restored ${restored} of ${counted(files, 'file')}`, 'CORRUPT');
}

/** What is wrong with the number of parts, where all that are there are sound. */
async function groupsMissing(
  input: Seekable,
  tried: readonly TriedPart[],
): Promise<string | undefined> {
  const [{ part, decoder }, ...others] = tried as [TriedPart, ...TriedPart[]];
  const { header } = part.front;
  if (!isFolderFormat(header.dataFormat)) return undefined;
  const solid = lossyDataset(part, new PartItems(input, part, decoder, new Meter()));
  const formats = await groupFormats(solid.records(0, solid.beginning), header);
  return formats && groupFault(formats, others.length);
}

/** What is left of the data set of a part. */
function lossyDataset(part: SurveyedPart, chunks: PartItems): LossyDataset {
  const { header } = part.front;
  const placed = [...firstItems(part)].filter(([{ items }]) => items > 0);
  const spans = merge(placed.map(([{ items }, first]) => ({ from: first, to: first + items })));
  return {
    ...header,
    total: totalOf(part),
    beginning: spans[0]?.from === 0 ? spans[0].to : 0,
    has: (from, to) => from === to || spans.some((span) => span.from <= from && to <= span.to),
    async *records(from, to) {
      for (const [place, first] of placed) {
        const { items } = place;
        const [start, end] = [Math.max(from, first), Math.min(to, first + items)];
        if (start >= end) continue;
        const piece = await chunks.at(place);
        const own = itemsOf(piece, items, start - first, end - first);
        yield toRecords(own, header.sideBytes);
      }
    },
  };
}

/** The items of a part by the chunk they are in; those of the last one stay at hand. */
class PartItems {
  private held: { readonly position: number; readonly piece: Piece } | undefined;

  constructor(
    private readonly input: Seekable,
    private readonly part: SurveyedPart,
    private readonly decoder: ChunkDecoder,
    private readonly meter: Meter,
  ) {}

  /** @param place of a chunk that has items. */
  async at(place: ChunkPlace): Promise<Piece> {
    const { position, items } = place;
    if (this.held?.position === position) return this.held.piece;
    const { front } = this.part;
    const { piece } = (await decodeAt(this.input, front, place, this.decoder)) as DecodedItems;
    this.held = { position, piece };
    this.meter.chunk(items, items * dimensionsIn(front.header));
    this.meter.restored(piece.elements.length, this.input.size);
    return piece;
  }
}
