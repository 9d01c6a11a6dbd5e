import type { Logger } from 'pino';
import type { Header } from '../container/header.js';
import { CrayError } from '../errors.js';
import { compress } from '../pipeline/compress.js';
import { decompress } from '../pipeline/decompress.js';
import { readInfo } from '../pipeline/info.js';
import type { Progress } from '../pipeline/progress.js';
import { openInput, STANDARD, writeOutput, writeStandard } from './files.js';
import { infoRecord, infoText } from './info.js';
import { chooseModel, modelOfFile } from './models.js';
import { compressedName, restoredName } from './names.js';
import { bitsPerDim, createProgressBar } from './progressBar.js';

/** Options that both commands take. */
export interface CommonOptions {
  readonly model?: string;
  readonly output?: string;
  readonly stdout?: boolean;
  readonly force?: boolean;
  readonly batch?: number;
}

export interface CompressCommandOptions extends CommonOptions {
  readonly lanes?: number;
  readonly chunk?: number;
  readonly seed?: number;
  readonly unordered?: boolean;
}

/** What a command needs of the world around it. */
export interface Context {
  readonly log: Logger;
  readonly progress: boolean;
}

export async function runCompress(
  file: string | undefined,
  options: CompressCommandOptions,
  context: Context,
): Promise<void> {
  const input = inputName(file, 'compress');
  const output = outputName(input, options, compressedName);
  if (output === STANDARD && process.stdout.isTTY) {
    throw new CrayError(
      'USAGE',
      'compressed data are not written to a terminal: redirect stdout, or name a file with -o FILE',
    );
  }
  const { batch, lanes, chunk: chunkItems, seed, unordered } = options;
  const findModel = chooseModel(options.model);
  await transfer(input, output, options.force === true, 'compress', context, async (onProgress) =>
    compress(await openInput(input), findModel, {
      batch,
      lanes,
      chunkItems,
      seed,
      unordered,
      onProgress,
    }),
  );
}

export async function runDecompress(
  file: string | undefined,
  options: CommonOptions,
  context: Context,
): Promise<void> {
  const input = inputName(file, 'decompress');
  const output = outputName(input, options, restoredName);
  const { batch } = options;
  const ofFile = modelOfFile(options.model);
  const findModel = (header: Header) => {
    if (header.unordered) context.log.info(`${input}: has no order; its items come back sorted`);
    return ofFile(header);
  };
  await transfer(input, output, options.force === true, 'decompress', context, async (onProgress) =>
    decompress(await openInput(input), findModel, { batch, onProgress }),
  );
}

export async function runInfo(file: string | undefined, json: boolean): Promise<void> {
  const input = inputName(file, 'info');
  const info = await aboutInput(input, async () => readInfo(await openInput(input)));
  const text = json ? `${JSON.stringify(infoRecord(input, info))}\n` : infoText(input, info);
  process.stdout.write(text);
}

/** Runs the pieces of a transformation into a file or stdout, with a bar, and says what came of it. */
async function transfer(
  input: string,
  output: string,
  force: boolean,
  label: string,
  { log, progress }: Context,
  start: (onProgress: (p: Progress) => void) => Promise<AsyncIterable<Uint8Array>>,
): Promise<void> {
  const bar = createProgressBar(label, progress);
  const started = performance.now();
  let last: Progress | undefined;
  try {
    await aboutInput(input, async () => {
      const pieces = await start((p) => {
        last = p;
        bar.update(p);
      });
      if (output === STANDARD) await writeStandard(pieces);
      else await writeOutput(output, pieces, force);
    });
  } finally {
    bar.stop();
  }
  if (last) log.info(summary(label, output, last, performance.now() - started));
}

/** Puts the input's name before what an error says. Errors of files carry a name of their own. */
async function aboutInput<T>(input: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof CrayError) || error.code === 'IO') throw error;
    const name = input === STANDARD ? 'standard input' : input;
    throw new CrayError(error.code, `${name}: ${error.message}`, { cause: error });
  }
}

function summary(label: string, output: string, p: Progress, milliseconds: number): string {
  const [from, to] = label === 'compress' ? [p.rawBytes, p.bytes] : [p.bytes, p.rawBytes];
  const rate = bitsPerDim(p);
  return [
    `${output === STANDARD ? 'standard output' : output}: ${from} -> ${to} bytes`,
    ...(rate === undefined ? [] : [`${rate.toFixed(4)} bits/dim`]),
    `${(milliseconds / 1000).toFixed(2)} s`,
  ].join(', ');
}

function inputName(file: string | undefined, command: string): string {
  if (file !== undefined && file !== STANDARD) return file;
  if (process.stdin.isTTY) {
    throw new CrayError(
      'USAGE',
      `name a FILE or pipe data in: craystack ${command} --help shows examples`,
    );
  }
  return STANDARD;
}

function outputName(
  input: string,
  { output, stdout }: CommonOptions,
  derive: (input: string) => string,
): string {
  if (stdout && output !== undefined) throw new CrayError('USAGE', '-c and -o exclude each other');
  if (stdout) return STANDARD;
  return output ?? (input === STANDARD ? STANDARD : derive(input));
}
