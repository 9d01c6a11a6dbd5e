import { decompress } from '../pipeline/decompress.js';
import type { Context } from './context.js';
import { openInput, sizeOf } from './files.js';
import { modelOfFile } from './models.js';
import { createProgressBar, partOfBytes } from './progressBar.js';

/** Decodes a file to its end, which checks all there is to check, and writes nothing. */
export async function readBack(
  file: string,
  model: string | undefined,
  batch: number | undefined,
  { progress }: Context,
): Promise<void> {
  const bar = createProgressBar('verify', progress, partOfBytes(await sizeOf(file)));
  try {
    const options = { batch, onProgress: bar.update };
    for await (const _ of decompress(await openInput(file), modelOfFile(model), options));
  } finally {
    bar.stop();
  }
}
