/**
 * Formats and lints the kernels as all else is. Their decorators of functions are AssemblyScript, not
 * TypeScript, and Biome does not parse them: so it is given copies in which they are comments.
 * Usage: tsx tools/assembly/check.ts [--write]
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFile } from '../../src/package.js';

const ASSEMBLY = packageFile('src/kernels/assembly');
const BIOME = packageFile('node_modules/.bin/biome');
const RULES = packageFile('tools/assembly/rules.json');

const hide = (text: string) => text.replace(/^( *)@(?=\w)/gm, '$1//@');
const show = (text: string) => text.replace(/^( *)\/\/@(?=\w)/gm, '$1@');

const write = process.argv.includes('--write');
const folder = mkdtempSync(join(tmpdir(), 'craystack-assembly-'));
try {
  cpSync(ASSEMBLY, folder, { recursive: true });
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((file) =>
    file.endsWith('.ts'),
  );
  for (const file of files) {
    writeFileSync(join(folder, file), hide(readFileSync(join(folder, file), 'utf8')));
  }
  const check = write ? ['check', '--write'] : ['ci', '--error-on-warnings', '--colors=off'];
  const { status } = spawnSync(BIOME, [...check, `--config-path=${RULES}`, '.'], {
    cwd: folder,
    stdio: 'inherit',
  });
  if (write) {
    for (const file of files) {
      writeFileSync(join(ASSEMBLY, file), show(readFileSync(join(folder, file), 'utf8')));
    }
  }
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
