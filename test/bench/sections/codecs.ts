import { benchCodecs, type Row } from '../codecs.js';
import { placeOf, type Section } from '../section.js';
import { markdownTable, textTable } from '../table.js';

const millions = (n: number) => (n / 1e6).toPrecision(3);
const cells = ({ name, pushPerSecond, popPerSecond }: Row) => [
  name,
  millions(pushPerSecond),
  millions(popPerSecond),
];

/** The coder and the codecs alone. */
export const codecs: Section<readonly Row[]> = {
  name: 'codecs',
  title: 'speed of codecs, M symbols/s on one thread',
  measure: async () => benchCodecs(),
  report: (rows) => textTable([['', 'push', 'pop'], ...rows.map(cells)]),
  parts: (measured) => ({
    speeds: [
      `Millions of symbols a second on one thread (${placeOf(measured)}):`,
      '',
      markdownTable(['', 'push', 'pop'], measured.result.map(cells)),
    ].join('\n'),
  }),
};
