import { NOWHERE } from '../data/folders.js';
import { decompress } from '../pipeline/decode/decompress.js';
import { decompressFolder } from '../pipeline/decode/decompressFolder.js';
import type { DecompressOptions } from '../pipeline/decode/decompressOptions.js';
import type { Context } from './context.js';
import { modelsOfFolderFile } from './folders.js';
import { withInput } from './input.js';
import { lookInto } from './look.js';
import { modelOfFile } from './models.js';
import { createProgressBar } from './progressBar.js';

/** Decodes a file to its end, which checks all there is to check, and writes nothing. */
export async function readBack(
  file: string,
  model: string | undefined,
  options: Pick<DecompressOptions, 'batch' | 'threads' | 'memory'>,
  { progress }: Context,
): Promise<void> {
  const bar = createProgressBar('verify', progress);
  try {
    await withInput(file, async (input) => {
      const { stream, folder } = await lookInto(input);
      const settings = { ...options, onProgress: bar.update };
      if (folder)
        return decompressFolder(stream, modelsOfFolderFile(model, file), NOWHERE, settings);
      for await (const _ of decompress(stream, modelOfFile(model, file), settings));
    });
  } finally {
    bar.stop();
  }
}
