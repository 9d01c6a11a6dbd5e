import { seekableGiven } from '../../bytes/given.js';
import { bytesFrom, type Seekable } from '../../bytes/seekable.js';
import type { PlacedFront } from '../../container/front.js';
import { type SurveyedPart, surveyFile } from '../../container/survey.js';
import { isFolderFormat } from '../../data/folders.js';
import { joinHeads } from '../../data/heads.js';
import { CrayError } from '../../errors.js';
import { checkOptions, type OptionNames } from '../../options.js';
import { counted } from '../../words.js';
import { checkNoFolder } from '../decode/alike.js';
import { contentsOf, restored } from '../decode/contents.js';
import { type DecodedChunk, Decoders, decoderOf } from '../decode/decoder.js';
import { decompress } from '../decode/decompress.js';
import { DECOMPRESS_OPTIONS, type DecompressOptions } from '../decode/decompressOptions.js';
import { decodedAt } from '../decode/partStream.js';
import { countingDimensions } from '../dimensions.js';
import { DEFAULT_MEMORY } from '../memory.js';
import type { FindModel } from '../models.js';
import { Meter } from '../progress.js';
import { Lookahead, watched } from '../streams.js';
import { followingOf } from './following.js';
import { lossesOf } from './losses.js';
import { faultOf, isWhole, tryChunks } from './sound.js';

/** Options of {@link salvage}. */
export interface SalvageOptions extends DecompressOptions {
  /**
   * Told of each thing that is damaged (CORRUPT), or sound and left out since the rest cannot be joined with it
   * (UNSUPPORTED), and in the end which items are missing.
   */
  readonly onDamage: (message: string, code: 'CORRUPT' | 'UNSUPPORTED') => void;
}

/** The names of these options. */
export const SALVAGE_OPTIONS: OptionNames<SalvageOptions> = {
  ...DECOMPRESS_OPTIONS,
  onDamage: true,
};

/**
 * Restores what can be restored of a file that may be damaged: the items of all chunks whose checks
 * hold and that decode. The others are left out, and the restored file says that it has so many fewer;
 * nothing is put in their place, so that whatever is restored is true. Parts that cannot follow the first are left
 * out, and so are bytes between items. A sound file is restored as by decompress.
 *
 * @param file the file. It is read twice, since what is restored begins with how much it is.
 * @param findModel as of decompress.
 * @throws CrayError as decompress where no header is sound, or the model is damaged; UNSUPPORTED where
 * something is missing and files of the format cannot be taken apart.
 */
export async function* salvage(
  file: Seekable | Uint8Array,
  findModel: FindModel,
  options: SalvageOptions,
): AsyncGenerator<Uint8Array> {
  checkOptions('salvage', options, SALVAGE_OPTIONS);
  const { onDamage, ...decoding } = options;
  const { batch, memory = DEFAULT_MEMORY, onProgress } = decoding;
  const input = seekableGiven(file, 'the data');
  const { parts: surveyed, lost } = await surveyFile(input, memory);
  checkData(surveyed[0].front);
  const following = followingOf(surveyed);
  const decoders = new Decoders((front) => decoderOf(front, findModel, { batch, memory }));
  const parts: SurveyedPart[] = [];
  for (const part of following.parts) {
    parts.push(await tryChunks(input, part, await decoders.of(part.front)));
  }
  const whole = lost.length === 0 && parts.every(isWhole);
  const fault = whole ? await faultOf(input, memory) : undefined;
  const { leftOut, reasons, cut, end = input.size } = following;
  for (const reason of [...reasons, ...cut]) onDamage(reason, 'UNSUPPORTED');
  if (fault) onDamage(`${fault}; no items are lost here`, 'CORRUPT');
  const { lines, summary, restored: items } = lossesOf(parts, lost);
  const sound = whole && !fault;
  if (sound && cut.length === 0 && parts.every(({ front }) => front.position < end)) {
    yield* decompress(beginningOf(input, end), findModel, decoding);
  } else {
    for (const line of lines) onDamage(line, 'CORRUPT');
    yield* restoredParts(
      input,
      parts,
      items,
      decoders,
      new Meter(onProgress, { items, restoring: {} }),
    );
  }
  if (sound && reasons.length + cut.length === 0) return;
  const without = leftOut > 0 ? `; left out: ${counted(leftOut, 'part')}` : '';
  onDamage(`${summary}${without}`, sound ? 'UNSUPPORTED' : 'CORRUPT');
}

/** @throws CrayError for a folder, of which there are no items to speak of. */
function checkData({ header, position }: PlacedFront): void {
  if (position > 0 && isFolderFormat(header.dataFormat)) {
    const message = `expected a .cray file from byte 0 on, got that of a folder from byte ${position} on`;
    throw new CrayError('CORRUPT', `${message}; tail -c +${position + 1} takes it out`);
  }
  checkNoFolder(header);
}

/** A file up to where a part begins. */
function beginningOf(input: Seekable, end: number): Seekable & AsyncIterable<Uint8Array> {
  const size = Math.min(end, input.size);
  const read = (position: number, length: number) =>
    input.read(position, Math.max(0, Math.min(length, size - position)));
  return { size, read, [Symbol.asyncIterator]: () => bytesFrom(input, 0, undefined, size) };
}

/** A file of so many items, which are those that are left of some parts. */
async function* restoredParts(
  input: Seekable,
  parts: readonly SurveyedPart[],
  items: number,
  decoders: Decoders,
  meter: Meter,
): AsyncGenerator<Uint8Array> {
  const fronts = parts.map(({ front }) => front) as [PlacedFront, ...PlacedFront[]];
  for (const { header, modelBytes } of fronts) meter.begin(header.modelName, modelBytes);
  const dimensions = countingDimensions(fronts[0]);
  const decoded = watched(decodedParts(input, parts, decoders), (chunk) => {
    meter.chunk(chunk.items, dimensions(chunk.items));
  });
  const { header } = fronts[0];
  const heads = fronts.map((front) => front.header.head);
  const head = joinHeads(header.dataFormat, heads, items);
  const contents = contentsOf(header, head, new Lookahead(decoded));
  yield* restored(contents, meter, () => input.size);
}

/** The items of all parts that are left, and then what is left of the bytes after those of the last. */
async function* decodedParts(
  input: Seekable,
  parts: readonly SurveyedPart[],
  decoders: Decoders,
): AsyncGenerator<DecodedChunk, void> {
  for (const { front, chunks } of parts) {
    const withItems = chunks.filter(({ items }) => items > 0);
    yield* decodedAt(input, front, withItems, await decoders.of(front));
  }
  const { front, chunks, tail } = parts.at(-1) as SurveyedPart;
  const residue = chunks.filter(({ items }) => items === 0);
  yield* decodedAt(input, front, residue, await decoders.of(front));
  if (tail) yield { kind: 'residue', items: 0, bytes: tail };
}
