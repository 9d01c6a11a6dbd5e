import { type ImageSetResult, measureSets, WIDE_SETS } from '../images.js';
import { placeOf, type Section } from '../section.js';
import { markdownTable, textTable } from '../table.js';

const HEAD = ['model', '--effort', 'bytes, in colour', 'bytes, in gray'];

/** A photograph of 16 bits, whole processes. */
export const wide: Section<readonly ImageSetResult[]> = {
  name: 'wide',
  title: 'a photograph of 16 bits, whole processes',
  measure: () => measureSets(WIDE_SETS),
  report: (sets) => textTable([HEAD, ...sets.map(cells)]),
  parts: (measured) => ({
    wide: [
      `kodim05 at half its size in 16 bits (384 x 256, made by sharp), whole files (${placeOf(measured)}):`,
      '',
      markdownTable(HEAD, measured.result.map(cells)),
    ].join('\n'),
  }),
};

function cells({ effort, rows }: ImageSetResult): string[] {
  return [rows[0]?.model ?? '', `${effort ?? ''}`, ...rows.map(({ bytes }) => `${bytes}`)];
}
