import { InvalidArgumentError, Option } from 'commander';
import { readableNames } from '../data/formats.js';
import { restoredAsPixels, unwrapped } from '../data/inWords.js';
import { type OpenOptions, RAW_TYPES, type RawLayout } from '../data/open.js';
import { CrayError } from '../errors.js';
import { GROUPS } from './help.js';

/** What a command line says of how to read a file. */
export interface ReadingOptions {
  readonly exact?: boolean;
  readonly format?: string;
  readonly shape?: readonly number[];
  readonly dtype?: string;
  readonly byteOrder?: 'little' | 'big';
}

export function readingOptions(): Option[] {
  return [
    new Option(
      '--exact',
      `restore also ${restoredAsPixels()} byte for byte, and ${unwrapped()} itself, where that takes over 1 % more`,
    ),
    new Option('--format <name>', 'read the input as this, not as what it looks like').choices(
      readableNames(),
    ),
    new Option('--dtype <type>', 'the input is raw: numbers of this type').choices([...RAW_TYPES]),
    new Option('--shape <sizes>', 'sizes of an item of a raw input, as 28x28').argParser(
      parseShape,
    ),
    new Option('--byte-order <order>', 'of the numbers of a raw input (default: little)').choices([
      'little',
      'big',
    ]),
  ].map((option) => option.helpGroup(GROUPS.reading));
}

/** @throws CrayError USAGE for options that say different things. */
export function openOptions(options: ReadingOptions): OpenOptions {
  const { exact, format } = options;
  const raw = rawLayout(options);
  if (raw && format !== undefined) {
    throw new CrayError('USAGE', '--format and --dtype exclude each other');
  }
  return { exact, format, raw };
}

/** @throws CrayError USAGE where options say how to read what is a .cray file. */
export function checkReading(name: string, options: ReadingOptions): void {
  const { exact, format, shape, dtype, byteOrder } = options;
  const said = Object.entries({ exact, format, shape, dtype, 'byte-order': byteOrder });
  const [option] = said.find(([, value]) => value !== undefined) ?? [];
  if (option === undefined) return;
  throw new CrayError('USAGE', `${name}: is a .cray file, and --${option} says how data are read`);
}

function rawLayout({ dtype, shape, byteOrder }: ReadingOptions): RawLayout | undefined {
  if (dtype !== undefined) return { dtype, shape: shape ?? [], byteOrder: byteOrder ?? 'little' };
  if (shape === undefined && byteOrder === undefined) return undefined;
  const option = shape === undefined ? '--byte-order' : '--shape';
  throw new CrayError('USAGE', `${option} is of a raw input, and wants --dtype as well`);
}

/** "28x28", "3,32,32" or "100". */
function parseShape(text: string): number[] {
  if (!/^\d{1,9}([x,]\d{1,9})*$/.test(text)) {
    throw new InvalidArgumentError('expected sizes, as 28x28.');
  }
  return text.split(/[x,]/).map(Number);
}
