import { sizesText } from '../data/dataset.js';
import type { InspectedField } from '../eval/fields.js';
import type { Inspection } from '../eval/inspect.js';
import { counted } from '../words.js';
import { shown } from './shown.js';

const BINS = 12;
const BAR = 40;
/** Items named at either end. */
const NAMED = 5;

/** What items cost, for people: a histogram, and the dearest and cheapest of them. */
export function inspectText(file: string, inspection: Inspection): string {
  const { model, shape, numbers, items, itemBits, fields } = inspection;
  const title = `${shown(file)}: ${counted(items, 'item')} of ${sizesText(shape, numbers)}, ${numbers}, model ${model}`;
  if (items === 0) return `${title}\nthere are no items that could cost anything\n`;
  if (fields) return `${[title, ...fieldLines(fields)].join('\n')}\n`;
  if (!itemBits) {
    return `${title}\nitems are learned from each other and cannot be told apart; craystack eval shows the whole\n`;
  }
  const order = Array.from({ length: items }, (_, i) => i);
  order.sort((a, b) => (itemBits[a] as number) - (itemBits[b] as number));
  const at = (i: number): number => itemBits[order[i] as number] as number;
  const [least, most] = [at(0), at(items - 1)];
  const mean = itemBits.reduce((sum, bits) => sum + bits, 0) / items;
  const lines = [
    title,
    `bits an item: ${mean.toFixed(1)} on average, from ${least.toFixed(1)} to ${most.toFixed(1)}`,
  ];
  if (items > 1) {
    lines.push(...histogram(itemBits, least, most), ...ends(itemBits, order));
  }
  return `${lines.join('\n')}\n`;
}

/** Fields that are shown, those that cost most. */
const MOST_FIELDS = 40;

/** What fields cost, the dearest first: where each begins, what it is, and what it was taken for. */
function fieldLines(fields: readonly InspectedField[]): string[] {
  if (fields.length === 0) return ['no fields: all is coded as bytes'];
  const dearest = [...fields].sort((a, b) => b.bits - a.bits).slice(0, MOST_FIELDS);
  const rows = dearest.map(({ chunk, offset, type, shape, bits, how, together }) => {
    const count = shape.reduce((a, b) => a * b, 1);
    const shared = together > 0 ? `, with ${counted(together, 'other')}` : '';
    const kind = `${type} ${shape.join(' x ') || '1'}`;
    return [
      `${chunk}`,
      `${offset}`,
      kind,
      `${Math.ceil(bits / 8)}`,
      (bits / count).toFixed(2),
      how + shared,
    ];
  });
  const head = ['chunk', 'at byte', 'field', 'bytes', 'bits each', 'taken for'];
  const widths = head.map((title, i) =>
    Math.max(...[head, ...rows].map((row) => (row[i] as string).length), title.length),
  );
  const lines = [head, ...rows].map((row) =>
    row
      .map((cell, i) =>
        i === 2 || i === 5
          ? cell.padEnd(i === 5 ? 0 : (widths[i] as number))
          : cell.padStart(widths[i] as number),
      )
      .join('  '),
  );
  const more = fields.length - dearest.length;
  return more > 0
    ? [...lines, `and ${counted(more, 'field')} more, each of which costs less`]
    : lines;
}

/** The dearest items beside the cheapest. */
function ends(values: Float64Array, order: readonly number[]): string[] {
  const named = (i: number | undefined): string =>
    i === undefined ? '' : `${i}`.padStart(8) + (values[i] as number).toFixed(1).padStart(12);
  const rows = Array.from({ length: Math.min(NAMED, order.length) }, (_, i) => {
    return `  ${named(order.at(-1 - i))}      ${named(order[i])}`;
  });
  return [
    `  ${'dearest'.padStart(8)}${'bits'.padStart(12)}      cheapest${'bits'.padStart(12)}`,
    ...rows,
  ];
}

/** A line for each of some bins of one width. */
function histogram(values: Float64Array, least: number, most: number): string[] {
  const width = (most - least) / BINS || 1;
  const counts = new Array<number>(BINS).fill(0);
  for (const value of values) {
    const bin = Math.min(BINS - 1, Math.floor((value - least) / width));
    counts[bin] = (counts[bin] as number) + 1;
  }
  const highest = Math.max(...counts);
  const digits = Math.max(least, most).toFixed(1).length;
  return counts.map((count, bin) => {
    const edge = (i: number) => (least + i * width).toFixed(1).padStart(digits);
    const bar = '█'.repeat(Math.ceil((BAR * count) / highest));
    return `  ${edge(bin)} … ${edge(bin + 1)}  ${bar} ${count}`;
  });
}
