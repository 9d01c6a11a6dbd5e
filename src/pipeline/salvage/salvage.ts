import { seekableGiven } from '../../bytes/given.js';
import type { Seekable } from '../../bytes/seekable.js';
import { type SurveyedPart, surveyFile } from '../../container/survey.js';
import { joinHeads } from '../../data/heads.js';
import { checkOptions, type OptionNames } from '../../options.js';
import { checkFollows, checkNoFolder } from '../decode/alike.js';
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
import { lossesOf } from './losses.js';
import { faultOf, isWhole, tryChunks } from './sound.js';

/** Options of {@link salvage}. */
export interface SalvageOptions extends DecompressOptions {
  /** Told of each thing that is damaged, and in the end which items are missing. */
  readonly onDamage: (message: string) => void;
}

/** The names of these options. */
export const SALVAGE_OPTIONS: OptionNames<SalvageOptions> = {
  ...DECOMPRESS_OPTIONS,
  onDamage: true,
};

/**
 * Restores what can be restored of a file that may be damaged: the items of all chunks whose checks
 * hold and that decode. The others are left out, and the restored file says that it has so many fewer;
 * nothing is put in their place, so that whatever is restored is true. A sound file is restored as by
 * decompress.
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
  const [first, ...others] = surveyed;
  const { header } = first.front;
  checkNoFolder(header);
  others.forEach(({ front }, i) => {
    checkFollows(front.header, header, i + 2, front.position);
  });
  const decoders = new Decoders((front) => decoderOf(front, findModel, { batch, memory }));
  const parts: SurveyedPart[] = [];
  for (const part of surveyed) {
    parts.push(await tryChunks(input, part, await decoders.of(part.front)));
  }
  const whole = lost.length === 0 && parts.every(isWhole);
  const fault = whole ? await faultOf(input, memory) : undefined;
  if (whole && !fault) {
    yield* decompress(input, findModel, decoding);
    return;
  }
  if (fault) onDamage(`${fault}; no items are lost here`);
  const { lines, summary, restored: items } = lossesOf(parts, lost);
  for (const line of lines) onDamage(line);

  const meter = new Meter(onProgress, { items, restoring: {} });
  for (const { front } of parts) meter.begin(front.header.modelName, front.modelBytes);
  const dimensions = countingDimensions(first.front);
  const decoded = watched(decodedParts(input, parts, decoders), (chunk) => {
    meter.chunk(chunk.items, dimensions(chunk.items));
  });
  const heads = parts.map(({ front }) => front.header.head);
  const head = joinHeads(header.dataFormat, heads, items);
  const contents = contentsOf(header, head, new Lookahead(decoded));
  yield* restored(contents, meter, () => input.size);
  onDamage(summary);
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
