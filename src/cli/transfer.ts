import { isatty } from 'node:tty';
import { about, CrayError } from '../errors.js';
import type { OnProgress, Progress } from '../pipeline/progress.js';
import { checkOpen } from './closed.js';
import type { Context } from './context.js';
import { checkTarget, isStandard, removeInput, STANDARD, statIfAny } from './files.js';
import { checkedName } from './names.js';
import type { TransferOptions } from './options.js';
import { createProgressBar } from './progressBar.js';
import { checkGivenBack } from './restored.js';
import { writeStandard } from './standardOutput.js';
import { logSummary, type Moved, movedBy } from './summary.js';
import { type Stamp, writeOutput } from './write.js';

/** What is done from one file, or stdin, to another, or stdout. */
export interface Work {
  readonly label: 'compress' | 'decompress' | 'concat';
  /** Left out where there are several, of which errors say which they are about. */
  readonly input?: string;
  readonly output: string;
  /** Makes the output. Gives the bytes that went in, or came out, where progress does not tell them. */
  make(onProgress: OnProgress): Promise<Partial<Moved> | undefined>;
  /** Whether only some items have been restored, so that the rate of the file says nothing of them. */
  readonly someItems?: (() => boolean) | undefined;
  /** The model without which nothing can be restored, where it does not come with the program. */
  readonly needs?: () => string | undefined;
  /** Reads the output back, where that is not done while it is written. */
  readonly readBack?: (() => Promise<void>) | undefined;
}

/** A work that gives the bytes of the output. */
export interface Transfer extends Omit<Work, 'make'> {
  /** Gives the pieces of the output. */
  start(onProgress: OnProgress): Promise<AsyncIterable<Uint8Array>>;
  /** Bytes of the files that went in, where progress does not tell them. */
  readonly from?: () => number;
  /** What the output is given beside its bytes. */
  readonly stamp?: Stamp | undefined;
}

/** Carries out a transfer, with a bar, and says what came of it. */
export async function carryOut(
  { start, from, stamp, ...work }: Transfer,
  options: TransferOptions,
  context: Context,
): Promise<void> {
  const { output } = work;
  const make = async (onProgress: OnProgress) => {
    const pieces = await start(onProgress);
    if (output === STANDARD) await writeStandard(pieces);
    else await writeOutput(output, pieces, options.force ?? false, stamp);
    return from && { from: from() };
  };
  await perform({ ...work, make }, options, context);
}

/** Does a work, with a bar, and says what came of it. */
export async function perform(
  { label, input, output, make, someItems, needs, readBack }: Work,
  { rm = false, rmAnyway = false }: TransferOptions,
  { log, progress }: Context,
): Promise<void> {
  if (output === STANDARD) checkOpen(1);
  if (input !== undefined) await checkTarget(input, output, rm);
  const before = rm && input !== undefined ? await statIfAny(input) : undefined;
  // Who reads what is written to stdout may write to the terminal as well.
  const bar = createProgressBar(label, progress && output !== STANDARD);
  const started = performance.now();
  let last: Progress | undefined;
  let moved: Partial<Moved> | undefined;
  try {
    moved = await aboutInput(input, () =>
      make((p) => {
        last = p;
        bar.update(p);
      }),
    );
  } finally {
    bar.stop();
  }
  const seconds = (performance.now() - started) / 1000;
  if (rm && input !== undefined) {
    await readBack?.();
    const { restores } = last ?? {};
    if (restores && !rmAnyway) await aboutInput(input, async () => checkGivenBack(restores));
    await removeInput(input, before);
  }
  if (!last) return;
  const bytes = { ...movedBy(label, last), ...moved };
  logSummary(log, nameOfOutput(output), {
    label,
    ...bytes,
    someItems: someItems?.() ?? false,
    seconds,
    progress: last,
    needs: needs?.(),
  });
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

/** Puts the input's name, where there is one, before what an error says. */
export function aboutInput<T>(input: string | undefined, action: () => Promise<T>): Promise<T> {
  return input === undefined ? action() : about(nameOf(input), action);
}

/** What to call a file, or stdin, in messages. */
export function nameOf(input: string): string {
  return input === STANDARD ? 'standard input' : input;
}

function nameOfOutput(output: string): string {
  return output === STANDARD ? 'standard output' : output;
}

/** Checks options that are about files, before any is touched. @throws CrayError USAGE */
export function checkFiles(files: readonly string[], options: TransferOptions): void {
  const { stdout, rm } = options;
  const output = options.output && outputOf(options.output);
  if (stdout && output !== undefined) throw new CrayError('USAGE', '-c and -o exclude each other');
  if (files.length > 1 && (stdout || output !== undefined)) {
    throw new CrayError('USAGE', `-c and -o take one file, got ${files.length}`);
  }
  const target = stdout ? STANDARD : (output ?? files[0] ?? STANDARD);
  if (
    rm &&
    (target === STANDARD || files.length === 0 || files.some((file) => isStandard(file, 0)))
  ) {
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
  if (output !== undefined) return outputOf(output);
  return isStandard(input, 0) ? STANDARD : checkedName(derive(input));
}

/** The output of this name, of which stdout has several. */
export function outputOf(name: string): string {
  return isStandard(name, 1) ? STANDARD : name;
}

function standardInput(command: string): string {
  if (isatty(0)) {
    throw new CrayError(
      'USAGE',
      `name a FILE or pipe data in: craystack ${command} --help shows examples`,
    );
  }
  return STANDARD;
}
