import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFile } from '../../src/package.js';

/** A change of one token in a kernel. */
export interface Mutation {
  /** In src/kernels/assembly. */
  readonly file: string;
  /** Code that is there exactly once, and what it becomes. */
  readonly from: string;
  readonly to: string;
}

/** Whether the files noticed, or why it could not be asked. */
export type Fate = 'caught' | 'hangs' | 'alive' | 'does not compile' | 'is not there once';

/** What holds the bits: files that were written once, and the intervals and messages of the Python library. */
export const FROZEN = ['test/frozen/frozen.test.ts'];
export const GOLDEN = ['test/golden/golden.test.ts', 'test/parity/parity.test.ts'];

/** A mutant that takes longer hangs. */
const MOST_MILLISECONDS = 600_000;

const FATES = { passes: 'alive', fails: 'caught', hangs: 'hangs' } as const;

/** A copy of the sources in which kernels can be changed. */
export class Shadow {
  private readonly folder = mkdtempSync(join(tmpdir(), 'craystack-mutant-'));

  constructor() {
    for (const name of ['src', 'test', 'tools', 'bin']) {
      cpSync(packageFile(name), join(this.folder, name), { recursive: true });
    }
    for (const name of ['package.json', 'tsconfig.json', 'node_modules', 'models', 'fixtures']) {
      symlinkSync(packageFile(name), join(this.folder, name));
    }
  }

  /** Makes a change, compiles the kernels, runs the tests until one fails, and takes the change back. */
  fateOf({ file, from, to }: Mutation, tests: readonly string[]): Fate {
    const path = join(this.folder, 'src/kernels/assembly', file);
    const text = readFileSync(path, 'utf8');
    if (text.split(from).length !== 2) return 'is not there once';
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
    try {
      const compiled = this.run('npm', ['run', '--silent', 'build:kernels']);
      if (compiled !== 'passes') return 'does not compile';
      // No test has a timeout of its own: a machine that is busy is no reason to call a mutant caught.
      const mocha = ['mocha', '--no-config', '--import=tsx', '--timeout=0', '--bail', ...tests];
      return FATES[this.run('npx', mocha)];
    } finally {
      writeFileSync(path, text);
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(command: string, args: readonly string[]): 'passes' | 'fails' | 'hangs' {
    const options = { cwd: this.folder, timeout: MOST_MILLISECONDS };
    const { status, signal } = spawnSync(command, args, options);
    if (signal !== null) return 'hangs';
    return status === 0 ? 'passes' : 'fails';
  }
}
