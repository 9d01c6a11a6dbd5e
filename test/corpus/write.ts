/**
 * Writes the files of fixtures/corpus that are not there yet, and what is expected of those that the
 * manifest does not have. No file that is there is written again: a line that has been made clearer is
 * taken over by deleting its entry in the manifest, a file by deleting it as well.
 * Usage: npm run corpus
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seekableBytes } from '../../src/bytes/seekable.js';
import { STANDARD } from '../../src/cli/files.js';
import { modelOfFile } from '../../src/cli/models.js';
import { decompress } from '../../src/pipeline/decode/decompress.js';
import { collect } from '../data.js';
import { BAD_AROUND } from './badAround.js';
import { BAD_BLOCKS } from './badBlocks.js';
import { BAD_CHUNKS } from './badChunks.js';
import { BAD_HEADERS } from './badHeaders.js';
import { BAD_PARTS } from './badParts.js';
import { BAD_SMALL } from './badSmall.js';
import { GOOD } from './good.js';
import { GOOD_JPEG } from './goodJpeg.js';
import { GOOD_SMALL } from './goodSmall.js';
import { CORPUS, MANIFEST, type Manifest, readManifest } from './manifest.js';
import { readingsOf, sha256 } from './readings.js';

const CASES = [
  ...BAD_BLOCKS,
  ...BAD_HEADERS,
  ...BAD_AROUND,
  ...BAD_CHUNKS,
  ...BAD_PARTS,
  ...BAD_SMALL,
];

mkdirSync(CORPUS, { recursive: true });
const makers: [string, () => Promise<Uint8Array>][] = [
  ...Object.entries({ ...GOOD, ...GOOD_SMALL, ...GOOD_JPEG }),
  ...CASES.map(({ name, make }) => [name, make] as [string, typeof make]),
];
for (const [name, make] of makers) {
  const path = join(CORPUS, `${name}.cray`);
  if (!existsSync(path)) writeFileSync(path, await make());
}

const manifest: Manifest = existsSync(MANIFEST) ? readManifest() : {};
const codes = new Map<string, string>(CASES.map(({ name, code }) => [`${name}.cray`, code]));
const problems: string[] = [];
for (const name of readdirSync(CORPUS).filter((file) => file.endsWith('.cray'))) {
  if (manifest[name]) continue;
  const file = readFileSync(join(CORPUS, name));
  if (name.startsWith('good-')) {
    const restored = await collect(
      decompress(seekableBytes(file), modelOfFile(undefined, STANDARD)),
    );
    manifest[name] = { sha256: sha256(file), restored: sha256(restored) };
    continue;
  }
  const readings = await readingsOf(file);
  const code = readings.file.replace(/:.*/s, '');
  const expected = codes.get(name) ?? code;
  if (code !== expected) problems.push(`${name}: expected ${expected}, got ${readings.file}`);
  else manifest[name] = { code, ...readings };
}
const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(MANIFEST, `${JSON.stringify(sorted, null, 2)}\n`);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
