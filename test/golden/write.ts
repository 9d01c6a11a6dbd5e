/**
 * Writes the files of fixtures/golden that are not there yet, and the bytes of the examples in
 * FORMAT.md. Files that people have must stay readable, so none that is there is written again.
 * Usage: npm run golden
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { packageFile } from '../../src/package.js';
import { GOLDEN_CASES } from './cases.js';
import { fillDumps } from './dumps.js';

const golden = (name: string) => packageFile(`fixtures/golden/${name}`);

for (const { name, write } of GOLDEN_CASES) {
  if (write && !existsSync(golden(name))) writeFileSync(golden(name), await write(64));
}

const format = packageFile('FORMAT.md');
const filled = fillDumps(readFileSync(format, 'utf8'), (name) => readFileSync(golden(name)));
writeFileSync(format, filled);
