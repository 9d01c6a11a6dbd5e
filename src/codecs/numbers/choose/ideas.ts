/**
 * What a column might be seen as, views upon views, each guessed on a part of it.
 */
import type { Column, Values } from '../column.js';
import { guessOf } from '../estimate.js';
import { about } from '../field.js';
import { differentOf, lookOf } from '../sample.js';
import { unordered } from '../views/bits.js';
import { VIEWS } from '../views/index.js';
import { rank } from '../views/rank.js';
import type { Parameters, View } from '../views/view.js';
import type { Pains } from './pains.js';
import { type Few, type Idea, type Tried, VIEW_BITS, variantOf } from './sketch.js';

/** Different values, next to each other, that a table is judged by. */
const WINDOW = 4096;
/** Ideas that are kept of a column within others. */
const KEPT = 4;

/** Bits by which guesses of the same differ. */
const SAME_BITS = 128;
/** Different values of all numbers, for them to be few. */
const FEW = 0.92;
const FEWEST = 16;
/** The same within a look, beyond which they will not be few. */
const ALL_DIFFERENT = 0.98;
/** The same of large columns, where there is little time. */
const [LARGE, CLEARLY_FEW] = [1 << 17, 0.125];
/** Views upon one another. */
const DEEPEST = 5;

/** Views that may follow a view; all of them at the root. */
const AFTER: Readonly<Record<string, readonly string[]>> = {
  decimal: ['constant', 'affine', 'rank', 'delta'],
  narrow: ['constant', 'decimal', 'narrow', 'rank', 'ordered'],
  ordered: ['affine', 'delta', 'split'],
  affine: ['delta', 'rank', 'split'],
  delta: ['affine', 'delta'],
  rank: ['affine', 'delta', 'split', 'rank'],
  split: ['constant', 'affine', 'delta', 'rank'],
};

/** Views that keep the order of numbers, so that ranks stay the same. */
const MONOTONE: ReadonlySet<string> = new Set(['decimal', 'narrow', 'affine']);

/** Ideas for a column, the one first that is guessed to be the cheapest; the plain one is among the first. */
export function ideasFor(column: Column, pains: Pains): readonly Idea[] {
  const { look: most, ideas: few, near } = pains;
  const look = lookOf(column, most);
  const times = column.values.length / Math.max(1, look.values.length);
  const ideas = ideasOf(
    { column: look, times, few: fewOf(column, look, times, near), near },
    undefined,
    0,
  );
  const plain = ideas.findIndex((idea) => 'column' in idea.sketch);
  if (plain < few) return ideas;
  return [...ideas.slice(0, few - 1), ideas[plain] as Idea, ...ideas.slice(few - 1)];
}

/** The different values, where they are few. */
function fewOf(column: Column, look: Column, times: number, near: boolean): Few | undefined {
  const { type, values } = column;
  if (values.length < FEWEST || about(type).bits < 16) return undefined;
  // To sort all of a large column takes as long as to code it.
  const most = near || values.length <= LARGE ? ALL_DIFFERENT : CLEARLY_FEW;
  if (differentOf(look).length > most * look.values.length) return undefined;
  const all = differentOf(column);
  if (all.length > FEW * values.length || all.length < 2) return undefined;
  const [, ranks] = rank.apply(look, [BigInt(all.length)], all) as [Column, Column];
  const some = Math.min(WINDOW, all.length);
  const from = (all.length - some) >> 1;
  const window = unordered(type, all.slice(from, from + some) as Values);
  const [best] = ideasOf({ column: ranks, times, few: undefined, near }, rank, 1) as [Idea];
  return { count: all.length, window: { type, sizes: [some], values: window }, ranks: best };
}

/** Ideas for a column, the cheapest first. */
function ideasOf(tried: Tried, before: View | undefined, depth: number): readonly Idea[] {
  const { column, times, near } = tried;
  const guess = guessOf(column, near);
  const n = column.values.length * times;
  const ideas: Idea[] = [
    {
      sketch: { column, times, guess },
      bits: n * (near ? Math.min(guess.near, guess.alike) : guess.alike),
    },
  ];
  if (depth === DEEPEST) return ideas;
  for (const view of VIEWS) {
    if (before && !AFTER[before.name]?.includes(view.name)) continue;
    if (view === rank) ideas.push(...rankIdeas(tried, depth));
    else ideas.push(...view.propose(column).flatMap((some) => viewIdeas(tried, view, some, depth)));
  }
  const sorted = distinct(ideas.sort((a, b) => a.bits - b.bits));
  return depth === 0 ? sorted : sorted.slice(0, KEPT);
}

/** Without those that are guessed to take what another does: mostly the same in another way. */
function distinct(ideas: readonly Idea[]): readonly Idea[] {
  return ideas.filter(({ bits }, i) => !(bits - SAME_BITS <= (ideas[i - 1]?.bits ?? -SAME_BITS)));
}

/** What a view makes of a column, its first column in some ways, the others in the one that seems cheapest. */
function viewIdeas(
  { column, times, few, near }: Tried,
  view: View,
  parameters: Parameters,
  depth: number,
): Idea[] {
  const [first, ...others] = view.apply(column, parameters);
  const variant = variantOf(view, parameters);
  if (!first) return [{ sketch: { view, variant, inner: [] }, bits: VIEW_BITS }];
  const rest = others.map(
    (one) => ideasOf({ column: one, times, few: undefined, near }, view, depth + 1)[0] as Idea,
  );
  const more = rest.reduce((total, one) => total + one.bits, VIEW_BITS);
  const own = few && MONOTONE.has(view.name) ? fewAfter(few, view, variant) : undefined;
  return ideasOf({ column: first, times, few: own, near }, view, depth + 1).map(
    ({ sketch, bits }) => ({
      sketch: { view, variant, inner: [sketch, ...rest.map((one) => one.sketch)] },
      bits: bits + more,
    }),
  );
}

function fewAfter(few: Few, view: View, variant: string): Few | undefined {
  // The parameters of the part need not fit the values of all.
  const own = view.propose(few.window).find((some) => variantOf(view, some) === variant);
  return own && { ...few, window: view.apply(few.window, own)[0] as Column };
}

function rankIdeas({ few, near }: Tried, depth: number): Idea[] {
  if (!few) return [];
  const { count, window, ranks } = few;
  const [{ type, values }] = rank.apply(window, [BigInt(window.values.length)]) as [Column];
  // The first difference is that to nothing.
  const column = { type, sizes: [values.length - 1], values: values.subarray(1) as Values };
  const times = count / column.values.length;
  const tried = { column, times, few: fewOf(column, column, times, near), near };
  const [table] = ideasOf(tried, rank, depth + 1) as [Idea];
  return [
    {
      sketch: { view: rank, variant: '', inner: [table.sketch, ranks.sketch] },
      bits: table.bits + ranks.bits + VIEW_BITS,
    },
  ];
}
