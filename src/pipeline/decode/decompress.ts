import { streamGiven } from '../../bytes/given.js';
import { isSeekable, type Seekable } from '../../bytes/seekable.js';
import { type ByteInput, ByteSource } from '../../bytes/source.js';
import { itemSize } from '../../data/dataset.js';
import { CrayError } from '../../errors.js';
import { checkOptions } from '../../options.js';
import { counted } from '../../words.js';
import { checkThreads, DEFAULT_THREADS } from '../chunk/workers.js';
import { DEFAULT_MEMORY } from '../memory.js';
import type { FindModel } from '../models.js';
import { Meter } from '../progress.js';
import { fileBytesOfAll } from '../restored.js';
import { Lookahead } from '../streams.js';
import { checkFollows, checkNoFolder, checkNoTail, headOfParts, partName } from './alike.js';
import { contentsOf, restored } from './contents.js';
import { type DecodedChunk, Decoders, decoderOf } from './decoder.js';
import { DECOMPRESS_OPTIONS, type DecompressOptions } from './decompressOptions.js';
import { foreseeParts } from './foreseen.js';
import { decodedPart, type PassingPart, readParts, severalParts } from './partStream.js';

/**
 * Restores the original file from a .cray file; from one without order, the file with its items
 * sorted; from several .cray files one after another, one file of all their items. Everything yielded
 * before the end has passed its chunk's checksum; only in the end has the whole passed the file's, so
 * whoever writes a file should give it its name then.
 *
 * @param input the bytes of a .cray file; of several, one that is {@link Seekable}, since the file
 * that they make begins with the number of all items.
 * @param findModel gives the model for a header, as `loadRecorded(header.modelName, header)` does by its digests;
 * not asked where the file brings its model.
 * @param options speed, memory, and who is told how far it is.
 * @throws CrayError NOT_CRAY, UNSUPPORTED, TRUNCATED, CORRUPT, TOO_LARGE, MODEL_MISMATCH or what
 * findModel throws; ArgumentTypeError for an input that is none, the name of a file for one.
 * @returns the bytes of the original file, as they come.
 */
export async function* decompress(
  input: ByteInput,
  findModel: FindModel,
  options: DecompressOptions = {},
): AsyncGenerator<Uint8Array> {
  checkOptions('decompress', options, DECOMPRESS_OPTIONS);
  const { threads = DEFAULT_THREADS, memory = DEFAULT_MEMORY, onProgress } = options;
  checkThreads(threads);
  const stream = streamGiven(input);
  const foreseen: Foreseen = isSeekable(stream) ? await foresee(stream, memory) : {};
  const source = new ByteSource(stream);
  const parts = new Lookahead(
    readParts(source, memory, (position) => {
      if (!foreseen.head) throw foreseen.error ?? severalParts(position);
    }),
  );
  const { front } = (await parts.peek()) as PassingPart;
  const { header } = front;
  checkNoFolder(header);
  const { items, fileBytes } = foreseen;
  const elements = items === undefined ? undefined : items * itemSize(header.shape);
  const meter = new Meter(onProgress, { items, elements, restoring: { fileBytes } });
  const onWork = (...more: Parameters<Meter['worked']>) => meter.worked(...more);
  const decoders = new Decoders((part) => decoderOf(part, findModel, options, onWork));
  const chunks = new Lookahead(decodedFile(parts, decoders, meter));
  try {
    // What is wrong with a part is said before what its format finds wrong with it.
    await chunks.peek();
    const contents = contentsOf(header, foreseen.head ?? header.head, chunks);
    yield* restored(contents, meter, () => source.position);
  } finally {
    await decoders.close();
  }
  if (foreseen.head && foreseen.items !== meter.items) {
    throw new CrayError(
      'CORRUPT',
      `expected ${counted(foreseen.items ?? 0, 'item')}, got ${meter.items}`,
    );
  }
}

/** The chunks of all parts, decoded, and what the trailer of the last has after them. */
async function* decodedFile(
  parts: Lookahead<PassingPart>,
  decoders: Decoders,
  meter: Meter,
): AsyncGenerator<DecodedChunk> {
  const { header } = ((await parts.peek()) as PassingPart).front;
  for (let part = await parts.take(); part; part = await parts.take()) {
    const { front, number } = part;
    checkFollows(front.header, header, number, front.position);
    const end = yield* decodedPart(part, await decoders.of(front), meter);
    if (end.last) yield { kind: 'residue', items: 0, bytes: end.trailer.tail };
    else checkNoTail(end, partName(number, front.position), end.next);
  }
}

/** What is known of a file before it is restored. */
interface Foreseen {
  readonly items?: number;
  /** Bytes of the file that went in, but for its tail where only that would tell. */
  readonly fileBytes?: number | undefined;
  /** What the restored file begins with, where there are several parts. */
  readonly head?: Uint8Array | undefined;
  /** Why the parts are not found; of a single part, reading it says more. */
  readonly error?: CrayError | undefined;
}

async function foresee(input: Seekable, memory: number): Promise<Foreseen> {
  const { parts, error } = await foreseeParts(input, memory);
  if (!parts) return { error };
  const items = parts.reduce((n, part) => n + part.items, 0);
  const held = parts.map(({ front, items }) => ({ front, items, tailBytes: 0 }));
  const fronts = parts.map(({ front }) => front);
  return {
    items,
    fileBytes: fileBytesOfAll(held),
    head: parts.length > 1 ? headOfParts(fronts, items) : undefined,
  };
}
