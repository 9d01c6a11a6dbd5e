/**
 * Damages sound files in every way that we know, and looks at what becomes of them.
 * Usage: npm run fuzz [-- SEED]: without end, from a seed, until something is found.
 */
import { pathToFileURL } from 'node:url';
import { Random } from '../../src/train/random.js';
import { type Base, makeBases } from './bases.js';
import { FORGERIES, MUTATIONS, type Mutation } from './mutations.js';
import { codeOf, type Input, TRIALS, type Trial } from './trials.js';

/** What became of the inputs. */
export interface Findings {
  /** How often each outcome came up: a code of an error, or what a trial gives. */
  readonly outcomes: Map<string, number>;
  /** What must not happen, with what brings it back. */
  readonly failures: string[];
  /** Milliseconds of processor time that the slowest trial took. */
  readonly slowest: number;
}

/** Longest that one input may keep the processor busy in one trial, in milliseconds. */
const MOST_TIME = 1000;
/** How far the process may grow over all inputs, in bytes. */
const MOST_GROWTH = 512 << 20;

/** Ways in which the input of a number is read. */
export type Ways = (number: number) => readonly string[];

/** All of them. */
export const everyWay: Ways = () => Object.keys(TRIALS);

/** One of them, in turn. */
export const oneWay: Ways = (number) => {
  const ways = Object.keys(TRIALS);
  return [ways[number % ways.length] as string];
};

/** Tries inputs from..to of a seed. Every input can be made again from its number alone. */
export async function fuzz(
  bases: readonly Base[],
  from: number,
  to: number,
  waysOf: Ways,
): Promise<Findings> {
  const outcomes = new Map<string, number>();
  const failures: string[] = [];
  let slowest = 0;
  const before = process.memoryUsage().rss;
  for (let i = from; i < to; i++) {
    const { name, ...input } = makeInput(bases, i);
    for (const way of waysOf(i)) {
      const trial = TRIALS[way] as Trial;
      const started = process.cpuUsage();
      const outcome = await trial(input).catch(codeOf);
      const { user, system } = process.cpuUsage(started);
      const time = (user + system) / 1000;
      slowest = Math.max(slowest, time);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      const where = `input ${i}, ${name} of ${input.base.name}, ${way}`;
      if (!/^[A-Z_]+$|^same$|^some$/.test(outcome)) failures.push(`${where}: ${outcome}`);
      if (time > MOST_TIME) failures.push(`${where}: took over a second`);
    }
  }
  const growth = process.memoryUsage().rss - before;
  if (growth > MOST_GROWTH) failures.push(`inputs ${from} to ${to}: grew by ${growth} bytes`);
  return { outcomes, failures, slowest };
}

/** An input from its number. */
export function makeInput(bases: readonly Base[], number: number): Input & { name: string } {
  const random = new Random(number);
  // The last bases take longest, so they come up less often.
  const drawn = bases[Math.floor(random.uniform() ** 2 * bases.length)] as Base;
  const other = draw(random, bases);
  const name = draw(random, Object.keys(MUTATIONS));
  const file = (MUTATIONS[name] as Mutation)(drawn.file, random, other.file);
  const parts = [drawn, other].flatMap((one) => one.parts ?? []);
  const base = parts.find((part) => Buffer.compare(part.file, file) === 0) ?? drawn;
  return { name, file, base, other, honest: !FORGERIES.has(name) };
}

function draw<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random.uniform() * from.length)] as T;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const bases = await makeBases();
  const start = Number(process.argv[2] ?? Date.now() % 2 ** 31);
  for (let from = start; ; from += 1000) {
    const { outcomes, failures, slowest } = await fuzz(bases, from, from + 1000, everyWay);
    const counts = [...outcomes].sort().map(([outcome, n]) => `${outcome} ${n}`);
    console.log(`inputs ${from} to ${from + 1000}: ${counts.join(', ')}; slowest ${slowest} ms`);
    if (failures.length > 0) {
      for (const failure of failures) console.log(failure);
      process.exit(1);
    }
  }
}
