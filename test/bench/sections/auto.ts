import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelFor } from '../../../src/cli/models.js';
import { CrayError } from '../../../src/errors.js';
import { compress, type FindDataModel } from '../../../src/pipeline/encode/compress.js';
import { readInfo } from '../../../src/pipeline/info.js';
import { collect } from '../../data.js';
import { DATA } from '../kinds.js';
import type { Section } from '../section.js';
import { textTable } from '../table.js';

/** What was made of one file. */
interface AutoRow {
  readonly name: string;
  readonly bytes: number;
  /** Of the whole .cray file, by auto. */
  readonly auto: number;
  /** The model that auto took. */
  readonly model: string;
  /** Of those by the other models that can code it, by their names. */
  readonly others: Readonly<Record<string, number>>;
}

/** Folders of data of which each file is tried, and single files. */
const FOLDERS = [
  ...['numbers', 'arrays-npy', 'wav-alsa', 'ett', 'uci-adult', 'calgary', 'canterbury'],
  ...['silesia', 'json'],
];
const FILES = ['kodak/kodim03.png', 'mnist/t10k-labels-idx1-ubyte'];
/** Bytes of a file that are taken. */
const MOST = 10_000_000;
/** Models that learn while they code, which fit files of many kinds. */
const MODELS = ['bytes', 'arrays', 'numbers', 'photo', 'photo16'];
/** What auto may take of the best. */
const WITHIN = 1.01;

/** Files of all kinds by auto, and by each model that is there for it to take. */
export const auto: Section<readonly AutoRow[]> = {
  name: 'auto',
  title:
    'files of all kinds by auto, which is to take at most 1 % more than the best of the models',
  async measure() {
    if (!existsSync(DATA)) throw new Error('the data are not at hand');
    const rows: AutoRow[] = [];
    for (const name of names()) rows.push(await measureFile(name));
    return rows;
  },
  report: (rows) => {
    const head = ['', 'bytes', 'auto', 'model', 'the next best', 'of it'];
    const beyond = rows.filter((row) => ofBest(row) > WITHIN).length;
    const said = `${beyond} of ${rows.length} files take more than ${WITHIN} of the best model`;
    return `${textTable([head, ...rows.map(cells)])}\n${said}`;
  },
  parts: () => ({}),
};

function names(): string[] {
  const inFolders = FOLDERS.flatMap((folder) =>
    readdirSync(join(DATA, folder)).map((name) => join(folder, name)),
  );
  return [...inFolders, ...FILES].filter(
    (name) => !name.endsWith('.md') && !name.endsWith('copyright'),
  );
}

async function measureFile(name: string): Promise<AutoRow> {
  const file = readFileSync(join(DATA, name)).subarray(0, MOST);
  const made = await compressed(file, modelFor({}));
  if (!made) throw new Error(`${name}: no model fits`);
  const model = (await readInfo([made])).parts[0]?.front.header.modelName ?? '';
  const others: Record<string, number> = {};
  // By the model that auto took the file is the same, or larger where it is read in a way that a sample tells.
  for (const other of MODELS.filter((one) => one !== model)) {
    const by = await compressed(file, modelFor({ model: other }));
    if (by) others[other] = by.length;
  }
  return { name, bytes: file.length, auto: made.length, model, others };
}

/** The whole .cray file; undefined where the model does not fit. */
async function compressed(
  file: Uint8Array,
  findModel: FindDataModel,
): Promise<Uint8Array | undefined> {
  try {
    return await collect(compress(file, findModel, { threads: 1 }));
  } catch (error) {
    if (error instanceof CrayError && error.code === 'DATA_MISMATCH') return undefined;
    throw error;
  }
}

/** The best of the other models, and what it takes. */
function nextBest({ others }: AutoRow): readonly [string, number] {
  const sorted = Object.entries(others).sort(([, a], [, b]) => a - b);
  return sorted[0] ?? ['', Number.POSITIVE_INFINITY];
}

function ofBest(row: AutoRow): number {
  return row.auto / nextBest(row)[1];
}

function cells(row: AutoRow): string[] {
  const { name, bytes, auto, model } = row;
  return [name, `${bytes}`, `${auto}`, model, nextBest(row)[0], ofBest(row).toFixed(4)];
}
