/**
 * Freezes the kernels as they are now, under the next number. With --replace in place of the newest revision, for
 * one that nobody has files of yet: never once it is on a branch that others take.
 * Usage: npm run revision [-- --replace]
 */
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { REVISIONS, type Revision } from '../src/kernels/revisions/list.js';
import { packageFile, VERSION } from '../src/package.js';

const COMPILED = packageFile('src/kernels/compiled/kernels.wasm');
const LIST = packageFile('src/kernels/revisions/list.ts');

const sha256 = createHash('sha256').update(readFileSync(COMPILED)).digest('hex');
const newest = REVISIONS.at(-1) as Revision;
if (newest.sha256 === sha256) {
  console.log(`revision ${newest.revision} is what the kernels are`);
} else {
  const replace = process.argv.includes('--replace');
  if (replace && newest.since !== VERSION) {
    throw new Error(`revision ${newest.revision} is of version ${newest.since}, and stays`);
  }
  const kept = replace ? REVISIONS.slice(0, -1) : REVISIONS;
  const revision = kept.length + 1;
  copyFileSync(COMPILED, packageFile(`src/kernels/revisions/${revision}.wasm`));
  write([...kept, { revision, since: VERSION, sha256 }]);
  console.log(`revision ${revision}, of version ${VERSION}: SHA-256 ${sha256}`);
  console.log(
    'next: npm run frozen writes its frozen files, CHANGELOG.md says which version reads what',
  );
}

function write(revisions: readonly Revision[]): void {
  const rows = revisions.map(
    ({ revision, since, sha256: digest }) =>
      `  {\n    revision: ${revision},\n    since: '${since}',\n    sha256: '${digest}',\n  },\n`,
  );
  const text = readFileSync(LIST, 'utf8');
  writeFileSync(
    LIST,
    text.replace(/(REVISIONS: readonly Revision\[\] = \[\n)[\s\S]*(\];)/, `$1${rows.join('')}$2`),
  );
}
