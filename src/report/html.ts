import { escaped } from './format.js';
import type { Report } from './schema.js';

/** Where in a report a figure is. */
export type Path = readonly (string | number)[];

/** A figure of a report, as it is shown: its place and its value go with it. */
export type Figure = (path: Path, format: (value: number) => string, divisor?: number) => string;

/**
 * Shows figures of a report, so that what is read is what is measured.
 *
 * @returns a function of where the figure is, how it is written, and what it is divided by first.
 */
export function figuresOf(report: Report): Figure {
  return (path, format, divisor = 1) => {
    const value = path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], report);
    if (typeof value !== 'number') return '–';
    const over = divisor === 1 ? '' : ` data-over="${divisor}"`;
    const shown = format(value / divisor);
    return `<data value="${value}" data-at="${path.join('.')}"${over}>${escaped(shown)}</data>`;
  };
}

/** A table whose first column names its rows, and whose others are of HTML. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  lastIsSum = false,
): string {
  const line = (cells: readonly string[], isHead: boolean) =>
    cells
      .map((cell, i) => {
        if (isHead) return `<th scope="col">${cell}</th>`;
        return i === 0 ? `<th scope="row">${cell}</th>` : `<td>${cell}</td>`;
      })
      .join('');
  const body = rows.map((row, i) => {
    const sum = lastIsSum && i === rows.length - 1 ? ' class="sum"' : '';
    return `<tr${sum}>${line(row, false)}</tr>`;
  });
  return (
    `<div class="scroll" tabindex="0"><table><caption>${caption}</caption>` +
    `<thead><tr>${line(head, true)}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
  );
}

export function figureBox(caption: string, content: string): string {
  return `<figure><figcaption>${caption}</figcaption>${content}</figure>`;
}

/** A picture inside the page. */
export function image(png: Uint8Array, alt: string, width: number): string {
  const data = Buffer.from(png).toString('base64');
  return `<img alt="${escaped(alt)}" width="${width}" src="data:image/png;base64,${data}">`;
}
