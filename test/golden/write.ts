/**
 * Writes fixtures/golden/good-*.cray. To be run when the format or the model changes, and never
 * else: files that people have must stay readable. Usage: npm run golden
 */
import { writeFileSync } from 'node:fs';
import { packageFile } from '../../src/package.js';
import { encodeCase, GOLDEN_CASES } from './cases.js';

for (const c of GOLDEN_CASES) {
  writeFileSync(packageFile(`fixtures/golden/${c.name}`), await encodeCase(c, 64));
}
