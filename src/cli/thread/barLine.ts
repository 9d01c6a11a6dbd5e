import { duration } from '../units.js';
import type { BarState } from './messages.js';

/** Columns of a bar, where there is room for one. */
const BAR = 12;

/**
 * How far something is, in one line of so many columns: what it is, the part that is done, the time that is
 * left, or that it took so far where nobody can tell; then a bar and more facts as far as they go in whole.
 *
 * @param took seconds since it began.
 */
export function barLine({ label, part, left, facts }: BarState, columns: number, took = 0): string {
  const percent = part === undefined ? [] : [`${Math.floor(100 * part)}%`];
  const soFar = took < 1 ? [] : [`${duration(Math.floor(took))} so far`];
  const rest = left === undefined ? soFar : [`${duration(left)} left`];
  const start = [label, ...percent].join(' ');
  const told = [...rest];
  const length = () => start.length + 1 + told.join(', ').length;
  let room = columns - 1 - (part === undefined ? 0 : BAR + 3);
  const bar = part !== undefined && length() <= room ? ` [${drawn(part)}]` : '';
  if (bar === '') room = columns - 1;
  for (const fact of facts) {
    told.push(fact);
    if (length() <= room) continue;
    told.pop();
    break;
  }
  return `${label}${bar}${[...percent, told.join(', ')].map((word) => ` ${word}`).join('')}`
    .trimEnd()
    .slice(0, columns);
}

function drawn(part: number): string {
  const full = Math.min(BAR, Math.floor(BAR * part));
  return '='.repeat(full) + ' '.repeat(BAR - full);
}
