import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { decodeWithSharp } from '../../src/data/sharpPixels.js';
import { packageFile } from '../../src/package.js';

const PROGRAM = packageFile('dist/craystack.js');

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
  const run = timedRun([process.execPath, PROGRAM, ...args]);
  if (typeof run === 'string') throw new Error(`craystack ${args[0]} ended with ${run}`);
  return run;
}

/** Runs a program. @returns or what it said, where it fails or is not there. */
export function timedRun(line: readonly string[]): Run | string {
  const script = 'TIMEFORMAT="%U %S"; time "$0" "$@"';
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script, ...line]);
  const wall = (performance.now() - start) / 1000;
  if (status !== 0) return `${status}: ${stderr}`;
  const times = stderr.toString().trim().split('\n').at(-1)?.split(' ') ?? [];
  const busy = times.reduce((sum, time) => sum + Number(time), 0);
  return { stdout: stdout.toString(), busy, wall };
}

/** A file that was compressed and restored, each by a whole process. */
export interface RoundTrip {
  /** Of the .cray file. */
  readonly bytes: number;
  readonly items: number;
  readonly elements: number;
  readonly model: string;
  readonly fidelity: 'bytes' | 'pixels';
  readonly compress: Run;
  readonly decompress: Run;
}

/**
 * Compresses a file and restores it.
 *
 * @param folder for what is made.
 * @param options of compress and decompress, and those of compress alone.
 * @throws Error where a program fails, or what comes back is not what was promised.
 */
export async function roundTrip(
  input: string,
  folder: string,
  { both = [], compress = [] }: { both?: readonly string[]; compress?: readonly string[] },
): Promise<RoundTrip> {
  const [packed, back] = [packedIn(folder), join(folder, 'back')];
  const pushed = craystack(['compress', '-qf', ...both, ...compress, input, '-o', packed]);
  const popped = craystack(['decompress', '-qf', ...both, packed, '-o', back]);
  const info = JSON.parse(craystack(['info', '--json', packed]).stdout);
  // Of a file inside gzip the file inside comes back.
  const inside = info.inside !== undefined;
  const contents = info.fidelity === 'bytes' ? readFileSync : pixels;
  if (info.fidelity !== 'bytes' || !inside) {
    const [before, after] = await Promise.all([contents(input), contents(back)]);
    if (!before.equals(after)) throw new Error(`${input} came back different`);
  }
  return {
    bytes: info.bytes as number,
    items: info.items as number,
    elements: info.shape.reduce((a: number, b: number) => a * b, info.items) as number,
    model: info.model as string,
    fidelity: info.fidelity as 'bytes' | 'pixels',
    compress: pushed,
    decompress: popped,
  };
}

/** Seconds of a whole process that restores one item, that in the middle, of what was compressed last. */
export function secondsOfOne(folder: string, items: number): number {
  const middle = `${Math.floor(items / 2)}`;
  const args = ['decompress', '-qf', '--items', middle, packedIn(folder), '-o'];
  return craystack([...args, join(folder, 'one')]).wall;
}

function packedIn(folder: string): string {
  return join(folder, 'packed.cray');
}

/** The elements of a picture, with all bits of its samples. */
async function pixels(file: string): Promise<Buffer> {
  const { depth } = await sharp(file).metadata();
  const bits = depth === 'ushort' ? 16 : 8;
  return Buffer.from((await decodeWithSharp(readFileSync(file), file, bits)).elements);
}
