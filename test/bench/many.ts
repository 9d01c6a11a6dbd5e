import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { walk } from '../../src/data/walk.js';
import { Random } from '../../src/train/random.js';
import { buildProgram } from '../cli/built.js';

/*
 * A folder of many tiny files through the program: npm run many [files]. Says how long each way takes
 * and how much memory, and compares what is restored with what there was: names, modes, times, bytes.
 */

const PER_FOLDER = 500;
const COUNT = Number(process.argv[2] ?? 100_000);

function makeFiles(root: string): void {
  const random = new Random(1);
  for (let i = 0; i < COUNT; i++) {
    const folder = join(root, `${Math.floor(i / PER_FOLDER)}`);
    if (i % PER_FOLDER === 0) mkdirSync(folder, { recursive: true });
    const text = `file ${i}: ${random.uint32()}\n`.repeat(i % 7);
    writeFileSync(join(folder, `${i}.${i % 3 === 0 ? 'txt' : 'log'}`), text);
  }
}

/** Runs the program; on Linux the shell's time says the memory. */
function timed(program: string, args: readonly string[], cwd: string): string {
  const script =
    'require("process").on("exit",()=>{require("fs").writeSync(2,"\\nRSS "+process.resourceUsage().maxRSS+"\\n")})';
  writeFileSync(join(cwd, 'rss.cjs'), script);
  const start = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--require', join(cwd, 'rss.cjs'), program, ...args],
    { cwd, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  const seconds = (performance.now() - start) / 1000;
  const rss = Number(/RSS (\d+)/.exec(stderr)?.[1]) / 1024;
  return `${args[0]}: ${seconds.toFixed(1)} s, ${rss.toFixed(0)} MiB`;
}

function compare(from: string, to: string): void {
  const [a, b] = [from, to].map((root) => [...walk(Buffer.from(root))]);
  if (a?.length !== b?.length) throw new Error(`expected ${a?.length} entries, got ${b?.length}`);
  a?.forEach((entry, i) => {
    const other = b?.[i];
    const same =
      JSON.stringify(entry) === JSON.stringify(other) &&
      (entry.kind !== 'file' ||
        readFileSync(`${from}/${entry.path}`).equals(readFileSync(`${to}/${entry.path}`)));
    if (!same) throw new Error(`${entry.path}: is not as it was`);
  });
}

const root = mkdtempSync(join(tmpdir(), 'craystack-many-'));
try {
  const program = buildProgram();
  makeFiles(join(root, 'many'));
  process.stdout.write(`${COUNT} files\n`);
  process.stdout.write(`${timed(program, ['compress', '-q', 'many'], root)}\n`);
  process.stdout.write(`${statSync(join(root, 'many.cray')).size} bytes\n`);
  process.stdout.write(
    `${timed(program, ['decompress', '-q', 'many.cray', '-o', 'again'], root)}\n`,
  );
  compare(join(root, 'many'), join(root, 'again'));
  process.stdout.write('all is as it was\n');
} finally {
  rmSync(root, { recursive: true });
}
