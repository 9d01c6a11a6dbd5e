import { existsSync, readFileSync } from 'node:fs';
import {
  IMAGE_SETS,
  type ImageRow,
  type ImageSet,
  type ImageSetResult,
  KODAK_SETS,
  measureSets,
  WIKIPEDIA_SETS,
} from '../images.js';
import { DATA } from '../kinds.js';
import { placeOf, type Run, type Section } from '../section.js';
import { markdownTable, textTable } from '../table.js';

const HEAD = [
  '',
  'files',
  'bytes',
  'bits/dim',
  'of cjxl -e 9',
  'others',
  'model',
  's a file, compress',
  'decompress',
];
/** Where a file has many images. */
const ONE = 'one of its images';

/** Sets of small images, each one file. */
export const images = sectionOf('images', 'sets of small images by -m auto', IMAGE_SETS);

/** Kodak's photographs, each a file. */
export const kodak = sectionOf(
  'kodak',
  "Kodak's photographs by -m auto, beside JPEG XL",
  KODAK_SETS,
);

/** Others, which are larger. */
export const wikipedia = sectionOf(
  'wikipedia',
  'photographs from Wikipedia by -m auto, beside JPEG XL',
  WIKIPEDIA_SETS,
);

function sectionOf(
  name: string,
  title: string,
  sets: readonly ImageSet[],
): Section<readonly ImageSetResult[]> {
  return {
    name,
    title: `${title}, whole processes`,
    measure: () => measureSets(sets),
    planned: () => sets.map(runOf),
    ran: (results) =>
      results.map(({ name: of, effort, rows }) => ({
        name: of,
        effort,
        models: [...new Set(rows.map(({ model }) => model))],
      })),
    report: (measured) => textTable([headOf(measured), ...rowsOf(measured)]),
    parts: (measured) => ({
      [name]: [
        `${title.charAt(0).toUpperCase()}${title.slice(1)}: whole files and whole processes, on ` +
          `${measured.cores} cores (${placeOf(measured)}); bits/dim is the mean over files; every file was ` +
          `restored and compared${others(measured.result)}:`,
        '',
        markdownTable(headOf(measured.result), rowsOf(measured.result)),
      ].join('\n'),
    }),
  };
}

function runOf({ name, effort, model, sample, files }: ImageSet): Run {
  const file = () => {
    if (sample) return sample();
    const [first] = existsSync(DATA) ? (files('') as readonly string[]) : [];
    return first === undefined ? undefined : readFileSync(first);
  };
  return { name, effort, models: model === undefined ? undefined : [model], file };
}

function others(sets: readonly ImageSetResult[]): string {
  return sets.some(({ elsewhere }) => elsewhere)
    ? '; others in bits/dim, by their own figures or measured once elsewhere'
    : '';
}

function headOf(sets: readonly ImageSetResult[]): string[] {
  return ofMany(sets) ? [...HEAD, ONE] : HEAD;
}

function rowsOf(sets: readonly ImageSetResult[]): string[][] {
  const one = ({ rows }: ImageSetResult) => (rows[0]?.one ?? 0).toFixed(2);
  return sets.map((set) => (ofMany(sets) ? [...cells(set), one(set)] : cells(set)));
}

/** Whether the files are of many images, one of which was restored. */
function ofMany(sets: readonly ImageSetResult[]): boolean {
  return sets.every(({ rows }) => rows.length === 1 && rows[0]?.one !== undefined);
}

function cells({ name, effort, elsewhere, rows }: ImageSetResult): string[] {
  const total = (of: (row: ImageRow) => number) => rows.reduce((sum, row) => sum + of(row), 0);
  const mean = (of: (row: ImageRow) => number) => total(of) / rows.length;
  const bytes = total((row) => row.bytes);
  const compared = rows.every((row) => row.cjxl !== undefined);
  return [
    `${name}${effort === undefined ? '' : `, --effort ${effort}`}`,
    `${rows.length}`,
    `${bytes}`,
    mean((row) => (8 * row.bytes) / row.elements).toFixed(4),
    compared ? (bytes / total((row) => row.cjxl ?? 0)).toFixed(3) : '',
    elsewhere ?? '',
    [...new Set(rows.map((row) => row.model))].join(', '),
    mean((row) => row.compress).toFixed(1),
    mean((row) => row.decompress).toFixed(1),
  ];
}
