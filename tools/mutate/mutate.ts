/**
 * Whether the frozen files hold the bits: changes the kernels by one token at a time, compiles them, and asks the
 * frozen files and the golden ones. Each change must be noticed. Takes some twenty minutes on two cores.
 * Usage: npm run mutate [-- [--without-frozen] [PART-OF-A-FILE-NAME]]
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Fate, FROZEN, GOLDEN, type Mutation, Shadow } from './mutant.js';
import { MUTATIONS } from './mutations.js';

interface Result extends Mutation {
  readonly fate: Fate;
}

const args = process.argv.slice(2);
const [part = ''] = args.filter((arg) => !arg.startsWith('--'));
const tests = args.includes('--without-frozen') ? GOLDEN : [...FROZEN, ...GOLDEN];
const chosen = MUTATIONS.filter(({ file }) => file.includes(part));
const shard = /^--shard=(\d+)\/(\d+)$/.exec(args.find((arg) => arg.startsWith('--shard')) ?? '');

if (shard) askSome(Number(shard[1]), Number(shard[2]));
else await askAll(Math.min(chosen.length, availableParallelism()));

/** Every n-th mutation, from number k on, a line of JSON each. */
function askSome(k: number, n: number): void {
  const shadow = new Shadow();
  try {
    for (const mutation of chosen.filter((_, i) => i % n === k)) {
      const result: Result = { ...mutation, fate: shadow.fateOf(mutation, tests) };
      console.log(JSON.stringify(result));
    }
  } finally {
    shadow.remove();
  }
}

async function askAll(processes: number): Promise<void> {
  const results = await Promise.all(
    Array.from({ length: processes }, (_, k) => resultsOf(`--shard=${k}/${processes}`)),
  );
  const all = results.flat();
  // A file that does not come back has been noticed, too.
  const caught = all.filter(({ fate }) => fate === 'caught' || fate === 'hangs').length;
  console.log(`${caught} of ${chosen.length} changes were noticed by ${tests.join(', ')}`);
  process.exitCode = caught === chosen.length ? 0 : 1;
}

/** Runs this script on a part of the mutations, and says how each fared. */
async function resultsOf(argument: string): Promise<Result[]> {
  const script = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, [...process.execArgv, script, argument, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const results: Result[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const result = JSON.parse(line) as Result;
    results.push(result);
    const { fate, file, from, to } = result;
    console.log(`${fate}: ${file}: ${oneLine(from)} -> ${oneLine(to)}`);
  }
  return results;
}

function oneLine(code: string): string {
  return code.trim().split('\n')[0] ?? '';
}
