import { unlink } from 'node:fs/promises';
import { CrayError } from '../errors.js';
import type { OnProgress, Progress } from '../pipeline/progress.js';
import type { Context } from './context.js';
import { checkTarget, STANDARD, type Stamp, writeOutput, writeStandard } from './files.js';
import type { TransferOptions } from './options.js';
import { bitsPerDim, createProgressBar } from './progressBar.js';

/** From one file, or stdin, to another, or stdout. */
export interface Transfer {
  readonly label: 'compress' | 'decompress' | 'concat';
  readonly input: string;
  readonly output: string;
  /** Gives the pieces of the output. */
  start(onProgress: OnProgress): AsyncIterable<Uint8Array>;
  /** What the output is given beside its bytes. */
  readonly stamp?: Stamp | undefined;
  /** Reads the output back, where that is not done while it is written. */
  readonly verify?: (() => Promise<void>) | undefined;
}

/** Carries out a transfer, with a bar, and says what came of it. */
export async function carryOut(
  { label, input, output, start, stamp, verify }: Transfer,
  { force = false, rm = false }: TransferOptions,
  { log, progress }: Context,
): Promise<void> {
  await checkTarget(input, output, rm);
  const bar = createProgressBar(label, progress);
  const started = performance.now();
  let last: Progress | undefined;
  try {
    await aboutInput(input, async () => {
      const pieces = start((p) => {
        last = p;
        bar.update(p);
      });
      if (output === STANDARD) await writeStandard(pieces);
      else await writeOutput(output, pieces, force, stamp);
    });
  } finally {
    bar.stop();
  }
  if (rm) {
    await verify?.();
    await unlink(input);
  }
  if (last) log.info(summary(label, output, last, performance.now() - started));
}

/** Runs an action on each file, or on stdin where there are none. Errors do not stop the others. */
export async function forEachInput(
  files: readonly string[],
  command: string,
  { report }: Context,
  action: (input: string) => Promise<void>,
): Promise<void> {
  for (const input of files.length > 0 ? files : [standardInput(command)]) {
    try {
      await action(input);
    } catch (error) {
      report(error);
    }
  }
}

/** Puts the input's name before what an error says. Errors of files carry a name of their own. */
export async function aboutInput<T>(input: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof CrayError) || error.code === 'IO') throw error;
    throw new CrayError(error.code, `${nameOf(input)}: ${error.message}`, { cause: error });
  }
}

/** What to call a file, or stdin, in messages. */
export function nameOf(input: string): string {
  return input === STANDARD ? 'standard input' : input;
}

/** Checks options that are about files, before any is touched. @throws CrayError USAGE */
export function checkFiles(files: readonly string[], options: TransferOptions): void {
  const { output, stdout, rm } = options;
  if (stdout && output !== undefined) throw new CrayError('USAGE', '-c and -o exclude each other');
  if (files.length > 1 && (stdout || output !== undefined)) {
    throw new CrayError('USAGE', `-c and -o take one file, got ${files.length}`);
  }
  const target = stdout ? STANDARD : (output ?? files[0] ?? STANDARD);
  if (rm && (target === STANDARD || files.length === 0 || files.includes(STANDARD))) {
    throw new CrayError('USAGE', '--rm goes from files to files, not from or to a pipe');
  }
}

/** Where the output goes. */
export function outputName(
  input: string,
  { output, stdout }: TransferOptions,
  derive: (input: string) => string,
): string {
  if (stdout) return STANDARD;
  return output ?? (input === STANDARD ? STANDARD : derive(input));
}

function standardInput(command: string): string {
  if (process.stdin.isTTY) {
    throw new CrayError(
      'USAGE',
      `name a FILE or pipe data in: craystack ${command} --help shows examples`,
    );
  }
  return STANDARD;
}

function summary(label: string, output: string, p: Progress, milliseconds: number): string {
  const [from, to] = label !== 'decompress' ? [p.rawBytes, p.bytes] : [p.bytes, p.rawBytes];
  const rate = bitsPerDim(p);
  return [
    `${output === STANDARD ? 'standard output' : output}: ${from} -> ${to} bytes`,
    ...(p.modelBytes ? [`${p.modelBytes} of them the model`] : []),
    ...(rate === undefined ? [] : [`${rate.toFixed(4)} bits/dim`]),
    `${(milliseconds / 1000).toFixed(2)} s`,
  ].join(', ');
}
