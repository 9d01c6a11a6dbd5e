import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelFor } from '../../../src/cli/models.js';
import { loadModel } from '../../../src/model/model.js';
import { packageFile } from '../../../src/package.js';
import { decompress } from '../../../src/pipeline/decode/decompress.js';
import { compress } from '../../../src/pipeline/encode/compress.js';
import { readInfo } from '../../../src/pipeline/info.js';
import { collect } from '../../data.js';
import { placeOf, type Section } from '../section.js';
import { markdownTable, textTable } from '../table.js';

/** What was made of one file. */
interface NumbersRow {
  readonly name: string;
  readonly bytes: number;
  /** Of the whole .cray file. */
  readonly craystack: number;
  /** Names of the models that auto took. */
  readonly models: readonly string[];
  /** Processor time, with what it takes to choose. */
  readonly encodeSeconds: number;
  readonly decodeSeconds: number;
  /** Sizes by the names of others, those that are installed. */
  readonly peers: Readonly<Record<string, number>>;
}

const DATA = packageFile('../shared/data/numbers');
const PEERS: Readonly<Record<string, readonly string[]>> = {
  'xz -9e': ['xz', '-9ec'],
  'zstd --ultra -22': ['zstd', '--ultra', '-22', '-qc'],
  'bzip2 -9': ['bzip2', '-9c'],
};
const HEAD = [
  '',
  'bytes',
  'craystack',
  'model',
  ...Object.keys(PEERS),
  'of the best',
  's',
  's back',
];

/** Files of numbers by auto, each alone. */
export const numbers: Section<readonly NumbersRow[]> = {
  name: 'numbers',
  title: 'files of numbers by auto: columns, tables, arrays, checkpoints, each file alone',
  async measure() {
    if (names().length === 0) throw new Error('the files of numbers are not at hand');
    const rows: NumbersRow[] = [];
    for (const name of names()) rows.push(await measureFile(name));
    return rows;
  },
  report: (rows) => textTable([HEAD, ...rows.map(cells), means(rows)]),
  parts: (measured) => ({
    numbers: [
      `Whole .cray files by \`auto\`, each file alone (${placeOf(measured)}):`,
      '',
      markdownTable(HEAD, [...measured.result.map(cells), means(measured.result)]),
    ].join('\n'),
    tables: [
      `Some files of numbers by -m auto, whole .cray files (${placeOf(measured)}):`,
      '',
      markdownTable(SHORT_HEAD, [
        ...measured.result.filter(({ name }) => name in SHOWN).map(shortCells),
        [
          'geometric mean of all',
          '',
          '',
          ...Object.keys(PEERS).map(() => ''),
          meanOf(measured.result),
        ],
      ]),
    ].join('\n'),
  }),
};

/** Files that stand for their kinds, and what each holds. */
const SHOWN: Readonly<Record<string, string>> = {
  'adam_checkpoint-f32.safetensors': 'weights and both moments of Adam, f32',
  'adult_codes-i64.npy': 'a table of category codes, i64',
  'canada_coords-f64.npy': 'coordinates, f64',
  'climate.h5': 'HDF5: air temperatures, hours',
  'food_prices-f64.npy': 'prices, f64',
  'hexbin_crop.las': 'LAS: a point cloud',
  'kepler_lightcurve_table.fits': 'FITS: light curves',
  'silero_vad_16k-bf16.safetensors': 'weights, bf16',
  'timestamps_ns-i64.npy': 'time stamps in nanoseconds, i64',
  'turbulence-f32.npy': 'frames of turbulence, f32',
};
const SHORT_HEAD = ['', 'bytes', 'craystack', ...Object.keys(PEERS), 'of the best'];

function shortCells(row: NumbersRow): string[] {
  const [, bytes, craystack, , ...rest] = cells(row);
  const others = rest.slice(0, Object.keys(PEERS).length + 1);
  return [SHOWN[row.name], bytes, craystack, ...others] as string[];
}

function names(): string[] {
  return existsSync(DATA) ? readdirSync(DATA).filter((name) => !name.endsWith('.md')) : [];
}

function bestOf({ peers }: NumbersRow): number {
  return Math.min(...Object.values(peers));
}

function cells(row: NumbersRow): string[] {
  return [
    row.name,
    `${row.bytes}`,
    `${row.craystack}`,
    row.models.join(', '),
    ...Object.keys(PEERS).map((name) => `${row.peers[name] ?? ''}`),
    (row.craystack / bestOf(row)).toFixed(2),
    row.encodeSeconds.toFixed(1),
    row.decodeSeconds.toFixed(1),
  ];
}

/** The geometric mean of the ratios to the best of the others. */
function means(rows: readonly NumbersRow[]): string[] {
  const blank = Object.keys(PEERS).map(() => '');
  return ['geometric mean', '', '', '', ...blank, meanOf(rows), '', ''];
}

function meanOf(rows: readonly NumbersRow[]): string {
  const logs = rows.map((row) => Math.log(row.craystack / bestOf(row)));
  return Math.exp(logs.reduce((a, b) => a + b, 0) / rows.length).toFixed(3);
}

async function measureFile(name: string): Promise<NumbersRow> {
  const path = join(DATA, name);
  const file = readFileSync(path);
  let out: Uint8Array = new Uint8Array(0);
  const encodeSeconds = await processorTime(async () => {
    out = await collect(compress([file], modelFor({})));
  });
  let back: Uint8Array = new Uint8Array(0);
  const decodeSeconds = await processorTime(async () => {
    back = await collect(decompress([out], ({ modelName }) => loadModel(modelName)));
  });
  if (Buffer.compare(back, file) !== 0) throw new Error(`${name} came back different`);
  const { parts } = await readInfo([out]);
  const models = [...new Set(parts.map(({ front }) => front.header.modelName))];
  const sizes = Object.entries(PEERS).flatMap(([peer, [command, ...args]]) => {
    const run = spawnSync(command as string, [...args, path], { maxBuffer: 1 << 27 });
    return run.status === 0 ? [[peer, run.stdout.length] as const] : [];
  });
  const peers = Object.fromEntries(sizes);
  const [bytes, craystack] = [file.length, out.length];
  return { name, bytes, craystack, models, encodeSeconds, decodeSeconds, peers };
}

async function processorTime(action: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await action();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
