/**
 * Which tree codes a column in the fewest bits. Trees are sketched on a part of it and guessed; those that seem cheapest
 * are tried; the best is drawn on the whole column, and where it does not fit that, the next one.
 */
import { bytes } from '../coders/bytes.js';
import type { Coder } from '../coders/coder.js';
import type { Column } from '../column.js';
import { about } from '../field.js';
import { isSound } from '../limits.js';
import { lookOf } from '../sample.js';
import type { Tree } from '../tree.js';
import { draw } from './draw.js';
import { ideasFor } from './ideas.js';
import type { Pains } from './pains.js';
import type { Idea } from './sketch.js';
import { bitsOf, Trial } from './trial.js';

/** A tree, and the bits that it is estimated to take. */
export interface Choice {
  readonly tree: Tree;
  readonly bits: number;
}

/** The best tree for a column. */
export function chooseTree(column: Column, pains: Pains): Choice {
  const ideas = ideasFor(column, pains);
  const trial = new Trial(pains);
  const tried = ideas
    .slice(0, pains.ideas)
    .map(({ sketch }) => ({ sketch, bits: trial.bitsOf(sketch) }))
    .sort((a, b) => a.bits - b.bits);
  for (const { sketch, bits } of tried) {
    const tree = draw(sketch, column, trial);
    if (tree && isSound(tree, column)) return { tree, bits };
  }
  return { tree: { coder: bytes }, bits: about(column.type).bits * column.values.length };
}

/** Bits that a coder is estimated to take for a column. */
export function bitsBy(coder: Coder, column: Column, { look: most, sample }: Pains): number {
  const look = lookOf(column, most);
  const times = column.values.length / Math.max(1, look.values.length);
  return bitsOf(coder, { column: look, times }, sample);
}

/** What a column might take at best, in bits, as it is guessed. */
export function guessFor(column: Column, pains: Pains): number {
  return (ideasFor(column, pains)[0] as Idea).bits;
}
