import { seekableBytes } from '../../src/bytes/seekable.js';
import { CrayError } from '../../src/errors.js';
import { type Model, makeModel } from '../../src/model/model.js';
import { decompress } from '../../src/pipeline/decode/decompress.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import type { CompressOptions } from '../../src/pipeline/encode/compressOptions.js';
import { Random } from '../../src/train/random.js';
import { collect, idxFile } from '../data.js';

export const SMALL_SIZE = 16;

/** A model without weights, of items of 4 x 4 bits. */
export function smallModel(probabilities = 0.3): Model {
  const data = { dtype: 'u8', shape: [4, 4], levels: 2 };
  const codec = { type: 'bernoulli', size: SMALL_SIZE, precision: 16, probabilities };
  const spec = { format: 1, name: 'small', data, codec };
  return makeModel(JSON.stringify(spec), new Uint8Array(0), 'small');
}

/** An idx file of so many items that the model fits. */
export function smallFile(items: number, seed = 1): Uint8Array {
  const random = new Random(seed);
  const bits = Uint8Array.from({ length: items * SMALL_SIZE }, () =>
    Number(random.uniform() < 0.3),
  );
  return idxFile([items, 4, 4], bits);
}

/** The file of items [from, to) of another. */
export function smallSlice(file: Uint8Array, from: number, to: number): Uint8Array {
  const items = file.subarray(16 + from * SMALL_SIZE, 16 + to * SMALL_SIZE);
  return idxFile([to - from, 4, 4], items);
}

/** Not as a Buffer, whose slices are views. */
export async function squeeze(
  file: Uint8Array,
  options: CompressOptions = {},
  model = smallModel(),
): Promise<Uint8Array> {
  return new Uint8Array(await collect(compress([file], () => model, options)));
}

/** Restores a file that can be read from anywhere. */
export function restore(file: Uint8Array): Promise<Uint8Array> {
  return collect(decompress(seekableBytes(file), () => smallModel()));
}

/** The items of several idx files in one. */
export function joinFiles(files: readonly Uint8Array[]): Uint8Array {
  const items = Buffer.concat(files.map((file) => file.subarray(16)));
  return idxFile([items.length / SMALL_SIZE, 4, 4], items);
}

/** "CODE: message" of what goes wrong, or undefined. */
export function failure(result: Promise<unknown>): Promise<string | undefined> {
  return result.then(
    () => undefined,
    (error) => `${error instanceof CrayError ? error.code : error.name}: ${error.message}`,
  );
}
