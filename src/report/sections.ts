import { itemSize } from '../data/dataset.js';
import { heatColour } from '../eval/colours.js';
import { PARTS } from '../eval/parts.js';
import { noun } from '../words.js';
import { addedChart, alongChart, costsChart, reliabilityChart } from './charts.js';
import { decimals, escaped, significant } from './format.js';
import { type Figure, figureBox, image, type Path, table } from './html.js';
import type { Pictures } from './pictures.js';
import { rateChart } from './rateChart.js';
import type { FileReport, InspectionResult, ReliabilityResult } from './schema.js';

const whole = (value: number) => decimals(value, 0);
const rate = (value: number) => decimals(value, 4);
const tenths = (value: number) => decimals(value, 1);
const speed = (value: number) => significant(value, 3);

/** The figures at a glance, a row of tiles a model. */
export function glance({ results }: FileReport, at: Path, figure: Figure): string {
  const tile = (value: string, says: string) =>
    `<div class="tile"><b>${value}</b><span>${says}</span></div>`;
  return results
    .map(({ model, learns, bitsPerDim }, i) => {
      const of = [...at, 'results', i];
      const error =
        bitsPerDim.standardError === null
          ? ''
          : ` ± ${figure([...of, 'bitsPerDim', 'standardError'], (v) => decimals(v, 5))}`;
      const estimate = learns
        ? tile('learns', 'while it codes: the estimate is the message')
        : tile(figure([...of, 'bitsPerDim', 'estimate'], rate), `bits/dim, estimate${error}`);
      return (
        `<h4>Model ${escaped(model)}</h4><div class="tiles">` +
        tile(figure([...of, 'bitsPerDim', 'file'], rate), 'bits/dim, the whole file') +
        estimate +
        tile(
          figure([...of, 'bytes'], whole),
          `bytes, of ${figure([...of, 'originalBytes'], whole)}`,
        ) +
        tile(
          `${figure([...of, 'speed', 'encodeItems'], speed)}`,
          `items/s encoding, ${figure([...of, 'speed', 'decodeItems'], speed)} decoding`,
        ) +
        tile(figure([...of, 'peakMemory'], whole, 1e6), 'MB, most memory of the process so far') +
        '</div>'
      );
    })
    .join('');
}

/** Where the bits go: a chart a model, and a table that adds up. */
export function breakdown({ results }: FileReport, at: Path, figure: Figure): string {
  const cells = (of: (model: Path) => string) => results.map((_, i) => of([...at, 'results', i]));
  const rows = PARTS.map(([part, name], i) => [
    `${i > 0 ? '+ ' : ''}${name}`,
    ...cells((model) => figure([...model, 'bits', part], tenths, 8)),
  ]);
  const sum = ['= file', ...cells((model) => figure([...model, 'bytes'], tenths))];
  const charts = results.map((result) =>
    figureBox(
      `${escaped(result.model)}: bytes added to the estimate, by what they are for`,
      addedChart(result),
    ),
  );
  return (
    '<h3>Where the bits go</h3><p>What the model says that the items cost, and what coding and the ' +
    'file add to it. Every byte is counted once.</p>' +
    charts.join('') +
    table('Bytes', ['', ...results.map(({ model }) => escaped(model))], [...rows, sum], true)
  );
}

/** Rate against speed, with other compressors. */
export function rates(file: FileReport, at: Path, figure: Figure): string {
  const { results, peers } = file;
  const row = (of: Path, name: string, bitsPerDim: Path, speeds: Path) => [
    name,
    figure([...of, 'bytes'], whole),
    figure([...of, ...bitsPerDim], rate),
    figure([...of, ...speeds, 'encodeMegabytes'], speed),
    figure([...of, ...speeds, 'decodeMegabytes'], speed),
  ];
  const rows = [
    ...results.map(({ model, bytes }, i) => ({
      bytes,
      cells: row(
        [...at, 'results', i],
        `<b>craystack, ${escaped(model)}</b>`,
        ['bitsPerDim', 'file'],
        ['speed'],
      ),
    })),
    ...peers.map(({ name, version, bytes }, i) => ({
      bytes,
      cells: row(
        [...at, 'peers', i],
        `${escaped(name)} <span class="quiet">${escaped(version)}</span>`,
        ['bitsPerDim'],
        [],
      ),
    })),
  ].sort((a, b) => a.bytes - b.bytes);
  const onSheet = peers.some(({ input }) => input === 'picture' || input === 'colours')
    ? ' Those for pictures are given all items side by side, as one picture.'
    : '';
  // One point is no comparison.
  const charts =
    rows.length > 1
      ? `<div class="pair">${figureBox('Encoding', rateChart(file, 'encode'))}${figureBox(
          'Decoding',
          rateChart(file, 'decode'),
        )}</div>`
      : '';
  return (
    '<h3>Rate against speed</h3><p>Down and to the right is better. craystack runs in this process, on one ' +
    `thread; others are whole processes, on one thread each.${onSheet}</p>${charts}` +
    table(
      'The smallest first',
      ['', 'bytes', 'bits/dim', 'MB/s encoding', 'MB/s decoding'],
      rows.map(({ cells }) => cells),
    )
  );
}

