import * as Plot from '@observablehq/plot';
import { PARTS } from '../eval/parts.js';
import type { Evaluation } from '../eval/schema.js';
import { counted } from '../words.js';
import { decimals } from './format.js';
import { COLOURS, responsive, WIDTHS } from './plot.js';
import type { InspectionResult, ReliabilityResult } from './schema.js';

interface Added {
  readonly name: string;
  readonly bytes: number;
}

/** What was added to the estimate, in bytes. */
export function addedChart({ model, bits }: Evaluation): string {
  const rows: Added[] = PARTS.slice(1)
    .map(([part, name]) => ({ name, bytes: bits[part] / 8 }))
    .filter(({ bytes }) => Math.abs(bytes) >= 0.05);
  const sizes = rows.map(({ bytes }) => bytes);
  const [least, most] = [Math.min(0, ...sizes), Math.max(1, ...sizes)];
  const figure = (sign: 1 | -1) =>
    Plot.text(
      rows.filter(({ bytes }) => bytes * sign >= 0),
      {
        x: 'bytes',
        y: 'name',
        text: ({ bytes }: Added) => decimals(bytes, 1),
        textAnchor: sign > 0 ? 'start' : 'end',
        dx: 6 * sign,
      },
    );
  const label = `Bytes added to the estimate of ${model}, by what they are for`;
  return responsive(label, WIDTHS.whole, (width) => ({
    height: 44 + 26 * rows.length,
    marginLeft: 104,
    marginRight: 84,
    marginTop: 4,
    marginBottom: 38,
    x: {
      label: 'bytes',
      labelAnchor: 'center',
      labelArrow: 'none',
      domain: [least, most],
      ticks: width < 400 ? 3 : 6,
      // Room for the figures of bars to the left.
      insetLeft: least < 0 ? 70 : 0,
    },
    y: { domain: rows.map(({ name }) => name), label: null, padding: 0.3, tickSize: 0 },
    marks: [
      Plot.gridX({ stroke: COLOURS.rule, strokeOpacity: 1, ticks: width < 400 ? 3 : 6 }),
      Plot.barX(rows, {
        x: 'bytes',
        y: 'name',
        fill: COLOURS.accent,
        rx: 2,
        ariaLabel: ({ name, bytes }: Added) => `${name}: ${counted(bytes, 'byte')}`,
      }),
      Plot.ruleX([0], { stroke: COLOURS.text }),
      figure(1),
      figure(-1),
    ],
  }));
}

/** How many items cost how much. */
export function costsChart({ histogram, mean }: NonNullable<InspectionResult['costs']>): string {
  return responsive('Items by the bits that they cost', WIDTHS.half, () => ({
    height: 230,
    marginLeft: 52,
    marginTop: 26,
    marginBottom: 40,
    x: { label: 'bits an item', labelAnchor: 'center', labelArrow: 'none', ticks: 5 },
    y: { label: 'items', labelArrow: 'none', ticks: 4, nice: true },
    marks: [
      Plot.gridY({ stroke: COLOURS.rule, strokeOpacity: 1, ticks: 4 }),
      Plot.rectY(histogram, {
        x1: 'from',
        x2: 'to',
        y: 'count',
        fill: COLOURS.accent,
        insetLeft: 0.5,
        insetRight: 0.5,
        ariaLabel: (bin) =>
          `${bin.from} to ${counted(bin.to, 'bit')}: ${counted(bin.count, 'item')}`,
      }),
      Plot.ruleY([0], { stroke: COLOURS.text }),
      Plot.ruleX([mean], { stroke: COLOURS.text, strokeDasharray: '4 3' }),
      Plot.text([mean], { x: (x: number) => x, frameAnchor: 'top', text: () => 'mean', dy: -14 }),
    ],
  }));
}

