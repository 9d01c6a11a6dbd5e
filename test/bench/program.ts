import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { packageFile } from '../../src/package.js';

const PROGRAM = packageFile('dist/bin/craystack.js');

/** A run of a program. */
export interface Run {
  readonly stdout: string;
  /** Seconds for which processors were busy, in the program and for it. */
  readonly busy: number;
  /** Seconds that went by. */
  readonly wall: number;
}

/** Runs the built program. @throws Error where it is not built, or fails. */
export function craystack(args: readonly string[]): Run {
  if (!existsSync(PROGRAM)) throw new Error('the program is not built: npm run build');
  const script = 'TIMEFORMAT="%U %S"; time "$0" "$@"';
  const start = performance.now();
  const line = ['-c', script, process.execPath, PROGRAM, ...args];
  const { status, stdout, stderr } = spawnSync('bash', line);
  const wall = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`craystack ${args[0]} ended with ${status}: ${stderr}`);
  const times = stderr.toString().trim().split('\n').at(-1)?.split(' ') ?? [];
  const busy = times.reduce((sum, time) => sum + Number(time), 0);
  return { stdout: stdout.toString(), busy, wall };
}