/** What items and pixels cost under one model. */
export function costs(
  inspection: InspectionResult,
  shape: readonly number[],
  pictures: Pictures | undefined,
  at: Path,
  figure: Figure,
): string {
  const { costs, items, model } = inspection;
  const parts = [`<h3>What items cost under ${escaped(model)}</h3>`];
  if (!costs)
    return `${parts[0]}<p>Items are learned from each other and cannot be told apart.</p>`;
  const of = [...at, 'costs'];
  const mean = figure([...of, 'mean'], tenths);
  parts.push(
    items === 1
      ? `<p>${mean} bits, of its one item.</p>`
      : `<p>${mean} bits an item on average, from ${figure([...of, 'least'], tenths)} to ` +
          `${figure([...of, 'most'], tenths)}; of ${figure([...at, 'items'], whole)} ${noun(items, 'item')}, from the first.</p>`,
  );
  if (items > 1) {
    parts.push(
      '<div class="pair">',
      figureBox('How many items cost how much', costsChart(costs)),
      figureBox('Along the data set', alongChart(inspection, itemSize(shape))),
      '</div>',
    );
  }
  if (pictures) parts.push(heatmaps(inspection, pictures, at, figure));
  else if ('instead' in inspection.pictures) {
    parts.push(`<p class="quiet">${escaped(inspection.pictures.instead)}</p>`);
  }
  if (!pictures && items > 1) {
    const named = (which: string, i: number) => [
      figure([...of, which, i, 'item'], whole),
      figure([...of, which, i, 'bits'], tenths),
    ];
    parts.push(
      table(
        'Items by number, and their bits',
        ['', 'dearest', 'bits', 'cheapest', 'bits'],
        costs.dearest.map((_, i) => [`${i + 1}`, ...named('dearest', i), ...named('cheapest', i)]),
      ),
    );
  }
  return parts.join('');
}

function heatmaps(
  { pictures: shown }: InspectionResult,
  { items, width, height }: Pictures,
  at: Path,
  figure: Figure,
): string {
  const large = Math.max(width, height) > 160;
  const cells = items.map(({ item, plain, heat }, i) => {
    const of = [...at, 'pictures', 'items', i];
    return (
      `<div class="item"><div>${image(plain, `item ${item}`, width)}` +
      `${image(heat, `what each pixel of item ${item} costs`, width)}</div>` +
      `item ${figure([...of, 'item'], whole)}: ${figure([...of, 'bits'], tenths)} bits</div>`
    );
  });
  const stops = Array.from({ length: 9 }, (_, i) => `rgb(${heatColour(i / 8).join(' ')})`);
  const scale =
    `<div class="scale">0 <i style="background:linear-gradient(90deg,${stops.join(',')})"></i> ` +
    `${'top' in shown ? figure([...at, 'pictures', 'top'], (v) => decimals(v, 2)) : ''} bits a pixel and more</div>`;
  const caption =
    items.length > 1
      ? 'The dearest items first, the cheapest last: each beside what its pixels cost'
      : 'The item, and what its pixels cost';
  return figureBox(
    caption,
    `<div class="items${large ? ' large' : ''}">${cells.join('')}</div>${scale}`,
  );
}

/** Coded against actual frequencies under one model. */
export function calibration(
  { reliability, model }: InspectionResult,
  at: Path,
  figure: Figure,
): string {
  const parts = reliability.map((result, i) => {
    const of = [...at, 'reliability', i];
    const rows = result.points.map((_, p) => [
      figure([...of, 'points', p, 'coded'], share),
      figure([...of, 'points', p, 'actual'], share),
      figure([...of, 'points', p, 'count'], whole),
    ]);
    const what = result.kind === 'decisions' ? 'decisions' : 'symbols';
    return (
      '<div class="pair">' +
      figureBox('On the line, frequencies are as coded', reliabilityChart(result)) +
      `<div><p>${explained(result)}</p><p>The difference costs at least ` +
      `${figure([...of, 'lostBitsPerDim'], (v) => decimals(v, 5))} bits/dim: what a model that knew these ` +
      'frequencies would save.</p></div></div>' +
      `<details><summary>The figures</summary>${table(
        'Frequencies',
        ['coded', 'actual', what],
        rows,
      )}</details>`
    );
  });
  const title = `<h3>Calibration of ${escaped(model)}</h3>`;
  if (parts.length > 0) return title + parts.join('');
  return `${title}<p>The symbols of this model cannot be told apart, so what it said of each is not known.</p>`;
}

function explained({ kind }: ReliabilityResult): string {
  return kind === 'decisions'
    ? 'The model codes by decisions between two outcomes. Each dot is those whose less likely outcome was ' +
        'coded with about the same frequency (a factor of two apart); how high it is, how often that outcome came, with two ' +
        'standard errors either way. The larger the dot, the more decisions.'
    : 'Each dot is a quantile of the distributions that symbols were coded with; how high it is, the share of ' +
        'symbols below their own. A curve in the shape of an S has distributions that are too wide or too narrow.';
}

function share(value: number): string {
  return value < 0.001 ? significant(value, 3) : decimals(value, 4);
}
