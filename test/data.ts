import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type Model, makeModel } from '../src/model/model.js';
import { packageFile } from '../src/package.js';

export { collect } from '../src/bytes/collect.js';

/** The 10,000 MNIST test images, binarised, as an idx file. */
export const MNIST_FILE = packageFile('fixtures/mnist/t10k-binarized-idx3-ubyte.gz');

const HEADER = 16;
export const PIXELS = 784;

let mnist: Uint8Array | undefined;

/** The idx file inside {@link MNIST_FILE}. */
export function readMnist(): Uint8Array {
  mnist ??= new Uint8Array(gunzipSync(readFileSync(MNIST_FILE)));
  return mnist;
}

/** An idx file of images from..to of the binarised test set. */
export function mnistSlice(from: number, to: number): Uint8Array {
  const pixels = readMnist().subarray(HEADER + from * PIXELS, HEADER + to * PIXELS);
  return idxFile([to - from, 28, 28], pixels);
}

/** An idx file of unsigned bytes. */
export function idxFile(sizes: readonly number[], elements: Uint8Array): Uint8Array {
  const head = new Uint8Array(4 + 4 * sizes.length);
  head[2] = 8;
  head[3] = sizes.length;
  const view = new DataView(head.buffer);
  sizes.forEach((size, i) => {
    view.setUint32(4 + 4 * i, size);
  });
  return Buffer.concat([head, elements]);
}

/** The Python craystack's example model, or undefined where its weights are not at hand. */
export function craystackModel(): Model | undefined {
  const weights = packageFile('../shared/weights/craystack-binary-mnist-vae.safetensors');
  if (!existsSync(weights)) return undefined;
  const spec = packageFile('fixtures/models/craystack-binary-mnist-vae/model.json');
  return makeModel(readFileSync(spec, 'utf8'), readFileSync(weights), spec);
}
