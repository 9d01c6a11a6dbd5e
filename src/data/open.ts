import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ByteSource, type ByteStream } from '../bytes/source.js';
import { CrayError } from '../errors.js';
import type { Dataset } from './dataset.js';
import { openIdx } from './idx.js';

/**
 * Opens a data set by its content: an idx file, also inside gzip.
 *
 * @throws CrayError DATA_INVALID when it is in no known format.
 */
export async function openDataset(stream: ByteStream): Promise<Dataset> {
  const source = new ByteSource(stream);
  const start = await source.peek(2);
  const gzipped = start[0] === 0x1f && start[1] === 0x8b;
  return openIdx(gzipped ? new ByteSource(gunzip(source)) : source);
}

async function* gunzip(source: ByteSource): AsyncGenerator<Uint8Array> {
  const unzip = createGunzip();
  // Errors of the source come out of the loop below as well.
  pipeline(Readable.from(source.pieces(65536)), unzip, () => {});
  try {
    yield* unzip;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code?.startsWith('Z_')) {
      throw new CrayError('DATA_INVALID', `gzip: ${(cause as Error).message}`, { cause });
    }
    throw cause;
  }
}
