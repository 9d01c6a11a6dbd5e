import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchFormat, type FormatRow } from '../formats.js';
import { DATA, type Kind, kinds } from '../kinds.js';
import { dayOf, placeOf, type Section } from '../section.js';
import { markdownTable, textTable } from '../table.js';

const HEAD = [
  '',
  'files',
  'bytes',
  'craystack',
  'xz -9e',
  'zstd -22',
  'made for it',
  'model',
  'bits/element',
  'MB/s compress',
  'decompress',
];

/** Files of all formats by default, whole processes. */
export const formats: Section<readonly FormatRow[]> = {
  name: 'formats',
  title: 'files of each format, by default, whole processes',
  async measure() {
    if (!existsSync(DATA)) throw new Error('the data are not at hand');
    const rows: FormatRow[] = [];
    for (const kind of kinds()) rows.push(await measured(kind));
    return rows;
  },
  async measureSome(names, before) {
    const date = new Date().toISOString().slice(0, 10);
    const rows: FormatRow[] = [];
    for (const kind of kinds()) {
      const own = before.find(({ name }) => name === kind.name);
      if (!names.includes(kind.name)) rows.push(...(own ? [own] : []));
      else rows.push({ ...(await measured(kind)), date });
    }
    return rows;
  },
  planned: () => kinds().map(({ name, files, make }) => ({ name, file: () => at(files[0], make) })),
  ran: (rows) => rows.map(({ name, models }) => ({ name, models })),
  report: (rows) => textTable([HEAD, ...rows.map(cells)]),
  parts: (measured) => ({
    formats: [
      'Bytes of the files of a kind together, each compressed alone, by default. MB are those of the files ' +
        'that went in, a second is one of a processor (user and system), and those that whole processes ' +
        `with -T 1 take to start are among them (${placeOf(measured)}):`,
      '',
      markdownTable(HEAD, measured.result.map(cells)),
    ].join('\n'),
  }),
};

async function measured(kind: Kind): Promise<FormatRow> {
  const row = await benchFormat(kind);
  console.log(textTable([cells(row)]));
  return row;
}

/** A file that is measured as it is, where it is at hand. */
function at(file: string | undefined, make: unknown): Uint8Array | undefined {
  const there = file !== undefined && !make && existsSync(join(DATA, file));
  return there ? readFileSync(join(DATA, file)) : undefined;
}

function cells(row: FormatRow): string[] {
  const speed = (seconds: number) => (row.bytes / 1e6 / seconds).toFixed(2);
  return [
    `${row.name}${row.fidelity === 'pixels' ? ' ³' : ''}${row.date ? `, ${dayOf(row.date)}` : ''}`,
    `${row.files}`,
    `${row.bytes}`,
    `${row.craystack}`,
    `${row.xz ?? ''}`,
    `${row.zstd ?? ''}`,
    row.champion ? `${row.champion.bytes} (${row.champion.name})` : '',
    row.models.join(', '),
    row.rate.toFixed(3),
    speed(row.encodeSeconds),
    speed(row.decodeSeconds),
  ];
}
