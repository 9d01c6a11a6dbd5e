/**
 * Runs the golden tests under other versions of Node, as the npm registry has them.
 * Usage: npm run nodes [-- VERSION…]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFile } from '../../src/package.js';

const versions = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'craystack-nodes-'));
try {
  for (const version of versions.length > 0 ? versions : ['20', '22', '24', '26']) {
    const prefix = join(folder, version);
    run('npm', ['install', '--silent', '--no-save', '--prefix', prefix, `node@${version}`]);
    const node = join(prefix, 'node_modules/.bin/node');
    run(node, ['--version']);
    run(node, [
      packageFile('node_modules/mocha/bin/mocha.js'),
      '--no-config',
      '--import=tsx',
      packageFile('test/golden/golden.test.ts'),
    ]);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ended with status ${status}`);
}
