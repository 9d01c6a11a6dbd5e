/** How a column is coded: views upon views, and coders in the end. */
import type { Coder } from './coders/coder.js';
import { CODERS } from './coders/index.js';
import type { Column, Values } from './column.js';
import { VIEWS } from './views/index.js';
import type { Parameters, Shape, View } from './views/view.js';

/** A view with its parameters and what codes the columns that it makes, or a coder. */
export type Tree =
  | { readonly view: View; readonly parameters: Parameters; readonly inner: readonly Tree[] }
  | { readonly coder: Coder };

/** A column that a coder has in the end. */
export interface Leaf {
  readonly coder: Coder;
  readonly shape: Shape;
}

/** The columns that coders have of a column in the end. */
export function columnsOf(tree: Tree, column: Column): readonly Column[] {
  if ('coder' in tree) return [column];
  const columns = tree.view.apply(column, tree.parameters);
  return columns.flatMap((one, i) => columnsOf(tree.inner[i] as Tree, one));
}

/** What these are like, which needs no column. @throws CrayError CORRUPT for parameters that make no sense. */
export function leavesOf(tree: Tree, shape: Shape): readonly Leaf[] {
  if ('coder' in tree) return [{ coder: tree.coder, shape }];
  const shapes = tree.view.shapes(shape, tree.parameters);
  return shapes.flatMap((one, i) => leavesOf(tree.inner[i] as Tree, one));
}

/**
 * The numbers of a column again.
 *
 * @param next gives those of the columns that coders have, in their order.
 * @throws CrayError CORRUPT for columns that no view made.
 */
export function valuesOf(tree: Tree, shape: Shape, next: () => Values): Values {
  if ('coder' in tree) return next();
  const shapes = tree.view.shapes(shape, tree.parameters);
  const columns = shapes.map((inner, i) => ({
    ...inner,
    values: valuesOf(tree.inner[i] as Tree, inner, next),
  }));
  return tree.view.undo(shape, tree.parameters, columns);
}

/**
 * Leaves that are coded together, by their numbers: groups are in the order in which the first of each comes. One that would be
 * larger than its coder takes goes on in another.
 */
export function groupsOf(leaves: readonly Leaf[]): readonly (readonly number[])[] {
  const groups: number[][] = [];
  const open = new Map<string, { group: number[]; size: number }>();
  leaves.forEach(({ coder, shape }, i) => {
    const { size, most } = coder.extent(shape);
    const key = coder.together ? `${coder.name} ${coder.together(shape)}` : `${i}`;
    const last = open.get(key);
    if (last && last.size + size <= most) {
      last.group.push(i);
      last.size += size;
      return;
    }
    const group = [i];
    groups.push(group);
    open.set(key, { group, size });
  });
  return groups;
}

/** For people: "decimal of affine of arrays". */
export function treeText(tree: Tree): string {
  if ('coder' in tree) return tree.coder.name;
  const { view, parameters, inner } = tree;
  const own = parameters.length > 0 ? `${view.name} ${parameters.join(' ')}` : view.name;
  return inner.length > 0 ? `${own} (${inner.map(treeText).join(', ')})` : own;
}

/** The number of a view or coder in files: coders are even, views are odd. */
export function numberOf(tree: Tree): number {
  return 'coder' in tree ? 2 * CODERS.indexOf(tree.coder) : 2 * VIEWS.indexOf(tree.view) + 1;
}
