import { ByteSource, type ByteStream } from '../../bytes/source.js';
import { type PlacedFront, readFront } from '../../container/front.js';
import { isPart, readChunks } from '../../container/partReader.js';
import { itemSize, type Piece } from '../../data/dataset.js';
import {
  FOLDER,
  type FolderTarget,
  type RestoredDataset,
  restoreDirectory,
} from '../../data/folders.js';
import { CrayError } from '../../errors.js';
import { checkThreads, DEFAULT_THREADS } from '../chunk/workers.js';
import { added } from '../encode/compressFolder.js';
import { DEFAULT_MEMORY } from '../memory.js';
import { type FindModel, modelOf } from '../models.js';
import type { Progress } from '../progress.js';
import { checkMember, partName } from './alike.js';
import { ChunkDecoder, type DecodedChunk } from './decoder.js';
import type { DecompressOptions } from './decompress.js';
import { RestoredCheck } from './restored.js';

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
  stream: ByteStream,
  findModel: FindModel,
  target: FolderTarget,
  options: DecompressOptions = {},
): Promise<void> {
  checkThreads(options.threads ?? DEFAULT_THREADS);
  await restoreDirectory(target, datasetsOf(new ByteSource(stream), findModel, options));
}

/** The data sets, each to be read to its end before the next is asked for. */
async function* datasetsOf(
  source: ByteSource,
  findModel: FindModel,
  { batch, threads, memory = DEFAULT_MEMORY, onProgress }: DecompressOptions,
): AsyncGenerator<RestoredDataset> {
  let before: Progress | undefined;
  for (let part = 1; part === 1 || (await isPart(source)); part++) {
    const front = await readFront(source, memory);
    if (part === 1) checkFolder(front);
    else checkMember(front.header, partName(part, front.position));
    const ready = modelOf(front, findModel, batch, memory);
    const progress = {
      model: front.header.modelName,
      items: 0,
      totalItems: undefined,
      rawBytes: 0,
      bytes: 0,
      modelBytes: front.modelBytes,
      elements: 0,
    };
    const report = () => {
      progress.bytes = source.position - front.position;
      onProgress?.(added(before, progress));
    };
    const decoder = new ChunkDecoder(ready, memory, threads, (more) => {
      progress.items += more;
      onProgress?.(added(before, progress));
    });
    let done = 0;
    const onPiece = ({ elements }: Piece, items: number) => {
      done += items;
      progress.items = done;
      progress.elements += items * itemSize(front.header.shape);
      progress.rawBytes += elements.length;
      report();
    };
    try {
      yield partContents(source, front, decoder, memory, onPiece);
    } finally {
      await decoder.close();
    }
    report();
    before = added(before, progress);
  }
}

/** What a part holds; read to its end, it has been checked. */
function partContents(
  source: ByteSource,
  front: PlacedFront,
  decoder: ChunkDecoder,
  memory: number,
  onPiece: (piece: Piece, items: number) => void,
): RestoredDataset {
  const check = new RestoredCheck(front);
  const decoded = decoder.all(readChunks(source, front, memory), front.header);
  type Step = Awaited<ReturnType<typeof decoded.next>>;
  let step: Step | undefined;

  async function* pieces(): AsyncGenerator<Piece> {
    step = await decoded.next();
    for (; !step.done && step.value.kind === 'items'; step = await decoded.next()) {
      const { piece, items } = step.value as DecodedChunk & { kind: 'items' };
      check.add(piece, items);
      onPiece(piece, items);
      yield piece;
    }
    if (!step.done) throw corrupt('did not expect a tail in a data set of a folder');
    check.end(step.value.trailer);
  }

  async function* tail(): AsyncGenerator<Uint8Array> {
    if (step?.done) yield step.value.trailer.tail;
  }
  return { ...front.header, pieces: pieces(), tail: tail() };
}

/** @throws CrayError UNSUPPORTED */
function checkFolder({ header: { dataFormat } }: PlacedFront): void {
  if (dataFormat === FOLDER) return;
  throw new CrayError('UNSUPPORTED', `expected a folder, got data in format ${dataFormat}`);
}

function corrupt(message: string): CrayError {
  return new CrayError('CORRUPT', `folder: ${message}`);
}
