/**
 * Damages sound files in every way that we know, and looks at what becomes of them.
 * Usage: npm run fuzz [-- FROM [TO]]: inputs of these numbers, without end unless told, until something is found; they
 * are .cray files, or with npm run fuzz -- jpeg [FROM [TO]] JPEG files, which have to come back.
 */
import { pathToFileURL } from 'node:url';
import { Random } from '../../src/train/random.js';
import { type Base, makeBases } from './bases.js';
import { Finder, type Findings } from './findings.js';
import { fuzzJpegs, makeJpegs } from './jpegs.js';
import { FORGERIES, MUTATIONS, type Mutation } from './mutations.js';
import { codeOf, type Input, TRIALS, type Trial } from './trials.js';

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
  const finder = new Finder();
  for (let i = from; i < to; i++) {
    const { name, ...input } = makeInput(bases, i);
    for (const way of waysOf(i)) {
      const trial = TRIALS[way] as Trial;
      await finder.look(
        `input ${i}, ${name} of ${input.base.name}, ${way}`,
        () => trial(input).catch(codeOf),
        (outcome) => /^[A-Z_]+$|^same$|^some$/.test(outcome),
      );
    }
  }
  return finder.end(`inputs ${from} to ${to}`);
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

/** Tries a thousand inputs after the other, up to a number, until something is found. */
async function goOn(
  start: number,
  end: number,
  some: (from: number, to: number) => Promise<Findings>,
): Promise<void> {
  for (let from = start; from < end; from += 1000) {
    const { outcomes, failures, slowest } = await some(from, from + 1000);
    const counts = [...outcomes].sort().map(([outcome, n]) => `${outcome} ${n}`);
    console.log(`inputs ${from} to ${from + 1000}: ${counts.join(', ')}; slowest ${slowest} ms`);
    if (failures.length > 0) {
      for (const failure of failures) console.log(failure);
      process.exit(1);
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [what, ...more] = process.argv.slice(2);
  const numbers = (what === 'jpeg' ? more : process.argv.slice(2)).map(Number);
  const [start = Date.now() % 2 ** 31, end = Number.POSITIVE_INFINITY] = numbers;
  if (what === 'jpeg') {
    const bases = await makeJpegs();
    await goOn(start, end, (from, to) => fuzzJpegs(bases, from, to));
  } else {
    const bases = await makeBases();
    await goOn(start, end, (from, to) => fuzz(bases, from, to, everyWay));
  }
}
