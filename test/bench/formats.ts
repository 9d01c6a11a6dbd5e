import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { packageFile } from '../../src/package.js';

/** What programs made of one file, each as a whole process. */
export interface FormatRow {
  /** Within the folder of data. */
  readonly name: string;
  readonly bytes: number;
  readonly craystack: number;
  /** The model that was chosen. */
  readonly model: string;
  /** Bits of the .cray file for each element. */
  readonly rate: number;
  readonly encodeSeconds: number;
  readonly decodeSeconds: number;
  readonly xz: number | undefined;
  readonly zstd: number | undefined;
  /** The smallest file of what is made for the format, where something is installed. */
  readonly champion: { readonly name: string; readonly bytes: number } | undefined;
}

export const DATA = packageFile('../shared/data');
const PROGRAM = packageFile('dist/bin/craystack.js');

/** Command lines of what is made for a format, by the ends of names; what they make is FILE. */
const CHAMPIONS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  '.png': [
    ['cjxl -e 9', 'cjxl -d 0 -e 9 INPUT FILE.jxl'],
    ['cwebp -z 9', 'cwebp -quiet -lossless -z 9 INPUT -o FILE.webp'],
  ],
  '.wav': [['flac -8', 'flac -s -8 INPUT -o FILE.flac']],
};

/**
 * Compresses a file by default, and restores it.
 *
 * @param name within the folder of data.
 * @throws Error where the program fails or the file does not come back.
 */
export function benchFormat(name: string): FormatRow {
  if (!existsSync(PROGRAM)) throw new Error('the program is not built: npm run build');
  const input = join(DATA, name);
  const folder = mkdtempSync(join(tmpdir(), 'craystack-formats-'));
  try {
    const [packed, back] = [join(folder, 'packed.cray'), join(folder, 'back')];
    const encodeSeconds = seconds(() => craystack(['compress', '-q', input, '-o', packed]));
    const decodeSeconds = seconds(() => craystack(['decompress', '-q', packed, '-o', back]));
    const info = JSON.parse(craystack(['info', '--json', packed]));
    if (info.fidelity === 'bytes' && !readFileSync(back).equals(readFileSync(input))) {
      throw new Error(`${name} came back different`);
    }
    const elements = info.shape.reduce((a: number, b: number) => a * b, info.items);
    return {
      name,
      bytes: statSync(input).size,
      craystack: info.bytes,
      model: info.model,
      rate: (8 * info.bytes) / elements,
      encodeSeconds,
      decodeSeconds,
      xz: sizeOf(['xz', '-9ec', input]),
      zstd: sizeOf(['zstd', '--ultra', '-22', '-qc', input]),
      champion: championOf(input, folder),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function championOf(input: string, folder: string): FormatRow['champion'] {
  const entries = (CHAMPIONS[extname(input)] ?? []).flatMap(([name, line], i) => {
    let file = '';
    const [command = '', ...args] = line.split(' ').map((word) => {
      if (!word.startsWith('FILE')) return word === 'INPUT' ? input : word;
      file = join(folder, `champion${i}${word.slice(4)}`);
      return file;
    });
    const { status } = spawnSync(command, args);
    return status === 0 ? [{ name, bytes: statSync(file).size }] : [];
  });
  return entries.sort((a, b) => a.bytes - b.bytes)[0];
}

/** Bytes that a program writes, or undefined where it is not there. */
function sizeOf([command, ...args]: readonly [string, ...string[]]): number | undefined {
  const { status, stdout } = spawnSync(command, args, { maxBuffer: 1 << 28 });
  return status === 0 ? stdout.length : undefined;
}

function craystack(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args]);
  if (status !== 0) throw new Error(`craystack ${args[0]} ended with ${status}: ${stderr}`);
  return stdout.toString();
}

function seconds(action: () => void): number {
  const start = performance.now();
  action();
  return (performance.now() - start) / 1000;
}
