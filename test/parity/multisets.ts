import { flatten, unflatten } from '../../src/ans/flatten.js';
import { multiset } from '../../src/codecs/multiset.js';
import { uniform } from '../../src/codecs/uniform.js';
import { compare } from './compare.js';

export interface MultisetEntry {
  readonly name: string;
  readonly lanes: number;
  /** "Uniform(8)", say. */
  readonly symbol_codec: string;
  readonly values: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Pushes the multiset and compares, then pops it and compares with the start. */
export function checkMultiset(entry: MultisetEntry): (string | undefined)[] {
  const precision = /^Uniform\((\d+)\)$/.exec(entry.symbol_codec)?.[1];
  if (precision === undefined) return [`symbol codec ${entry.symbol_codec} is not known`];
  const codec = multiset({
    symbol: uniform(1, Number(precision)),
    compare: ([a], [b]) => (a as number) - (b as number),
    size: entry.values.length,
  });
  const message = unflatten(Uint32Array.from(entry.before), entry.lanes);
  codec.push(
    message,
    entry.values.map((value) => Uint32Array.of(value)),
  );
  const after = flatten(message);
  const popped = codec.pop(message).map(([value]) => value as number);
  return [
    compare('after', after, entry.after),
    compare(
      'values',
      popped,
      [...entry.values].sort((a, b) => a - b),
    ),
    compare('after popping', flatten(message), entry.before),
  ];
}
