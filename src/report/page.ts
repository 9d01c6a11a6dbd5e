import { sizesText } from '../data/dataset.js';
import { counted, noun } from '../words.js';
import { escaped } from './format.js';
import { figuresOf } from './html.js';
import type { MeasuredFile } from './measure.js';
import type { Report } from './schema.js';
import { breakdown, calibration, costs, glance, rates } from './sections.js';
import { STYLE } from './style.js';

/**
 * A report as one page that needs nothing else: no script, no network. What it shows is inside as JSON too.
 *
 * @param report of these files.
 */
export function page(report: Report, files: readonly MeasuredFile[]): string {
  const { craystack, node, machine, cores, date } = report;
  const names = report.files.map(({ file }) => file);
  const title = names.length === 1 ? `${names[0]}` : counted(names.length, 'file');
  // A "</script>" inside would end it.
  const json = JSON.stringify(report).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>craystack report: ${escaped(title)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>Where the bits go</h1>
<p class="quiet">craystack ${escaped(craystack)} · ${escaped(date)} · ${escaped(machine)}, ${cores} cores, Node ${escaped(node)}</p>
</header>
<main>
${files.map((file, i) => section(file, i, report)).join('\n')}
</main>
<footer>Made by craystack report. The same figures as JSON are in this page, as craystack report --json prints
them: docs/report.schema.json says what each is.</footer>
<script type="application/json" id="report">${json}</script>
</body>
</html>
`;
}

function section({ report: file, pictures }: MeasuredFile, number: number, report: Report): string {
  const figure = figuresOf(report);
  const at = ['files', number];
  const [{ format, dtype, items, shape }] = file.results as [FileResult];
  const sizes = sizesText(shape).replaceAll('x', '×');
  const whole = (value: number) => `${value}`;
  const facts = [
    escaped(format),
    `${figure([...at, 'results', 0, 'items'], whole)} ${noun(items, 'item')} of ${sizes}`,
    escaped(dtype),
  ];
  const models = file.inspections.map((inspection, i) => {
    const of = [...at, 'inspections', i];
    return costs(inspection, shape, pictures[i], of, figure) + calibration(inspection, of, figure);
  });
  return [
    `<section class="file"><h2>${escaped(file.file)}</h2>`,
    `<p class="quiet">${facts.join(' · ')}</p>`,
    glance(file, at, figure),
    breakdown(file, at, figure),
    rates(file, at, figure),
    ...models,
    '</section>',
  ].join('\n');
}

type FileResult = MeasuredFile['report']['results'][number];
