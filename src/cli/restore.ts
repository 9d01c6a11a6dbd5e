import { isSeekable, type Seekable, seekableBytes } from '../bytes/seekable.js';
import { ByteSource, type ByteStream } from '../bytes/source.js';
import { CrayError } from '../errors.js';
import { decompress } from '../pipeline/decode/decompress.js';
import type { Range } from '../pipeline/decode/ranges.js';
import { decompressItems } from '../pipeline/decode/select.js';
import { DEFAULT_MEMORY } from '../pipeline/memory.js';
import type { FindModel } from '../pipeline/models.js';
import type { OnProgress } from '../pipeline/progress.js';
import { salvage } from '../pipeline/salvage/salvage.js';
import { counted } from '../words.js';

/** What is to be restored of a file, and how. */
export interface Restoring {
  readonly items?: readonly Range[] | undefined;
  readonly keepGoing?: boolean | undefined;
  readonly batch?: number | undefined;
  readonly memory?: number | undefined;
  readonly onProgress?: OnProgress | undefined;
  /** Told what is damaged, or left out, where that does not end it. */
  readonly warn: (message: string, code?: 'CORRUPT' | 'UNSUPPORTED') => void;
}

/** All of a file, some items of it, or what can be saved of it. */
export async function* restore(
  stream: ByteStream,
  findModel: FindModel,
  { items, keepGoing, warn, ...options }: Restoring,
): AsyncGenerator<Uint8Array> {
  if (items) {
    yield* decompressItems(stream, items, findModel, { ...options, onWarning: warn });
  } else if (keepGoing) {
    const input = await seekableOf(stream, options.memory);
    yield* salvage(input, findModel, { ...options, onDamage: warn });
  } else {
    yield* decompress(stream, findModel, options);
  }
}

/** A pipe in memory, since damaged data are read twice; a file as it is. @throws CrayError TOO_LARGE */
export async function seekableOf(
  stream: ByteStream,
  memory = DEFAULT_MEMORY,
): Promise<Seekable & ByteStream> {
  if (isSeekable(stream)) return stream;
  const bytes = await new ByteSource(stream).readUpTo(memory + 1);
  if (bytes.length <= memory) return seekableBytes(bytes);
  const message = `to read damaged data twice, a pipe is held in memory: more than ${counted(memory, 'byte')}`;
  throw new CrayError('TOO_LARGE', message);
}
