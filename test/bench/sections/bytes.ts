import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyMessage } from '../../../src/ans/message.js';
import { contextMixing } from '../../../src/codecs/learning/contextMixing.js';
import { packageFile } from '../../../src/package.js';
import { placeOf, type Section } from '../section.js';
import { markdownTable, textTable } from '../table.js';

/** What was made of one file. */
interface FileRow {
  readonly name: string;
  readonly bytes: number;
  /** Of the message, with what a .cray file has beside it. */
  readonly craystack: number;
  /** Processor time. */
  readonly encodeSeconds: number;
  readonly decodeSeconds: number;
  /** Sizes by the names of others, those that are installed. */
  readonly peers: Readonly<Record<string, number>>;
}

interface Result {
  readonly files: readonly FileRow[];
}

const DATA = packageFile('../shared/data');
const FOLDERS = ['calgary', 'canterbury'];
const SINGLE = ['json/canada.json', 'json/twitter.json', 'uci-adult/adult.data'];
/** Header, trailer, checksums and the names of model and format, in bytes. */
const FRAME = 200;
const PEERS: Readonly<Record<string, readonly string[]>> = {
  'xz -9e': ['xz', '-9ec'],
  'zstd --ultra -22': ['zstd', '--ultra', '-22', '-qc'],
  'bzip2 -9': ['bzip2', '-9c'],
};

/** The model for bytes on the Calgary and Canterbury files and some tables and JSON, each alone. */
export const bytes: Section<Result> = {
  name: 'bytes',
  title: 'the model for bytes on texts, programs, tables and JSON, each file alone',

  async measure() {
    if (!existsSync(DATA)) throw new Error('the Calgary and Canterbury files are not at hand');
    const inFolders = FOLDERS.flatMap((folder) =>
      readdirSync(join(DATA, folder)).map((file) => join(folder, file)),
    );
    return { files: [...inFolders, ...SINGLE].map(measureFile) };
  },

  report: ({ files }) => textTable([HEAD, ...[...files, total(files)].map(cells)]),

  parts(measured) {
    const { files } = measured.result;
    const all = total(files);
    return {
      bytes: [
        `${files.length} files, ${all.bytes} bytes, each alone (${placeOf(measured)}):`,
        '',
        markdownTable(HEAD, [...files, all].map(cells)),
      ].join('\n'),
    };
  },
};

const HEAD = ['', 'bytes', 'craystack', ...Object.keys(PEERS), 'MB/s encode', 'MB/s decode'];

function cells(row: FileRow): string[] {
  const speed = (seconds: number) => (row.bytes / 1e6 / seconds).toFixed(2);
  return [
    row.name,
    `${row.bytes}`,
    `${row.craystack}`,
    ...Object.keys(PEERS).map((name) => `${row.peers[name] ?? ''}`),
    speed(row.encodeSeconds),
    speed(row.decodeSeconds),
  ];
}

function total(files: readonly FileRow[]): FileRow {
  const sum = (of: (row: FileRow) => number) => files.reduce((n, row) => n + of(row), 0);
  const names = Object.keys(files[0]?.peers ?? {});
  return {
    name: 'all',
    bytes: sum((row) => row.bytes),
    craystack: sum((row) => row.craystack),
    encodeSeconds: sum((row) => row.encodeSeconds),
    decodeSeconds: sum((row) => row.decodeSeconds),
    peers: Object.fromEntries(names.map((name) => [name, sum((row) => row.peers[name] ?? 0)])),
  };
}

function measureFile(name: string): FileRow {
  const file = join(DATA, name);
  const symbols = Uint32Array.from(readFileSync(file));
  const codec = contextMixing(symbols.length);
  const message = emptyMessage(1);
  const encodeSeconds = processorTime(() => codec.push(message, symbols));
  const craystack = Math.ceil(message.bits / 8) + FRAME;
  let back = new Uint32Array(0);
  const decodeSeconds = processorTime(() => {
    back = codec.pop(message) as typeof back;
  });
  if (!symbols.every((symbol, i) => symbol === back[i]))
    throw new Error(`${name} came back different`);
  const sizes = Object.entries(PEERS).flatMap(([peer, [command, ...args]]) => {
    const run = spawnSync(command as string, [...args, file], { maxBuffer: 1 << 27 });
    return run.status === 0 ? [[peer, run.stdout.length] as const] : [];
  });
  const peers = Object.fromEntries(sizes);
  return { name, bytes: symbols.length, craystack, encodeSeconds, decodeSeconds, peers };
}

function processorTime(action: () => void): number {
  const before = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
