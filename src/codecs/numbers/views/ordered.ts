import type { Column } from '../column.js';
import { about, unsignedOf } from '../field.js';
import { columnOf, corrupt, ordered as inOrder, unordered } from './bits.js';
import type { View } from './view.js';

/** Floats as unsigned integers in the order of what they stand for. No parameters. */
export const ordered: View = {
  name: 'ordered',
  parameters: 0,
  propose: ({ type }) => (about(type).kind === 'float' ? [[]] : []),
  shapes({ type, sizes }) {
    if (about(type).kind !== 'float') throw corrupt(`the order of ${type}`);
    return [{ type: unsignedOf(about(type).bits), sizes }];
  },
  apply(column) {
    const { type, sizes } = column;
    return [columnOf({ type: unsignedOf(about(type).bits), sizes }, inOrder(column))];
  },
  undo: ({ type }, _parameters, columns) => unordered(type, (columns[0] as Column).values),
};
