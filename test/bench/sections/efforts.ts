import { EFFORT_SETS, type ImageSetResult, measureSets } from '../images.js';
import { placeOf, type Section } from '../section.js';
import { markdownTable, textTable } from '../table.js';

const HEAD = ['--effort', 'kodim05', 'Wikipedia 014', 's a megapixel, compress', 'decompress'];

/** Two photographs at each effort, whole processes. */
export const efforts: Section<readonly ImageSetResult[]> = {
  name: 'efforts',
  title: 'photographs at each effort, whole processes',
  measure: () => measureSets(EFFORT_SETS),
  report: (sets) => textTable([HEAD, ...sets.map(cells)]),
  parts: (measured) => ({
    efforts: [
      'Bits a subpixel of two photographs, 0.39 and 0.99 megapixels, and seconds of processors a megapixel, ' +
        `those that the process takes to start among them (${placeOf(measured)}):`,
      '',
      markdownTable(HEAD, measured.result.map(cells)),
    ].join('\n'),
  }),
};

function cells({ effort, rows }: ImageSetResult): string[] {
  const megapixels = rows.reduce((sum, { elements }) => sum + elements / 3e6, 0);
  const speed = (of: (row: ImageSetResult['rows'][number]) => number) =>
    (rows.reduce((sum, row) => sum + of(row), 0) / megapixels).toPrecision(3);
  return [
    `${effort}`,
    ...rows.map(({ bytes, elements }) => ((8 * bytes) / elements).toFixed(3)),
    speed((row) => row.busyCompress),
    speed((row) => row.busyDecompress),
  ];
}
