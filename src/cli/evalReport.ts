import { sizesText } from '../data/dataset.js';
import { isFolderFormat } from '../data/folders.js';
import { PARTS } from '../eval/parts.js';
import type { Evaluation } from '../eval/schema.js';
import { counted } from '../words.js';
import { shown } from './shown.js';
import { size } from './units.js';

type Row = readonly [name: string, of: (result: Evaluation) => string];

const ROWS: readonly Row[] = [
  ['bits/dim', () => ''],
  ['  estimate', ({ bitsPerDim: b, learns }) => (learns ? 'learns' : estimateText(b))],
  ['  message', ({ bitsPerDim }) => bitsPerDim.message.toFixed(5)],
  ['  file', ({ bitsPerDim }) => bitsPerDim.file.toFixed(5)],
  ['ratio', ({ ratio }) => ratio.toFixed(2)],
  ['bytes', () => ''],
  ...PARTS.map(
    ([part, name], i): Row => [
      `  ${i > 0 ? '+ ' : ''}${name}`,
      ({ bits }) => bytesText(bits[part]),
    ],
  ),
  ['  = file', ({ bytes }) => bytesText(8 * bytes)],
  ['speed', () => ''],
  ['  encode', ({ speed }) => speedText(speed.encodeMegabytes, speed.encodeItems)],
  ['  decode', ({ speed }) => speedText(speed.decodeMegabytes, speed.decodeItems)],
  ['peak memory', ({ peakMemory }) => size(peakMemory)],
  ['decoded', () => 'verified'],
];

/** What is said of data of which there is nothing to say. */
export const NO_ITEMS = 'a data set without items: there is nothing to measure';

/** Results for people: a table for each file, with a column for each model. */
export function evalText(results: readonly Evaluation[]): string {
  // Models that see a file in other ways have rates of other dimensions.
  const keyOf = ({ file, format, dtype, shape }: Evaluation) =>
    JSON.stringify([file, format, dtype, shape]);
  const keys = [...new Set(results.map(keyOf))];
  return keys.map((key) => tableOf(results.filter((r) => keyOf(r) === key))).join('\n');
}

function tableOf(results: readonly Evaluation[]): string {
  const [{ file, format, dtype, shape, items, originalBytes }] = results as [Evaluation];
  const ofFolder = isFolderFormat(format);
  const what = ofFolder ? '' : `${counted(items, 'item')} of ${sizesText(shape)}, ${dtype}, `;
  const title = `${shown(file)}: ${format}, ${what}${counted(originalBytes, 'byte')}`;
  const rows: string[][] = [
    ['', ...results.map(({ model }) => model)],
    ...ROWS.map(([name, text]) => [
      ofFolder && name === 'bits/dim' ? 'bits/byte' : name,
      ...results.map(text),
    ]),
  ];
  const widths = (rows[0] as string[]).map((_, c) =>
    Math.max(...rows.map((row) => (row[c] as string).length)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, c) =>
        c === 0 ? cell.padEnd(widths[c] as number) : cell.padStart(widths[c] as number),
      )
      .join('  ')
      .trimEnd(),
  );
  return `${[title, ...lines.map((line) => `  ${line}`.trimEnd())].join('\n')}\n`;
}

function estimateText({ estimate, standardError }: Evaluation['bitsPerDim']): string {
  const error = standardError === null ? '' : ` ± ${standardError.toFixed(5)}`;
  return `${estimate.toFixed(5)}${error}`;
}

/** Bits as bytes, of which not all are whole. */
function bytesText(bits: number): string {
  const text = (bits / 8).toFixed(1);
  return text === '-0.0' ? '0.0' : text;
}

function speedText(megabytes: number, items: number): string {
  return `${megabytes.toFixed(2)} MB/s, ${items.toPrecision(3)} items/s`;
}

/** Results for spreadsheets: a line for each, under the names of all figures. */
export function evalCsv(results: readonly Evaluation[]): string {
  const rows = results.map((result) => flat(result));
  // Of a folder some have a number, and others none.
  const names = Object.keys(Object.assign({}, ...rows));
  const lines = [names, ...rows.map((row) => names.map((name) => row[name] ?? ''))];
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

/** Names joined by dots down to the figures. */
function flat(value: object, prefix = ''): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [key, field] of Object.entries(value)) {
    const name = prefix + key;
    if (Array.isArray(field)) fields[name] = field.join('x');
    else if (typeof field === 'object' && field !== null) {
      Object.assign(fields, flat(field, `${name}.`));
    } else fields[name] = field === null ? '' : String(field);
  }
  return fields;
}

/** As RFC 4180 has it. */
function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
