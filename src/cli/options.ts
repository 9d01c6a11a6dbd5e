import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import { DEFAULT_BATCH } from '../model/build.js';
import { MAX_THREADS } from '../pipeline/chunk/workers.js';
import { GROUPS } from './help.js';
import { addressesAreFew } from './thread/addressSpace.js';

/** Options of compress and decompress, and what they mean. */
export interface TransferOptions {
  readonly model?: string;
  readonly output?: string;
  readonly stdout?: boolean;
  readonly force?: boolean;
  readonly rm?: boolean;
  /** To delete the input also where its very bytes do not come back. */
  readonly rmAnyway?: boolean;
  readonly batch?: number;
  readonly threads?: number;
  readonly memory?: number;
}

/** Options that are about files. */
export function fileOptions(output: string): Option[] {
  return [
    new Option('-o, --output <file>', output),
    new Option('-c, --stdout', 'write to standard output'),
    new Option(
      '-f, --force',
      'overwrite the output file; with --rm, delete a link, or one of several names of a file, too',
    ),
    new Option('-k, --keep', 'keep the input file (the default)'),
    new Option(
      '--rm',
      'delete the input file once the result has been verified; not a symbolic link, or a file with other hard links, but by -f',
    ).conflicts('keep'),
  ].map((option) => option.helpGroup(GROUPS.files));
}

/** @param otherwise which model it is by default. */
export function modelOption(otherwise: string): Option {
  return new Option('-m, --model <model>', `name or folder of the model (default: ${otherwise})`);
}

/** Threads, of which there are as many as cores unless it is said how many. */
export function threadsOption(): Option {
  const cores = addressesAreFew() ? 1 : Math.min(availableParallelism(), MAX_THREADS);
  return new Option('-T, --threads <n>', 'threads that code chunks; 0: one a core')
    .default(cores, '0')
    .argParser((text) => integer(0, MAX_THREADS)(text) || cores)
    .helpGroup(GROUPS.tuning);
}

export function batchOption(): Option {
  return new Option('--batch <n>', `most items a network call: speed (default: ${DEFAULT_BATCH})`)
    .argParser(count(65536))
    .helpGroup(GROUPS.tuning);
}

/** @param does what is done about more. */
export function memoryOption(does = 'refuse what takes more memory'): Option {
  const of =
    'for models and what is coded at once, by an estimate, beside what the program takes itself';
  const description = `${does} ${of}: bytes, or with k, M or G (default: 2G)`;
  return new Option('--memory <limit>', description).argParser(bytes).helpGroup(GROUPS.tuning);
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1 << 10, m: 1 << 20, g: 1 << 30 };

/** A number of bytes, also in units of 1024. */
function bytes(text: string): number {
  const [, digits, unit] = /^(\d{1,12})([kmg]?)(?:i?b)?$/i.exec(text) ?? [];
  const value = Number(digits) * (UNITS[unit?.toLowerCase() ?? ''] ?? Number.NaN);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError('expected a number of bytes, as 500M or 2G.');
  }
  return value;
}

/** A parser of integers in [least, most]. */
export function integer(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`expected an integer from ${least} to ${most}.`);
    }
    return value;
  };
}

export function count(most: number): (text: string) => number {
  return integer(1, most);
}
