/**
 * Writes fixtures/golden/good-*.cray, and the bytes of the example in FORMAT.md. To be run when the
 * format or the model changes, and never else: files that people have must stay readable.
 * Usage: npm run golden
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { packageFile } from '../../src/package.js';
import { encodeCase, GOLDEN_CASES } from './cases.js';

for (const c of GOLDEN_CASES) {
  if (!c.past) writeFileSync(packageFile(`fixtures/golden/${c.name}`), await encodeCase(c, 64));
}

// What the bytes mean is said by hand beside them; their places do not move while the model's name
// and the number of words stay the same, and the test of FORMAT.md notices when they do.
const example = readFileSync(packageFile('fixtures/golden/good-one-image.cray'));
const format = packageFile('FORMAT.md');
const filled = readFileSync(format, 'utf8').replace(
  /^([0-9a-f]{4}) {2}((?:[0-9a-f]{2} ?)+)/gm,
  (line, offset: string, bytes: string) => {
    const from = Number.parseInt(offset, 16);
    const row = example.subarray(from, from + bytes.trim().split(' ').length);
    return line.replace(
      bytes.trim(),
      [...row].map((b) => b.toString(16).padStart(2, '0')).join(' '),
    );
  },
);
writeFileSync(format, filled);
