import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

/**
 * Starts TensorFlow.js on the native backend where @tensorflow/tfjs-node is installed, else on
 * WebAssembly. `setBackend` can fall back to another backend in silence, so the one in use is
 * checked.
 *
 * @returns the name of the backend in use.
 * @throws Error when neither backend starts.
 */
export async function startBackend(): Promise<string> {
  const require = createRequire(import.meta.url);
  let wanted = 'wasm';
  try {
    require('@tensorflow/tfjs-node');
    wanted = 'tensorflow';
  } catch {
    // Optional, and absent wherever libtensorflow cannot be downloaded.
    setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), '/'));
  }
  await tf.setBackend(wanted);
  await tf.ready();
  if (tf.getBackend() !== wanted) {
    throw new Error(`expected the ${wanted} backend of TensorFlow.js, got ${tf.getBackend()}`);
  }
  return wanted;
}
