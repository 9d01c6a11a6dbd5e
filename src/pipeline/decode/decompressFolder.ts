import { streamGiven } from '../../bytes/given.js';
import { isSeekable, type Seekable } from '../../bytes/seekable.js';
import { type ByteInput, ByteSource } from '../../bytes/source.js';
import type { PlacedFront } from '../../container/front.js';
import { itemSize } from '../../data/dataset.js';
import {
  type FolderTarget,
  isFolderFormat,
  type RestoredDataset,
  readCounts,
  restoreDirectory,
} from '../../data/folders.js';
import { CrayError } from '../../errors.js';
import { checkOptions } from '../../options.js';
import { checkThreads, DEFAULT_THREADS } from '../chunk/workers.js';
import { DEFAULT_MEMORY } from '../memory.js';
import type { FindModel } from '../models.js';
import { type Extent, Meter } from '../progress.js';
import { restoredBy } from '../restored.js';
import { type Share, workOf } from '../shares.js';
import { Lookahead, watched } from '../streams.js';
import { checkMember, partName } from './alike.js';
import { contentsOf } from './contents.js';
import { type ChunkDecoder, type DecodedChunk, decoderOf } from './decoder.js';
import { DECOMPRESS_OPTIONS, type DecompressOptions } from './decompressOptions.js';
import { foreseeParts } from './foreseen.js';
import { decodedPart, type PassingPart, readParts } from './partStream.js';

/**
 * Restores a folder from a .cray file, in one go and in bounded memory. Only when this has ended has all
 * been checked, so whoever restores a folder should give it its name then.
 *
 * @param stream the bytes of a .cray file that holds a folder.
 * @param findModel as of decompress; asked for each data set.
 * @param target where to restore it.
 * @throws CrayError as decompress; UNSUPPORTED for a file that holds no folder, or several.
 */
export async function decompressFolder(
  stream: ByteInput,
  findModel: FindModel,
  target: FolderTarget,
  options: DecompressOptions = {},
): Promise<void> {
  checkOptions('decompressFolder', options, DECOMPRESS_OPTIONS);
  checkThreads(options.threads ?? DEFAULT_THREADS);
  const given = streamGiven(stream);
  const { threads = DEFAULT_THREADS, memory = DEFAULT_MEMORY } = options;
  const foreseen = isSeekable(given) ? await foreseeFolder(given, memory, threads) : {};
  const meter = new Meter(options.onProgress, { ...foreseen, folder: true });
  await restoreDirectory(target, datasetsOf(new ByteSource(given), findModel, options, meter));
}

/** How much there is to restore, as far as the parts are found: what is wrong with them is said when they are read. */
async function foreseeFolder(input: Seekable, memory: number, threads: number): Promise<Extent> {
  const { parts = [] } = await foreseeParts(input, memory);
  const [first] = parts;
  const bytes = input.size;
  if (!first) return { bytes, restoring: {} };
  const shares = parts.map(({ front, items }, i): Share => {
    const { position, header } = front;
    const end = parts[i + 1]?.front.position ?? bytes;
    return { bytes: end - position, work: workOf(header, items * itemSize(header.shape), threads) };
  });
  return { bytes, shares, restoring: { fileBytes: restoredBy(first.front).fileBytes } };
}

/** The data sets, each to be read to its end before the next is asked for. */
async function* datasetsOf(
  source: ByteSource,
  findModel: FindModel,
  options: DecompressOptions,
  meter: Meter,
): AsyncGenerator<RestoredDataset> {
  const { memory = DEFAULT_MEMORY } = options;
  let fileBytes = 0;
  for await (const part of readParts(source, memory)) {
    const { number, front } = part;
    if (number === 1) {
      checkFolder(front);
      fileBytes = readCounts(front.header.head).bytes;
    } else checkMember(front.header, partName(number, front.position));
    const decoder = decoderOf(front, findModel, options, (...more) => meter.worked(...more));
    const chunks = new Lookahead(decodedMember(part, decoder, meter, () => source.position));
    try {
      yield contentsOf(front.header, front.header.head, chunks);
    } finally {
      await decoder.close();
    }
    meter.restored(0, source.position);
  }
  meter.files(fileBytes);
}

/** The chunks of a data set, decoded, and what its trailer has after them, which is all that may follow. */
async function* decodedMember(
  part: PassingPart,
  decoder: ChunkDecoder,
  meter: Meter,
  bytesRead: () => number,
): AsyncGenerator<DecodedChunk> {
  const items = watched(decodedPart(part, decoder, meter), (chunk) => {
    if (chunk.kind === 'residue') throw corrupt('did not expect a tail in a data set of a folder');
    meter.restored(chunk.piece.elements.length, bytesRead());
  });
  const { trailer } = yield* items;
  yield { kind: 'residue', items: 0, bytes: trailer.tail };
}

/** @throws CrayError UNSUPPORTED */
function checkFolder({ header: { dataFormat } }: PlacedFront): void {
  if (isFolderFormat(dataFormat)) return;
  throw new CrayError('UNSUPPORTED', `expected a folder, got data in format ${dataFormat}`);
}

function corrupt(message: string): CrayError {
  return new CrayError('CORRUPT', `folder: ${message}`);
}
