import { spawnSync } from 'node:child_process';
import { packageFile } from '../../src/package.js';
import { benchCoder } from './codecs.js';
import { type Spread, spreadOf } from './spread.js';

/** The coder alone: symbols a second of ours over those of the Python craystack. */
export interface PythonCoder {
  readonly version: string;
  readonly lanes: number;
  readonly push: Spread;
  readonly pop: Spread;
}

const LANES = 1024;
const SCRIPT = packageFile('test/bench/coder.py');

/** Symbols a second of one run of the Python library; undefined where it is not on PYTHONPATH. */
function runPython(): { version: string; push: number; pop: number } | undefined {
  const { status, stdout } = spawnSync('python3', [SCRIPT, `${LANES}`], { encoding: 'utf8' });
  return status === 0 ? JSON.parse(stdout) : undefined;
}

/** Which versions the Python library runs on here, or undefined where it is not on PYTHONPATH. */
export function pythonVersion(): string | undefined {
  return runPython()?.version;
}

/** Compares in runs side by side. */
export async function pythonCoder(runs: number): Promise<PythonCoder | null> {
  const push: number[] = [];
  const pop: number[] = [];
  let version = '';
  for (let run = 0; run < runs; run++) {
    const python = runPython();
    if (!python) return null;
    version = python.version;
    const own = benchCoder(LANES, 1 << 18);
    push.push(own.pushPerSecond / python.push);
    pop.push(own.popPerSecond / python.pop);
  }
  return { version, lanes: LANES, push: spreadOf(push), pop: spreadOf(pop) };
}
