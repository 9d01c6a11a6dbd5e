import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { modelFor } from '../../src/cli/models.js';
import { loadModel, withEffort } from '../../src/model/model.js';
import { packageFile } from '../../src/package.js';
import { decompress } from '../../src/pipeline/decode/decompress.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import { collect } from '../data.js';
import { JPEG_SETS } from './jpegSets.js';
import { type Champion, CJXL_JPEG, LEPTON, PACKJPG } from './kinds.js';
import { craystack, timedRun } from './program.js';

/** What came of a file, and the seconds of processors that it took. */
export interface Coded {
  readonly bytes: number;
  readonly encodeSeconds: number;
  readonly decodeSeconds: number;
}

/** A file, by all. */
export interface JpegRow {
  readonly name: string;
  readonly bytes: number;
  /** By effort, in this process. */
  readonly own: Readonly<Record<string, Coded>>;
  /** By name, of those that are installed and take it, whole processes. */
  readonly others: Readonly<Record<string, Coded>>;
}

/** A set of files, each alone, and all as one folder by a whole process. */
export interface JpegSetResult {
  readonly name: string;
  readonly rows: readonly JpegRow[];
  /** Of those that the first of the others takes. */
  readonly folder: Coded;
}

/** The effort of which nothing is said. */
export const USUAL = '';

/** Others, and how they restore what they made; the first is the champion. */
const OTHERS: readonly (Champion & { back(packed: string, output: string): readonly string[] })[] =
  [
    { ...CJXL_JPEG, back: (packed, output) => ['djxl', '--num_threads=0', packed, output] },
    { ...LEPTON, back: (packed, output) => ['lepton', '-singlethread', packed, output] },
    {
      ...PACKJPG,
      back: (packed, output) => [
        ...['bash', '-c', 'cp "$0" "$1.pjg" && packJPG -np -o "$1.pjg" >&2 && mv "$1.jpg" "$1"'],
        ...[packed, output],
      ],
    },
  ];
/** How names of what they make end, by which they know it. */
const ENDINGS: Readonly<Record<string, string>> = { [CJXL_JPEG.name]: 'jxl', lepton: 'lep' };

/** The name of the champion. */
export const CHAMPION = CJXL_JPEG.name;

/** Efforts that the model has; it may have none. */
function efforts(): (number | undefined)[] {
  return withEffort(loadModel('jpeg'), 1) ? [1, undefined, 9] : [undefined];
}

/** Measures all sets. @throws Error where a file does not come back. */
export async function measureJpegs(folder: string): Promise<JpegSetResult[]> {
  const results: JpegSetResult[] = [];
  // The engine has not compiled the kernels yet.
  await ownOf(readFileSync(packageFile('fixtures/jpeg/mozjpeg-testorig.jpg')), undefined);
  for (const { name, files } of JPEG_SETS) {
    const rows: JpegRow[] = [];
    const paths = await files(folder);
    for (const path of paths) {
      const row = await measureFile(path, folder);
      rows.push(row);
      console.log(`${row.name}: ${row.bytes}, ${row.own[USUAL]?.bytes}`);
    }
    const names = new Set(comparable(rows).map((row) => row.name));
    const taken = paths.filter((path) => names.has(nameOf(path)));
    results.push({ name, rows, folder: folderOf(taken, join(folder, 'set')) });
  }
  return results;
}

/** Those that the champion takes; all where it is not installed. */
export function comparable(rows: readonly JpegRow[]): readonly JpegRow[] {
  const taken = rows.filter(({ others }) => others[CHAMPION]);
  return taken.length > 0 ? taken : rows;
}

function nameOf(path: string): string {
  return basename(path, '.jpg');
}

async function measureFile(path: string, folder: string): Promise<JpegRow> {
  const file = readFileSync(path);
  const own: Record<string, Coded> = {};
  for (const effort of efforts()) own[effort ?? USUAL] = await ownOf(file, effort);
  const others: Record<string, Coded> = {};
  for (const other of OTHERS) {
    const packed = join(folder, `packed.${ENDINGS[other.name] ?? other.name}`);
    const back = join(folder, 'back.jpg');
    const [from, to] = [timedRun(other.line(path, packed)), timedRun(other.back(packed, back))];
    if (typeof from === 'string' || typeof to === 'string') continue;
    if (!readFileSync(back).equals(file)) continue;
    const bytes = statSync(packed).size;
    others[other.name] = { bytes, encodeSeconds: from.busy, decodeSeconds: to.busy };
  }
  return { name: nameOf(path), bytes: file.length, own, others };
}

async function ownOf(file: Uint8Array, effort: number | undefined): Promise<Coded> {
  const find = ({ modelName }: { readonly modelName: string }) => loadModel(modelName);
  const packed = await timed(() => collect(compress([file], modelFor({ effort }))));
  const back = await timed(() => collect(decompress([packed.made], find)));
  if (Buffer.compare(back.made, file) !== 0) throw new Error('a file came back different');
  const { length: bytes } = packed.made;
  return { bytes, encodeSeconds: packed.seconds, decodeSeconds: back.seconds };
}

async function timed<T>(action: () => Promise<T>): Promise<{ made: T; seconds: number }> {
  const before = process.cpuUsage();
  const made = await action();
  const { user, system } = process.cpuUsage(before);
  return { made, seconds: (user + system) / 1e6 };
}

/** All files of a set as one folder, by a whole process on one thread. */
function folderOf(files: readonly string[], folder: string): Coded {
  const [packed, back] = [`${folder}.cray`, `${folder}.back`];
  const set = `${folder}-${files.length}`;
  mkdirSync(set);
  for (const file of files) writeFileSync(join(set, basename(file)), readFileSync(file));
  const from = craystack(['compress', '-qf', '-T1', set, '-o', packed]);
  const to = craystack(['decompress', '-qf', '-T1', packed, '-o', back]);
  for (const file of files) {
    if (readFileSync(join(back, basename(file))).equals(readFileSync(file))) continue;
    throw new Error(`${file} came back different of a folder`);
  }
  const bytes = statSync(packed).size;
  return { bytes, encodeSeconds: from.busy, decodeSeconds: to.busy };
}
