import { readFileSync } from 'node:fs';
import type { Model } from '../../src/model/model.js';
import { packageFile } from '../../src/package.js';
import type { CompressOptions } from '../../src/pipeline/encode/compressOptions.js';

/** What a frozen file is made of. */
export interface FrozenInput {
  /** Of the file, in the folder of its revision. */
  readonly name: string;
  readonly model: Model;
  readonly data: Uint8Array;
  readonly options?: CompressOptions;
}

/** The test images of CIFAR-10 in the repository, without their labels: planes of red, green and blue. */
export function cifarImages(): Uint8Array[] {
  const file = readFileSync(packageFile('fixtures/cifar10/test-20.bin'));
  return Array.from({ length: file.length / 3073 }, (_, i) =>
    file.subarray(i * 3073 + 1, (i + 1) * 3073),
  );
}

/** The bytes of numbers. */
export const bytesOf = (values: ArrayBufferView) =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
