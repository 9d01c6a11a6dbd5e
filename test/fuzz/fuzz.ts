/**
 * Damages sound files in every way that we know, and looks at what becomes of them.
 * Usage: npm run fuzz [-- SEED]: without end, from a seed, until something is found.
 */
import { pathToFileURL } from 'node:url';
import { CrayError } from '../../src/errors.js';
import { decompress } from '../../src/pipeline/decompress.js';
import { readInfo } from '../../src/pipeline/info.js';
import { Random } from '../../src/train/random.js';
import { collect } from '../data.js';
import { type Base, findModel, makeBases } from './bases.js';
import { MUTATIONS } from './mutations.js';

/** What became of the inputs. */
export interface Findings {
  /** How often each outcome came up: a code of an error, or "same" where the data came back. */
  readonly outcomes: Map<string, number>;
  /** What must not happen, with what brings it back. */
  readonly failures: string[];
}

/** Longest that one input may keep the processor busy, in milliseconds. */
const MOST_TIME = 1000;
/** How far the process may grow over all inputs, in bytes. */
const MOST_GROWTH = 512 << 20;

/** Tries inputs from..to of a seed. Every input can be made again from its number alone. */
export async function fuzz(bases: readonly Base[], from: number, to: number): Promise<Findings> {
  const names = Object.keys(MUTATIONS);
  const outcomes = new Map<string, number>();
  const failures: string[] = [];
  const before = process.memoryUsage().rss;
  for (let i = from; i < to; i++) {
    const random = new Random(i);
    const [base, other] = [draw(random, bases), draw(random, bases)];
    const name = draw(random, names);
    const mutate = MUTATIONS[name] as (typeof MUTATIONS)[string];
    const input = mutate(base.file, random, other.file);
    const started = process.cpuUsage();
    const outcome = await tryInput(input, [base, other]);
    const { user, system } = process.cpuUsage(started);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    const where = `input ${i}, ${name} of ${base.name}`;
    if (!/^[A-Z_]+$|^same$/.test(outcome)) failures.push(`${where}: ${outcome}`);
    if ((user + system) / 1000 > MOST_TIME) failures.push(`${where}: took over a second`);
  }
  const growth = process.memoryUsage().rss - before;
  if (growth > MOST_GROWTH) failures.push(`inputs ${from} to ${to}: grew by ${growth} bytes`);
  return { outcomes, failures };
}

/** The code of the error, "same", or in words what must not happen. */
async function tryInput(input: Uint8Array, sources: readonly Base[]): Promise<string> {
  await readInfo([input]).catch(codeOf);
  try {
    const restored = await collect(decompress([input], findModel));
    const right = sources.some((base) => Buffer.compare(base.restored, restored) === 0);
    return right ? 'same' : 'wrong data returned as right';
  } catch (error) {
    return codeOf(error);
  }
}

function codeOf(error: unknown): string {
  return error instanceof CrayError ? error.code : `an error without a code: ${error}`;
}

function draw<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random.uniform() * from.length)] as T;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const bases = await makeBases();
  const start = Number(process.argv[2] ?? Date.now() % 2 ** 31);
  for (let from = start; ; from += 1000) {
    const { outcomes, failures } = await fuzz(bases, from, from + 1000);
    const counts = [...outcomes].sort().map(([outcome, n]) => `${outcome} ${n}`);
    console.log(`inputs ${from} to ${from + 1000}: ${counts.join(', ')}`);
    if (failures.length > 0) {
      for (const failure of failures) console.log(failure);
      process.exit(1);
    }
  }
}
