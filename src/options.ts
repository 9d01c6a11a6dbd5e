/** Options of functions of the library, for which plain JavaScript may give any object. */
import { ArgumentError, typeError } from './errors.js';

/** The names of all options of a type. */
export type OptionNames<T> = Readonly<Record<keyof T, true>>;

/**
 * Checks that options are all known: one that is misspelt would be left out without a word.
 *
 * @param what the function they are of, for the error.
 * @throws ArgumentError for a name that is not known, which says the nearest that is; ArgumentTypeError for no object.
 */
export function checkOptions<T extends object>(
  what: string,
  options: T,
  names: OptionNames<T>,
): void {
  if (typeof options !== 'object' || options === null) {
    throw typeError(`${what}: options`, 'an object', options);
  }
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(names, name));
  if (unknown === undefined) return;
  const known = Object.keys(names).sort();
  const near = nearest(unknown, known);
  const help = near === undefined ? `there are ${known.join(', ')}` : `did you mean ${near}?`;
  throw new ArgumentError(`${what}: unknown option ${unknown}: ${help}`);
}

/** The word that comes nearest, where one letter in three or fewer are other. */
function nearest(word: string, words: readonly string[]): string | undefined {
  const distances = words.map((other) => distance(word.toLowerCase(), other.toLowerCase()));
  const least = Math.min(...distances);
  return least <= Math.max(1, word.length / 3) ? words[distances.indexOf(least)] : undefined;
}

/** Letters to be put in, left out or replaced to make one word of another. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] as number) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] as number) + 1, (next[j] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
