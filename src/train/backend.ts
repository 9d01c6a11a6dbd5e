import { createRequire } from 'node:module';

/** TensorFlow.js, as any of its packages has it. */
export type TensorFlow = typeof import('@tensorflow/tfjs');

/** TensorFlow.js, and the name of its backend. */
export interface Backend {
  readonly tf: TensorFlow;
  readonly name: string;
}

/**
 * Starts TensorFlow.js on the native backend where @tensorflow/tfjs-node is installed, else on
 * WebAssembly. `setBackend` can fall back to another backend in silence, so the one in use is
 * checked.
 *
 * @throws Error when neither backend starts.
 */
export async function startBackend(): Promise<Backend> {
  const native = nativeOne();
  const name = native ? 'tensorflow' : 'wasm';
  // Where it is not used it is not loaded, which would take half a second.
  const tf = native ?? (await import('./wasmBackend.js')).onWebAssembly();
  await tf.setBackend(name);
  await tf.ready();
  if (tf.getBackend() !== name) {
    throw new Error(`expected the ${name} backend of TensorFlow.js, got ${tf.getBackend()}`);
  }
  return { tf, name };
}

/** TensorFlow.js as tfjs-node has it: optional, and absent wherever libtensorflow cannot be downloaded. */
function nativeOne(): TensorFlow | undefined {
  try {
    const require = createRequire(import.meta.url);
    return require('@tensorflow/tfjs-node') as TensorFlow;
  } catch {
    return undefined;
  }
}
