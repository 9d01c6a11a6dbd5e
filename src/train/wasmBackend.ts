import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

/** TensorFlow.js as the program brings it along, with the backend `wasm`. */
export function onWebAssembly(): typeof tf {
  setWasmPaths(join(moduleFolder(), '/'));
  return tf;
}

/** Where the backend's modules are: beside this file once it is bundled, else in their package. */
function moduleFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  if (existsSync(join(here, 'tfjs-backend-wasm.wasm'))) return here;
  const { resolve } = createRequire(import.meta.url);
  return dirname(resolve('@tensorflow/tfjs-backend-wasm'));
}
