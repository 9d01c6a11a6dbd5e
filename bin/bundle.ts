/**
 * Puts the program into few files, with what it imports: one start then reads a handful instead of hundreds,
 * which takes less than half of the time. Usage: tsx bin/bundle.ts FOLDER
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { packageFile } from '../src/package.js';

/** What CommonJS asks for by `require`, ESM does not have. */
const REQUIRE =
  "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);";

/** @param folder of what is made: one below that of package.json, or two. */
export function bundle(folder: string): void {
  buildSync({
    absWorkingDir: packageFile('.'),
    entryPoints: { craystack: 'bin/craystack.ts', worker: 'src/pipeline/chunk/worker.ts' },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // They have native parts, or need not be there.
    external: ['sharp', '@tensorflow/*'],
    banner: { js: REQUIRE },
    logLevel: 'warning',
  });
  const kernels = 'compiled/kernels.wasm';
  cpSync(packageFile(join('src/kernels', kernels)), join(folder, kernels));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  bundle(process.argv[2] ?? packageFile('dist/bin'));
}
