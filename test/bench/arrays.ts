import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { flatten } from '../../src/ans/flatten.js';
import { emptyMessage } from '../../src/ans/message.js';
import { adaptivePrediction } from '../../src/codecs/learning/adaptivePrediction.js';
import { packageFile } from '../../src/package.js';

/** An array of 16-bit elements in a file. */
export interface ArrayFile {
  readonly name: string;
  readonly file: string;
  readonly bytes: Buffer;
  /** Where the elements begin and end. */
  readonly from: number;
  readonly to: number;
  readonly sizes: readonly number[];
  /** Elements in order, unsigned. */
  readonly elements: Uint32Array;
}

/** One file by several compressors. Sizes in bytes, those of craystack with what is not elements. */
export interface ArrayRow {
  readonly name: string;
  readonly bytes: number;
  readonly craystack: number;
  readonly xz: number;
  /** Undefined where flac is not installed, or not made for such data. */
  readonly flac: number | undefined;
  /** Elements a second of processor time. */
  readonly pushPerSecond: number;
  readonly popPerSecond: number;
}

/** The arrays that lie beside the repository; none where there are none. */
export function arrayFiles(): readonly ArrayFile[] {
  return [
    ['../shared/data/arrays-npy', '.npy', readNpy],
    ['../shared/data/wav-alsa', '.wav', readWav],
  ].flatMap(([folder, ending, read]) => {
    const path = packageFile(folder as string);
    if (!existsSync(path)) return [];
    const names = readdirSync(path).filter((name) => name.endsWith(ending as string));
    return names.map((name) => (read as typeof readNpy)(name, join(path, name)));
  });
}

/** Measures the model arrays and others on {@link arrayFiles}. */
export function benchArrays(): readonly ArrayRow[] {
  const files = arrayFiles();
  // The engine has not compiled the kernels yet.
  for (const file of files.slice(0, 1)) measure(file);
  return files.map(measure);
}

function measure({ name, file, bytes, from, to, sizes, elements }: ArrayFile): ArrayRow {
  const codec = adaptivePrediction(sizes, 16);
  const message = emptyMessage(1);
  // Of the processor: sizes are what counts here, and others may be at work on the same machine.
  const microseconds = () => process.cpuUsage().user;
  const start = microseconds();
  codec.push(message, elements);
  const pushed = microseconds();
  const craystack = 4 * flatten(message).length + bytes.length - (to - from);
  codec.pop(message);
  const popped = microseconds();
  return {
    name,
    bytes: bytes.length,
    craystack,
    xz: spawnSync('xz', ['-9ec', file], { maxBuffer: 1 << 26 }).stdout.length,
    flac: flac(bytes.subarray(from, to), sizes),
    pushPerSecond: (1e6 * elements.length) / (pushed - start),
    popPerSecond: (1e6 * elements.length) / (popped - pushed),
  };
}

/** The elements as sound; undefined where they are none, or there is no flac. */
function flac(samples: Uint8Array, sizes: readonly number[]): number | undefined {
  const channels = sizes[1] ?? 1;
  if (sizes.length > 2) return undefined;
  const raw = ['--force-raw-format', '--endian=little', '--sign=signed', '--bps=16'];
  const { status, stdout } = spawnSync(
    'flac',
    ['-8epsc', '--no-padding', '--sample-rate=44100', ...raw, `--channels=${channels}`, '-'],
    { input: samples, maxBuffer: 1 << 26 },
  );
  return status === 0 ? stdout.length : undefined;
}

function readNpy(name: string, file: string): ArrayFile {
  const bytes = readFileSync(file);
  const from = 10 + bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, from);
  const sizes = header.match(/'shape': \(([\d, ]*)\)/)?.[1]?.match(/\d+/g) ?? [];
  const signed = header.includes("'<i2'");
  const elements = elementsOf(bytes.subarray(from), signed);
  return { name, file, bytes, from, to: bytes.length, sizes: sizes.map(Number), elements };
}

function readWav(name: string, file: string): ArrayFile {
  const bytes = readFileSync(file);
  let at = 12;
  while (bytes.toString('latin1', at, at + 4) !== 'data') at += 8 + bytes.readUInt32LE(at + 4);
  const from = at + 8;
  const to = from + bytes.readUInt32LE(at + 4);
  const elements = elementsOf(bytes.subarray(from, to), true);
  return { name, file, bytes, from, to, sizes: [elements.length], elements };
}

function elementsOf(bytes: Buffer, signed: boolean): Uint32Array {
  return Uint32Array.from({ length: bytes.length >> 1 }, (_, i) =>
    signed ? bytes.readInt16LE(2 * i) + 0x8000 : bytes.readUInt16LE(2 * i),
  );
}
