import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Champion, DATA, type Kind } from './kinds.js';
import { type RoundTrip, roundTrip } from './program.js';

/** What programs made of the files of a kind, each file as a whole process. */
export interface FormatRow {
  /** Of the kind, for people. */
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  readonly craystack: number;
  /** The models that were chosen. */
  readonly models: readonly string[];
  /** Bits of the .cray files for each element. */
  readonly rate: number;
  /** What is restored. */
  readonly fidelity: 'bytes' | 'pixels';
  /** Seconds of processors, with those that it takes to start. */
  readonly encodeSeconds: number;
  readonly decodeSeconds: number;
  readonly xz: number | undefined;
  readonly zstd: number | undefined;
  /** The day, where it is another than that of the other rows. */
  readonly date?: string;
  /** The smallest of what is made for the format, where something is installed. */
  readonly champion: { readonly name: string; readonly bytes: number } | undefined;
}

/**
 * Compresses the files of a kind by default, and restores them.
 *
 * @throws Error where the program fails or a file does not come back.
 */
export async function benchFormat({ name, files, make, champions = [] }: Kind): Promise<FormatRow> {
  const folder = mkdtempSync(join(tmpdir(), 'craystack-formats-'));
  try {
    const inputs: string[] = [];
    for (const file of files) {
      const input = join(DATA, file);
      inputs.push(make ? await make(input, folder) : input);
    }
    const rows: RoundTrip[] = [];
    for (const input of inputs) rows.push(await roundTrip(input, folder, { both: ['-T1'] }));
    const total = (of: (row: (typeof rows)[number]) => number) =>
      rows.reduce((sum, row) => sum + of(row), 0);
    return {
      name,
      files: files.length,
      bytes: inputs.reduce((sum, input) => sum + statSync(input).size, 0),
      craystack: total((row) => row.bytes),
      models: [...new Set(rows.map((row) => row.model))],
      rate: (8 * total((row) => row.bytes)) / total((row) => row.elements),
      fidelity: rows.every((row) => row.fidelity === 'bytes') ? 'bytes' : 'pixels',
      encodeSeconds: total((row) => row.compress.busy),
      decodeSeconds: total((row) => row.decompress.busy),
      xz: sumOf(inputs, (input) => sizeOf(['xz', '-9ec', input])),
      zstd: sumOf(inputs, (input) => sizeOf(['zstd', '--ultra', '-22', '-qc', input])),
      champion: championOf(champions, inputs, folder),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The smallest in all of those that are installed and take all files. */
function championOf(
  champions: readonly Champion[],
  inputs: readonly string[],
  folder: string,
): FormatRow['champion'] {
  const entries = champions.flatMap(({ name, line }) => {
    const bytes = sumOf(inputs, (input) => {
      const file = join(folder, `${basename(input)}.${name.split(' ')[0]}`);
      const [command = '', ...args] = line(input, file);
      return spawnSync(command, args).status === 0 ? statSync(file).size : undefined;
    });
    return bytes === undefined ? [] : [{ name, bytes }];
  });
  return entries.sort((a, b) => a.bytes - b.bytes)[0];
}

function sumOf(
  inputs: readonly string[],
  of: (input: string) => number | undefined,
): number | undefined {
  let sum = 0;
  for (const input of inputs) {
    const bytes = of(input);
    if (bytes === undefined) return undefined;
    sum += bytes;
  }
  return sum;
}

/** Bytes that a program writes, or undefined where it is not there. */
function sizeOf([command, ...args]: readonly [string, ...string[]]): number | undefined {
  const { status, stdout } = spawnSync(command, args, { maxBuffer: 1 << 28 });
  return status === 0 ? stdout.length : undefined;
}
