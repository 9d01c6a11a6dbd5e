/**
 * Writes what is missing of the frozen files of the newest revision; a file that is there is never touched.
 * Usage: npm run frozen
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { REVISION } from '../../src/kernels/modules.js';
import { packageFile } from '../../src/package.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import { collect } from '../data.js';
import { frozenInputs } from './inputs.js';

const folder = packageFile(`fixtures/frozen/${REVISION}`);
mkdirSync(folder, { recursive: true });
for (const { name, model, data, options } of frozenInputs()) {
  const path = `${folder}/${name}.cray`;
  if (existsSync(path)) continue;
  const all = { verify: true, revision: REVISION, ...options };
  const file = await collect(compress([data], () => model, all));
  writeFileSync(path, file);
  console.log(`${path}: ${data.length} -> ${file.length} bytes`);
}
