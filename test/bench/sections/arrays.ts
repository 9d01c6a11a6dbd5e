import { type ArrayRow, benchArrays } from '../arrays.js';
import { placeOf, type Section } from '../section.js';
import { markdownTable, textTable } from '../table.js';

const HEAD = ['', 'bytes', 'craystack', 'xz -9e', 'flac -8', 'M elements/s push', 'pop'];

const cells = (row: ArrayRow) => [
  row.name,
  ...[row.bytes, row.craystack, row.xz, row.flac].map((n) => n?.toString() ?? ''),
  ...[row.pushPerSecond, row.popPerSecond].map((n) => (n / 1e6).toFixed(2)),
];

/** Integer arrays by the model arrays, and by others. */
export const arrays: Section<readonly ArrayRow[]> = {
  name: 'arrays',
  title: 'integer arrays: sizes, and speed on one thread',
  measure: async () => benchArrays(),
  report: (rows) => textTable([HEAD, ...rows.map(cells)]),
  parts: (measured) => ({
    arrays: [
      `Sizes in bytes, those of craystack without the container (${placeOf(measured)}):`,
      '',
      markdownTable(HEAD, measured.result.map(cells)),
    ].join('\n'),
  }),
};
