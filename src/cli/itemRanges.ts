import { InvalidArgumentError } from 'commander';
import type { Range } from '../pipeline/decode/ranges.js';

/** "100:200", ":10", "-5:", "7", or several of these between commas. */
export function parseRanges(text: string): Range[] {
  return text.split(',').map((part) => {
    const [, from, colon, to] = /^(-?\d{1,15})?(:)?(-?\d{1,15})?$/.exec(part) ?? [];
    if (colon === undefined && (from === undefined || to !== undefined)) {
      throw new InvalidArgumentError('expected items as 100:200, :10, -5: or 7, between commas.');
    }
    if (colon === undefined) {
      const item = Number(from);
      return { from: item, to: item === -1 ? undefined : item + 1 };
    }
    return { from: number(from), to: number(to) };
  });
}

function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
