/** What people are told of formats: the same in help, man page and README. */
import type { Format } from './format.js';
import { FORMATS, WRAPPERS } from './formats.js';

/** Which files are known by their content: "npy, WAV and PNG". */
export function knownByContent(): string {
  const known = FORMATS.filter(({ dataFormats }) => dataFormats.some(({ detects }) => detects));
  return listed(known.map(({ title }) => title));
}

/** Which files come back as the same pixels in a new file, unless they are asked for byte for byte. */
export function restoredAsPixels(): string {
  return listed(pictures().map(({ title, asPixels }) => asPixels ?? title));
}

/** Which of these may come back byte for byte by their pixels, and what has to have made them then. */
export function restoredExactly(): { readonly titles: string; readonly by: string } {
  const exact = pictures().filter(({ exactBy }) => exactBy);
  const makers = new Set(exact.flatMap(({ exactBy = [] }) => exactBy));
  return { titles: listed(exact.map(({ title }) => title)), by: listed([...makers], 'or') };
}

/** Which files have another one inside that comes back in their place. */
export function unwrapped(): string {
  return listed(
    WRAPPERS.map(({ title }) => title),
    'or',
  );
}

function pictures(): Format[] {
  return FORMATS.filter(({ dataFormats }) =>
    dataFormats.some(({ fidelity }) => fidelity === 'pixels'),
  );
}

/** "a, b and c". */
function listed(words: readonly string[], joint: 'and' | 'or' = 'and'): string {
  return words.join(', ').replace(/, ([^,]*)$/, ` ${joint} $1`);
}
