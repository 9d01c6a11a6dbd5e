import { codes } from '../coders/coder.js';
import type { Column } from '../column.js';
import type { Tree } from '../tree.js';
import { type Sketch, variantOf } from './sketch.js';
import type { Trial } from './trial.js';

/** A tree, and the columns that its coders have of the column that it is for. */
export interface Drawn {
  readonly tree: Tree;
  readonly columns: readonly Column[];
}

/** The tree of a sketch for a whole column; undefined where a view is not for it. */
export function draw(sketch: Sketch, column: Column, trial: Trial): Drawn | undefined {
  if ('column' in sketch) {
    const coder = trial.best(sketch);
    return codes(coder, column) ? { tree: { coder }, columns: [column] } : undefined;
  }
  const { view, variant, inner } = sketch;
  const parameters = view.propose(column).find((some) => variantOf(view, some) === variant);
  // Numbers of the part may have had less bits than those of all.
  if (!parameters) {
    return view.name === 'affine' ? draw(inner[0] as Sketch, column, trial) : undefined;
  }
  const own = view.apply(column, parameters).map((one, i) => {
    const drawn = inner[i] && draw(inner[i], one, trial);
    return drawn ?? { tree: { coder: trial.pains.plain }, columns: [one] };
  });
  return {
    tree: { view, parameters, inner: own.map(({ tree }) => tree) },
    columns: own.flatMap(({ columns }) => columns),
  };
}
