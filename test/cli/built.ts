import { chmodSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../../bin/bundle.js';
import { packageFile } from '../../src/package.js';

/**
 * Builds the program from its sources, as they are, in a folder that goes when the tests end, as it is
 * built for users: so it starts many times as fast as through tsx, and the tests start it hundreds of times.
 *
 * @returns the path of the program.
 */
export function buildProgram(): string {
  const folder = mkdtempSync(join(tmpdir(), 'craystack-built-'));
  // Other users run it too.
  chmodSync(folder, 0o755);
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['package.json', 'models', 'node_modules', 'src']) {
    symlinkSync(packageFile(name), join(folder, name));
  }
  bundle(join(folder, 'dist'));
  return join(folder, 'dist/craystack.js');
}
