import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { counted } from '../../../src/words.js';
import {
  CHAMPION,
  type Coded,
  comparable,
  type JpegRow,
  type JpegSetResult,
  measureJpegs,
  USUAL,
} from '../jpegs.js';
import { placeOf, type Section } from '../section.js';
import { markdownTable, textTable } from '../table.js';

/** JPEG files by auto, beside what else keeps them exactly. */
export const jpeg: Section<readonly JpegSetResult[]> = {
  name: 'jpeg',
  title: 'JPEG files by -m auto, beside what else keeps them exactly',
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), 'craystack-jpeg-'));
    try {
      return await measureJpegs(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  report: (sets) =>
    [textTable([fileHead(sets), ...sets.flatMap(fileCells(sets))]), textTable(sums(sets))].join(
      '\n\n',
    ),
  parts: (measured) => {
    const [head = [], ...rows] = sums(measured.result);
    const files = measured.result.flatMap(fileCells(measured.result));
    return {
      jpeg: [
        `JPEG files by -m auto, byte for byte, those that ${CHAMPION} takes. Times are of processors, over its own; a folder, ` +
          `and others, are whole processes on one thread (${placeOf(measured)}):`,
        '',
        markdownTable(head, rows),
      ].join('\n'),
      jpegfiles: [
        `Each file alone, by -m auto, in bytes (${placeOf(measured)}):`,
        '',
        markdownTable(fileHead(measured.result), files),
      ].join('\n'),
    };
  },
};

/** Names of the others, in order. */
function othersIn(sets: readonly JpegSetResult[]): string[] {
  return [
    ...new Set(sets.flatMap(({ rows }) => rows.flatMap(({ others }) => Object.keys(others)))),
  ];
}

function fileHead(sets: readonly JpegSetResult[]): string[] {
  return [
    '',
    'bytes',
    'craystack',
    ...othersIn(sets),
    `of ${CHAMPION}`,
    'MB/s compress',
    'restore',
  ];
}

function fileCells(sets: readonly JpegSetResult[]) {
  return ({ rows }: JpegSetResult): string[][] =>
    rows.map(({ name, bytes, own, others }) => {
      const usual = own[USUAL] as Coded;
      return [
        name,
        `${bytes}`,
        `${usual.bytes}`,
        ...othersIn(sets).map((other) => `${others[other]?.bytes ?? ''}`),
        ratio(usual.bytes, others[CHAMPION]?.bytes),
        ...speeds(bytes, usual),
      ];
    });
}

/** A row for each set by each effort, as a folder, and by each of the others. */
function sums(sets: readonly JpegSetResult[]): string[][] {
  const rows = sets.flatMap(({ name, rows: all, folder }) => {
    const files = comparable(all);
    const champion = sumOf(files, ({ others }) => others[CHAMPION]);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const row = (who: string, coded: Coded | undefined) =>
      coded
        ? [[who, `${coded.bytes}`, ...comparedWith(champion, coded), ...speeds(bytes, coded)]]
        : [];
    const [first] = files;
    return [
      [`**${name}**, ${counted(files.length, 'file')}`, `${bytes}`, '', '', '', '', ''],
      ...Object.keys(first?.own ?? {}).flatMap((effort) =>
        row(
          effort === USUAL ? 'craystack' : `craystack --effort ${effort}`,
          sumOf(files, ({ own }) => own[effort]),
        ),
      ),
      ...row('craystack, as one folder', folder),
      ...othersIn(sets).flatMap((other) =>
        row(
          other,
          sumOf(files, ({ others }) => others[other]),
        ),
      ),
    ];
  });
  const head = [
    '',
    'bytes',
    `of ${CHAMPION}`,
    'its time, compress',
    'restore',
    'MB/s compress',
    'restore',
  ];
  return [head, ...rows];
}

/** Of all files together; undefined where one is missing. */
function sumOf(
  files: readonly JpegRow[],
  of: (row: JpegRow) => Coded | undefined,
): Coded | undefined {
  let [bytes, encodeSeconds, decodeSeconds] = [0, 0, 0];
  for (const file of files) {
    const one = of(file);
    if (!one) return undefined;
    bytes += one.bytes;
    encodeSeconds += one.encodeSeconds;
    decodeSeconds += one.decodeSeconds;
  }
  return { bytes, encodeSeconds, decodeSeconds };
}

function comparedWith(champion: Coded | undefined, own: Coded): string[] {
  return [
    ratio(own.bytes, champion?.bytes),
    ratio(own.encodeSeconds, champion?.encodeSeconds, 2),
    ratio(own.decodeSeconds, champion?.decodeSeconds, 2),
  ];
}

function speeds(bytes: number, { encodeSeconds, decodeSeconds }: Coded): string[] {
  return [encodeSeconds, decodeSeconds].map((seconds) => (bytes / 1e6 / seconds).toFixed(2));
}

function ratio(own: number, other: number | undefined, digits = 3): string {
  return other === undefined ? '' : (own / other).toFixed(digits);
}
