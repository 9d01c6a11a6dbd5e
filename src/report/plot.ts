import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

/** Widths in pixels that charts are drawn at: for all of a page, half of it, and a telephone. */
export const WIDTHS = { whole: 820, half: 390, narrow: 330 } as const;

/** Colours of the page. */
export const COLOURS = {
  accent: 'var(--accent)',
  soft: 'var(--soft)',
  others: 'var(--others)',
  rule: 'var(--rule)',
  text: 'currentColor',
} as const;

const { document } = parseHTML('<!doctype html><html><body></body></html>');

/** Options of a chart, but for its width. */
export type ChartOptions = Omit<Plot.PlotOptions, 'width' | 'document'>;

/** A chart as an element. */
export function plot(width: number, options: ChartOptions): ReturnType<typeof Plot.plot> {
  return Plot.plot({
    ...options,
    width,
    document: document as unknown as Document,
    style: { fontSize: '12px', fontFamily: 'inherit', overflow: 'visible' },
  });
}

/**
 * A chart as SVG for a page, at two widths of which the page shows one.
 *
 * @param label what it shows, for those who do not see it.
 */
export function responsive(
  label: string,
  wide: number,
  options: (width: number) => ChartOptions,
): string {
  const at = (name: string, width: number) => {
    const chart = plot(width, options(width));
    chart.setAttribute('role', 'img');
    chart.setAttribute('aria-label', label);
    return `<div class="${name}">${chart.outerHTML}</div>`;
  };
  return at('on-screen', wide) + at('on-phone', WIDTHS.narrow);
}
