import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { compress, decompress } from '../../src/index.js';
import { loadModel } from '../../src/model/model.js';
import { collect, mnistSlice } from '../data.js';
import { PROGRAM } from './process.js';

/** How one process is killed. */
export interface Kill {
  readonly command: 'compress' | 'decompress';
  readonly rm: boolean;
  readonly signal: 'SIGKILL' | 'SIGINT';
  /** Whether time counts from the start of the process, and not from when it begins to write. */
  readonly early: boolean;
  /** When, as a part of the time that was measured to the end; the end may come sooner or later. */
  readonly moment: number;
}

/** So many kills, the same ones in every run of a seed. */
export function killsOf(times: number, seed = 4): readonly Kill[] {
  return fc.sample(KILL, { numRuns: times, seed });
}

const KILL: fc.Arbitrary<Kill> = fc.record({
  command: fc.constantFrom('compress' as const, 'decompress' as const),
  rm: fc.boolean(),
  signal: fc.constantFrom('SIGKILL' as const, 'SIGINT' as const),
  early: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
  // Without bias, which prefers the very small: all moments matter.
  moment: fc.noBias(fc.integer({ min: 0, max: 1200 })).map((n) => n / 1000),
});

/** What a killed process left: the source, the result, or both; all of it whole. */
export type Left = 'source' | 'result' | 'both';

/** Makes what carries out kills in a folder, one at a time. */
export async function killer(folder: string): Promise<(kill: Kill) => Promise<Left>> {
  const original = Buffer.from(mnistSlice(0, 1500));
  const model = loadModel('mnist-binary-vae');
  const packed = Buffer.from(await collect(compress([original], () => model)));
  const contents = { d: original, 'd.cray': packed };
  const spans = new Map<string, number>();
  // Most results have the very same bytes: each is decoded once.
  const seen = new Map<string, Uint8Array>();
  const restored = async (bytes: Buffer): Promise<Uint8Array> => {
    const key = createHash('sha256').update(bytes).digest('hex');
    const whole = seen.get(key) ?? (await collect(decompress([bytes], () => model)));
    seen.set(key, whole);
    return whole;
  };

  return async ({ command, rm, signal, early, moment }) => {
    const [source, result] =
      command === 'compress' ? (['d', 'd.cray'] as const) : (['d.cray', 'd'] as const);
    const named = command === 'compress' ? ['-m', 'mnist-binary-vae'] : [];
    const args = [command, source, '-q', ...named, ...(rm ? ['--rm'] : [])];
    const from = early ? 'start' : 'writing';
    const key = [...args, from].join(' ');
    const lay = () => {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
      writeFileSync(join(folder, source), contents[source]);
    };
    if (!spans.has(key)) {
      lay();
      spans.set(key, await timeOf(folder, args, from));
    }
    lay();
    await killed(folder, args, from, moment * (spans.get(key) as number), signal);
    return check(source, result, rm, signal);
  };

  async function check(
    source: 'd' | 'd.cray',
    result: 'd' | 'd.cray',
    rm: boolean,
    signal: string,
  ): Promise<Left> {
    const files = readdirSync(folder);
    const temporary = files.filter((name) => /^\..*\.tmp$/.test(name));
    expect([...files].sort(), 'files').to.have.members([
      ...temporary,
      ...[source, result].filter((name) => files.includes(name)),
    ]);
    if (signal !== 'SIGKILL') expect(temporary, 'half files').to.deep.equal([]);
    for (const name of [source, result]) {
      if (!files.includes(name)) continue;
      const bytes = readFileSync(join(folder, name));
      const whole = name === 'd' ? bytes : await restored(bytes);
      expect(original.equals(whole), `${name} is whole`).to.equal(true);
    }
    if (files.includes(source)) return files.includes(result) ? 'both' : 'source';
    expect(rm && files.includes(result), 'the result, where the source is gone').to.equal(true);
    return 'result';
  }
}

/** Milliseconds from the start, or the beginning of writing, to the end of a process. */
async function timeOf(folder: string, args: string[], from: 'start' | 'writing'): Promise<number> {
  const { begun, ended } = start(folder, args, from);
  await begun;
  const at = performance.now();
  await ended;
  return performance.now() - at;
}

async function killed(
  folder: string,
  args: string[],
  from: 'start' | 'writing',
  milliseconds: number,
  signal: NodeJS.Signals,
): Promise<void> {
  const { child, begun, ended } = start(folder, args, from);
  await begun;
  await sleep(milliseconds);
  child.kill(signal);
  await ended;
}

function start(folder: string, args: string[], from: 'start' | 'writing') {
  const child = spawn(process.execPath, [...PROGRAM, ...args], { cwd: folder, stdio: 'ignore' });
  let over = false;
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => {
      over = true;
      resolve();
    });
  });
  const writing = async () => {
    while (!over && readdirSync(folder).length === 1) await sleep(1);
  };
  return { child, ended, begun: from === 'start' ? Promise.resolve() : writing() };
}
