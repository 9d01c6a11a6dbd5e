import { sizesText } from '../data/dataset.js';
import type { Inspection } from '../eval/inspect.js';
import { counted } from '../words.js';

const BINS = 12;
const BAR = 40;
/** Items named at either end. */
const NAMED = 5;

/** What items cost, for people: a histogram, and the dearest and cheapest of them. */
export function inspectText(file: string, inspection: Inspection): string {
  const { model, shape, numbers, items, itemBits } = inspection;
  const title = `${file}: ${counted(items, 'item')} of ${sizesText(shape, numbers)}, ${numbers}, model ${model}`;
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
