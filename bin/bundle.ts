/**
 * Puts the program and the library into few files, with what they import: one start then reads a handful
 * instead of hundreds, which takes less than half of the time, and who installs the package installs next to
 * nothing beside it. What both use is there once.
 * Usage: tsx bin/bundle.ts FOLDER
 */
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { packageFile } from '../src/package.js';
import { noticesOf } from './notices.js';

/** What CommonJS has and ESM does not, for packages that ask for it. */
const COMMONJS = [
  "import { createRequire as requireOf } from 'node:module';",
  "import { fileURLToPath as pathOf } from 'node:url';",
  'const require = requireOf(import.meta.url);',
  "const __dirname = pathOf(new URL('.', import.meta.url));",
  'const __filename = pathOf(import.meta.url);',
].join(' ');

/** What TensorFlow.js computes by: with SIMD, and without. */
const BACKEND = ['tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm.wasm'];

/** @param folder of what is made, and of nothing else: one below that of package.json, or two. */
export function bundle(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const { metafile } = buildSync({
    absWorkingDir: packageFile('.'),
    entryPoints: {
      craystack: 'bin/craystack.ts',
      index: 'src/index.ts',
      command: 'src/cli/thread/command.ts',
      worker: 'src/pipeline/chunk/worker.ts',
    },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // They have native parts.
    external: ['sharp', '@tensorflow/tfjs-node'],
    banner: { js: COMMONJS },
    logLevel: 'warning',
    metafile: true,
  });
  writeFileSync(join(folder, 'LICENSES.txt'), noticesOf(Object.keys(metafile.inputs)));
  const { resolve } = createRequire(import.meta.url);
  const backend = dirname(resolve('@tensorflow/tfjs-backend-wasm'));
  for (const name of BACKEND) cpSync(join(backend, name), join(folder, name));
  // tsc, which writes types beside, leaves declarations that it has only read where they are.
  const declarations = 'kernels/compiled/kernels.d.ts';
  cpSync(packageFile(join('src', declarations)), join(folder, 'types', declarations));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  bundle(process.argv[2] ?? packageFile('dist'));
}