/** What items cost, in their order. */
export function alongChart({ along, costs }: InspectionResult, element: number): string {
  const middle = (run: InspectionResult['along'][number]) => (run.from + run.to) / 2;
  return responsive('Bits for each dimension along the data set', WIDTHS.half, () => ({
    height: 230,
    marginLeft: 52,
    marginTop: 26,
    marginBottom: 40,
    x: { label: 'item', labelAnchor: 'center', labelArrow: 'none', ticks: 5, tickFormat: '~s' },
    y: { label: 'bits/dim', labelArrow: 'none', ticks: 4, zero: true, nice: true },
    marks: [
      Plot.gridY({ stroke: COLOURS.rule, strokeOpacity: 1, ticks: 4 }),
      Plot.areaY(along, { x: middle, y: 'bitsPerDim', fill: COLOURS.soft, curve: 'linear' }),
      Plot.lineY(along, { x: middle, y: 'bitsPerDim', stroke: COLOURS.accent, strokeWidth: 1.8 }),
      Plot.ruleY([0], { stroke: COLOURS.text }),
      Plot.ruleY(costs ? [costs.mean / element] : [], {
        stroke: COLOURS.text,
        strokeDasharray: '4 3',
      }),
    ],
  }));
}

/** Coded against actual frequencies. */
export function reliabilityChart({ kind, points }: ReliabilityResult): string {
  const rare = kind === 'decisions';
  const smallest = 2 ** -21;
  // Two standard errors either way; of what never happened, up to twice in as many.
  const shown = points.map(({ coded, actual, count }) => {
    const error = 2 * Math.sqrt(Math.max(actual, 1 / count) / count);
    return { coded, actual, count, low: Math.max(smallest, actual - error), high: actual + error };
  });
  const domain = rare ? [smallest, 0.5] : [0, 1];
  const axis = {
    type: rare ? 'log' : 'linear',
    base: 10,
    domain,
    ticks: 5,
    tickFormat: rare ? powerOfTen : (x: number) => `${x}`,
    labelArrow: 'none',
  } as const;
  return responsive('Coded against actual frequencies', WIDTHS.half, () => ({
    height: 360,
    marginLeft: 56,
    marginTop: 26,
    marginRight: 16,
    marginBottom: 44,
    x: { ...axis, label: 'coded frequency', labelAnchor: 'center' },
    y: { ...axis, label: 'actual frequency' },
    r: { type: 'identity' },
    marks: [
      Plot.gridX({ stroke: COLOURS.rule, strokeOpacity: 1, ticks: 5 }),
      Plot.gridY({ stroke: COLOURS.rule, strokeOpacity: 1, ticks: 5 }),
      Plot.line(domain, {
        x: (v: number) => v,
        y: (v: number) => v,
        stroke: COLOURS.others,
        strokeDasharray: '5 4',
      }),
      ...(rare ? [errorBars(shown)] : []),
      frequencyDots(shown),
    ],
  }));
}

interface Frequency {
  readonly coded: number;
  readonly actual: number;
  readonly count: number;
  /** Where the actual frequency may lie. */
  readonly low: number;
  readonly high: number;
}

function errorBars(shown: readonly Frequency[]) {
  return Plot.ruleX(shown, {
    x: 'coded',
    y1: 'low',
    y2: 'high',
    stroke: COLOURS.accent,
    strokeOpacity: 0.45,
    strokeWidth: 1.5,
    clip: true,
  });
}

/** The more there are of one, the larger. */
function frequencyDots(shown: readonly Frequency[]) {
  const largest = Math.max(...shown.map(({ count }) => count));
  return Plot.dot(
    shown.filter(({ actual }) => actual > 0),
    {
      x: 'coded',
      y: 'actual',
      r: ({ count }: Frequency) => 3 + 6 * Math.sqrt(count / largest),
      fill: COLOURS.accent,
      fillOpacity: 0.85,
      stroke: 'var(--card)',
      ariaLabel: ({ coded, actual }: Frequency) => `coded ${coded}, actual ${actual}`,
    },
  );
}

function powerOfTen(value: number): string {
  return value >= 0.01 ? `${value}` : `10${superscript(Math.round(Math.log10(value)))}`;
}

function superscript(value: number): string {
  return `${value}`.replace(/[-\d]/g, (c) =>
    c === '-' ? '⁻' : ('⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)] as string),
  );
}
