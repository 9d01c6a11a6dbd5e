import { streamGiven } from '../../bytes/given.js';
import { isSeekable } from '../../bytes/seekable.js';
import type { ByteInput } from '../../bytes/source.js';
import type { OnWarning } from '../../container/locate.js';
import { itemsOf } from '../../data/dataset.js';
import { dimensionsIn } from '../../data/formats.js';
import { recountHead } from '../../data/heads.js';
import { checkOptions, type OptionNames } from '../../options.js';
import { DEFAULT_MEMORY } from '../memory.js';
import type { FindModel } from '../models.js';
import { Meter } from '../progress.js';
import { Lookahead } from '../streams.js';
import { contentsOf, restored } from './contents.js';
import { type DecodedChunk, Decoders, decoderOf } from './decoder.js';
import { DECOMPRESS_OPTIONS, type DecompressOptions } from './decompressOptions.js';
import { checkRanges, itemsIn, type Range, type Span, within } from './ranges.js';
import { fromAnywhere, fromStream, type NumberedChunk } from './selection.js';

/** Options of {@link decompressItems}; all can be left out. */
export interface SelectOptions extends DecompressOptions {
  /** Told when the index does not hold, and the chunks are found without it. */
  readonly onWarning?: OnWarning | undefined;
}

const OPTIONS: OptionNames<SelectOptions> = { ...DECOMPRESS_OPTIONS, onWarning: true };

/**
 * Restores some of the items of a .cray file, in their order, as a file of the same format that has
 * only these. Of a file that can be read from anywhere, only the chunks that hold them are read, and
 * checked; a stream is read to its end.
 *
 * @param input the bytes of a .cray file, {@link Seekable} or not.
 * @param ranges which items; several may overlap, and each item comes once.
 * @param findModel as of decompress.
 * @throws CrayError as decompress; UNSUPPORTED where files of the format cannot be taken apart.
 * RangeError for a range that selects nothing.
 */
export async function* decompressItems(
  input: ByteInput,
  ranges: readonly Range[],
  findModel: FindModel,
  options: SelectOptions = {},
): AsyncGenerator<Uint8Array> {
  checkOptions('decompressItems', options, OPTIONS);
  const { batch, memory = DEFAULT_MEMORY, onProgress, onWarning = () => {} } = options;
  checkRanges(ranges);
  const stream = streamGiven(input);
  const { head, front, modelBytes, spans, chunks, bytesRead } = isSeekable(stream)
    ? await fromAnywhere(stream, ranges, memory, onWarning)
    : await fromStream(stream, ranges, memory);
  const { header } = front;
  const items = itemsIn(spans);
  const meter = new Meter(onProgress, { items, restoring: {} });
  const onWork = (...more: Parameters<Meter['worked']>) => meter.worked(...more);
  const decoders = new Decoders((part) => decoderOf(part, findModel, { batch, memory }, onWork));
  meter.begin(header.modelName, modelBytes);
  const decoded = new Lookahead(wantedItems(chunks, spans, decoders, meter));
  const contents = contentsOf(header, recountHead(header.dataFormat, head, items), decoded);
  yield* restored(contents, meter, bytesRead);
}

/** The items that are in spans, and nothing after them. */
async function* wantedItems(
  chunks: AsyncIterable<NumberedChunk>,
  spans: readonly Span[],
  decoders: Decoders,
  meter: Meter,
): AsyncGenerator<DecodedChunk> {
  for await (const { front, placed, first } of chunks) {
    const { items } = placed.chunk;
    const wanted = within(spans, first, items);
    // Of all that was read for the items, as the bytes are, so that the two make a rate.
    meter.chunk(itemsIn(wanted), items * dimensionsIn(front.header));
    if (wanted.length === 0) continue;
    const decoder = await decoders.of(front);
    const chunk = await decoder.one(placed, front.header);
    if (chunk.kind === 'residue') continue;
    for (const { from, to } of wanted) {
      const piece = itemsOf(chunk.piece, items, from, to);
      yield { kind: 'items', items: to - from, piece };
    }
  }
}
