/**
 * Freezes the kernels as they are now. Where the newest revision is that of a version which has been released,
 * under the next number; where it is that of the version in work, in its place: nobody has files of it yet.
 * Usage: npm run revision
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { REVISIONS, type Revision } from '../src/kernels/revisions/list.js';
import { packageFile, VERSION } from '../src/package.js';

const COMPILED = packageFile('src/kernels/compiled/kernels.wasm');
const LIST = packageFile('src/kernels/revisions/list.ts');

const sha256 = createHash('sha256').update(readFileSync(COMPILED)).digest('hex');
const newest = REVISIONS.at(-1);
if (newest?.sha256 === sha256) {
  console.log(`revision ${newest.revision} is what the kernels are`);
} else {
  const released = REVISIONS.filter(({ since }) => since !== VERSION);
  const next = { revision: released.length + 1, since: VERSION, sha256 };
  if (
    newest &&
    !released.includes(newest) &&
    existsSync(packageFile(`fixtures/frozen/${next.revision}`))
  ) {
    console.log(
      `revision ${next.revision} is replaced: its frozen files must still decode (npm test)`,
    );
  }
  copyFileSync(COMPILED, packageFile(`src/kernels/revisions/${next.revision}.wasm`));
  write([...released, next]);
  console.log(`revision ${next.revision}, of version ${VERSION}: SHA-256 ${sha256}`);
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
