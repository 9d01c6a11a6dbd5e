import { type DecompressOptions, decompress } from '../pipeline/decompress.js';
import { withInput } from './input.js';
import { modelOfFile } from './models.js';

/** Decodes a file to its end, which checks all there is to check, and writes nothing. */
export async function readBack(
  file: string,
  model: string | undefined,
  options: Pick<DecompressOptions, 'batch' | 'threads' | 'memory'>,
): Promise<void> {
  await withInput(file, async ({ stream }) => {
    for await (const _ of decompress(stream, modelOfFile(model), options));
  });
}
