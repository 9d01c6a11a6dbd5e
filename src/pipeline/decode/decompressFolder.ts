import { streamGiven } from '../../bytes/given.js';
import { isSeekable } from '../../bytes/seekable.js';
import { type ByteInput, ByteSource } from '../../bytes/source.js';
import type { PlacedFront } from '../../container/front.js';
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
import { Meter } from '../progress.js';
import { Lookahead, watched } from '../streams.js';
import { checkMember, partName } from './alike.js';
import { contentsOf } from './contents.js';
import { type ChunkDecoder, type DecodedChunk, decoderOf } from './decoder.js';
import { DECOMPRESS_OPTIONS, type DecompressOptions } from './decompressOptions.js';
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
  const bytes = isSeekable(given) ? given.size : undefined;
  const meter = new Meter(options.onProgress, { bytes, folder: true });
  await restoreDirectory(target, datasetsOf(new ByteSource(given), findModel, options, meter));
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
