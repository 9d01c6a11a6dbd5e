import { ArgumentError, typeError } from '../../errors.js';
import { counted } from '../../words.js';

/** Items [from, to) of a file, by number from its start, or, where negative, from its end. */
export interface Range {
  /** The first item; 0 unless told. */
  readonly from?: number | undefined;
  /** The item after the last; the end unless told. */
  readonly to?: number | undefined;
}

/** Items [from, to), both in [0, items]. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** @throws ArgumentTypeError for what are no ranges: a number would select all there is; ArgumentError for fractions. */
export function checkRanges(ranges: readonly Range[]): void {
  if (!Array.isArray(ranges)) throw typeError('items', 'an array of ranges', ranges);
  for (const range of ranges) {
    if (typeof range !== 'object' || range === null || Array.isArray(range)) {
      throw typeError('items', 'ranges { from, to }', range);
    }
    const { from = 0, to = Number.POSITIVE_INFINITY } = range;
    for (const at of [from, to]) {
      if (typeof at !== 'number') throw typeError('items', 'integers from and to', at);
      if (Number.isInteger(at) || at === Number.POSITIVE_INFINITY) continue;
      throw new ArgumentError(`items: expected integers from and to, got ${at}`);
    }
  }
}

/**
 * What ranges select of so many items: spans in order that do not touch. What goes beyond the end
 * is cut off.
 *
 * @throws RangeError for a range that selects nothing.
 */
export function spansOf(ranges: readonly Range[], items: number): Span[] {
  const place = (at: number) => Math.min(items, at < 0 ? Math.max(0, items + at) : at);
  const spans = ranges.map(({ from = 0, to = items }) => ({ from: place(from), to: place(to) }));
  spans.forEach((span, i) => {
    if (span.from < span.to) return;
    const { from, to } = ranges[i] as Range;
    throw new ArgumentError(
      `items ${from ?? ''}:${to ?? ''}: selects none of ${counted(items, 'item')}`,
    );
  });
  return merge(spans);
}

/** The same items in spans in order that do not touch. */
export function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (!last || last.to < span.from) merged.push(span);
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
  }
  return merged;
}

/** How many items there are in spans. */
export function itemsIn(spans: readonly Span[]): number {
  return spans.reduce((n, { from, to }) => n + to - from, 0);
}

/** What of the items [first, first + items) is in spans, counted from the first of them. */
export function within(spans: readonly Span[], first: number, items: number): Span[] {
  return spans
    .map(({ from, to }) => ({
      from: Math.max(0, from - first),
      to: Math.min(items, to - first),
    }))
    .filter(({ from, to }) => from < to);
}

/** Spans for people, in the notation of ranges. */
export function describeSpans(spans: readonly Span[]): string {
  return spans.map(({ from, to }) => `${from}:${to}`).join(', ');
}
