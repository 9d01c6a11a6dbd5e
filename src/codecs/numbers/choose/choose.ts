/**
 * Which tree codes a column in the fewest bits. Trees are sketched on a part of it and guessed; those that seem cheapest
 * are tried; the best is drawn on the whole column, and where it does not fit that, the next one.
 */
import type { Coder } from '../coders/coder.js';
import type { Column } from '../column.js';
import { about } from '../field.js';
import { isSound } from '../limits.js';
import { lookOf } from '../sample.js';
import { type Drawn, draw } from './draw.js';
import { ideasFor } from './ideas.js';
import type { Pains } from './pains.js';
import { bitsOfPart } from './race.js';
import type { Idea } from './sketch.js';
import { Trial } from './trial.js';

/** A tree with the columns of its coders, and the bits that it is estimated to take. */
export interface Choice extends Drawn {
  readonly bits: number;
}

/** A column, what it might be seen as, and the pains that are taken of it. */
export interface Sketched {
  readonly column: Column;
  readonly ideas: readonly Idea[];
  readonly pains: Pains;
}

/** Of the guess for the cheapest idea, what that for another may be for it to be tried. */
const WORTH_TRYING = 1.25;

/** What a column might be seen as. */
export function sketched(column: Column, pains: Pains): Sketched {
  return { column, ideas: ideasFor(column, pains), pains };
}

/** What a column might take at best, in bits, as it is guessed. */
export function guessOf({ ideas }: Sketched): number {
  return (ideas[0] as Idea).bits;
}

/** The best tree for a column. */
export function chooseTree({ column, ideas, pains }: Sketched): Choice {
  const least = (ideas[0] as Idea).bits;
  const worth = ideas
    .slice(0, pains.ideas)
    .filter(({ sketch, bits }) => 'column' in sketch || bits <= WORTH_TRYING * least);
  return (
    bestOf(column, worth, pains) ?? {
      tree: { coder: pains.plain },
      columns: [column],
      bits: about(column.type).bits * column.values.length,
    }
  );
}

/** The best tree for a column where it may well take less than so many bits; undefined where none does. */
export function treeBelow(most: number, { column, ideas, pains }: Sketched): Choice | undefined {
  const worth = ideas
    .slice(0, pains.ideas)
    .filter(({ sketch, bits }) => 'column' in sketch || bits <= most);
  const choice = bestOf(column, worth, pains, most);
  return choice && choice.bits < most ? choice : undefined;
}

/** The best of some ideas that fits the whole column. @param most bits beyond which it is of no use. */
function bestOf(
  column: Column,
  ideas: readonly Idea[],
  pains: Pains,
  most = Number.POSITIVE_INFINITY,
): Choice | undefined {
  const trial = new Trial(pains, column);
  const sketches = ideas.map(({ sketch }) => sketch);
  for (const { of: sketch, bits } of trial.race(sketches, most)) {
    const drawn = draw(sketch, column, trial);
    if (drawn && isSound(drawn.tree, column)) return { ...drawn, bits };
  }
  return undefined;
}

/** Bits that a coder is estimated to take for a column. */
export function bitsBy(coder: Coder, column: Column, pains: Pains): number {
  const look = lookOf(column, pains.look);
  const times = column.values.length / Math.max(1, look.values.length);
  return bitsOfPart(coder, { column: look, times }, pains);
}
