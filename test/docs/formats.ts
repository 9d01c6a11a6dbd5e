/** What documents say of formats, out of the list of them. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { DataFormat } from '../../src/data/format.js';
import { FORMATS } from '../../src/data/formats.js';
import {
  knownByContent,
  restoredAsPixels,
  restoredExactly,
  unwrapped,
} from '../../src/data/inWords.js';
import { packageFile } from '../../src/package.js';

/** Documents with parts about formats. */
export const FORMAT_DOCUMENTS = ['FORMAT.md', 'README.md'];

/** Columns of a line of text. */
const COLUMNS = 108;

/** These parts, by the names in their markers. */
const PARTS: Readonly<Record<string, () => string>> = { inputs, heads, holds, restores };

/** A document with its parts about formats as the list has them; those that others generate stay. */
export function filledDocument(name: string): string {
  return readFileSync(packageFile(name), 'utf8').replace(
    /(<!-- begin (\w+): npm run docs -->\n)[\s\S]*?(<!-- end \2 -->)/g,
    (whole, begin, part, end) => (part in PARTS ? `${begin}${PARTS[part]?.()}${end}` : whole),
  );
}

/** Writes all of them. */
export function writeFormatDocuments(): void {
  for (const name of FORMAT_DOCUMENTS) writeFileSync(packageFile(name), filledDocument(name));
}

/** What README says of what goes in and comes back. */
function inputs(): string {
  const { titles, by } = restoredExactly();
  return wrapped(
    `The input is any file: ${knownByContent()} are known by their content, and all else, damaged files and ` +
      'pictures with loss but JPEG among them, is bytes. What comes back is the very file, but where that would take ' +
      `over 1 % more, and the .cray file no more than the file: then it is of ${restoredAsPixels()} a new file ` +
      `with the same pixels, profile and metadata, and of a known file inside ${unwrapped()} the file inside. ` +
      `\`--exact\` asks for the very file whatever it takes. It is made of the pixels, of ${titles}, where ` +
      `${by} gives it again, and else is bytes.`,
  );
}

/** The list of FORMAT.md, section 2.0: a line for all data formats of one rule. */
function heads(): string {
  const rules = new Map<string, DataFormat[]>();
  for (const dataFormat of allDataFormats()) {
    const rule = dataFormat.heads?.rule;
    if (rule) rules.set(rule, [...(rules.get(rule) ?? []), dataFormat]);
  }
  return [
    ...[...rules].map(([rule, some]) => wrapped(`- ${namesOf(some)}: ${rule}`, '  ')),
    '- Other data formats cannot be joined.\n',
  ].join('');
}

/** The table of FORMAT.md, section 7: a row for all data formats of one format that hold the same. */
function holds(): string {
  const rows = FORMATS.flatMap(({ dataFormats }) => {
    const alike = new Map<string, DataFormat[]>();
    for (const dataFormat of dataFormats) {
      const { head, items, tail } = dataFormat.holds;
      const cells = `${head} | ${items} | ${tail}`;
      alike.set(cells, [...(alike.get(cells) ?? []), dataFormat]);
    }
    return [...alike].map(([cells, some]) => `| ${namesOf(some)} | ${cells} |\n`);
  });
  return `| data format | head | items | tail |\n|---|---|---|---|\n${rows.join('')}`;
}

/** What FORMAT.md, section 7, says of what is restored. */
function restores(): string {
  const pixels = allDataFormats().filter(({ fidelity }) => fidelity === 'pixels');
  return wrapped(
    `${namesOf(pixels).replace(/, ([^,]*)$/, ' and $1')} restore pixels: a new file of the format with the ` +
      'same pixels, and all that the tail holds. All others restore the very file. Of a file inside ' +
      `${unwrapped()}, in a known format, what is inside is restored, and the provenance says so.`,
  );
}

function allDataFormats(): DataFormat[] {
  return FORMATS.flatMap(({ dataFormats }) => dataFormats);
}

function namesOf(some: readonly DataFormat[]): string {
  return some.map(({ name }) => `\`${name}\``).join(', ');
}

/** Text in lines, with this before all but the first. */
function wrapped(text: string, indent = ''): string {
  const most = COLUMNS - indent.length;
  const lines = text.match(new RegExp(`.{1,${most}}(?= |$)`, 'g')) ?? [];
  return `${lines.map((line) => line.trimStart()).join(`\n${indent}`)}\n`;
}
