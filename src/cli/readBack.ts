import { type DecompressOptions, decompress } from '../pipeline/decompress.js';
import { openInput } from './files.js';
import { modelOfFile } from './models.js';

/** Decodes a file to its end, which checks all there is to check, and writes nothing. */
export async function readBack(
  file: string,
  model: string | undefined,
  speed: Pick<DecompressOptions, 'batch' | 'threads'>,
): Promise<void> {
  const pieces = decompress(await openInput(file), modelOfFile(model), speed);
  for await (const _ of pieces);
}
