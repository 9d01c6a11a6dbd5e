import {
  bytePlanes,
  bytePlanesBits,
  bytePlanesMemory,
  MOST_ROW,
} from '../../learning/bytePlanes.js';
import { bytesOf } from '../field.js';
import { sizeOf } from '../views/bits.js';
import type { Shape } from '../views/view.js';
import { type Coder, MOST_SYMBOLS, ofOne } from './coder.js';

/** Numbers of any type as planes of bytes, each by nibbles: quick. */
export const planes: Coder = {
  name: 'planes',
  needs: 'bytePlanesPop',
  takes: () => true,
  extent: ({ sizes }) => ({ size: sizeOf(sizes), most: MOST_SYMBOLS }),
  codec: ([shape]) => ofOne(bytePlanes(planesOf(shape as Shape))),
  bits: (column) => bytePlanesBits(planesOf(column), column.values),
  memory: ([shape]) => bytePlanesMemory(planesOf(shape as Shape)),
};

/** Rows are those of the last axis, where it is no longer than can be looked back. */
function planesOf({ type, sizes }: Shape) {
  const row = sizes.length > 1 ? (sizes.at(-1) as number) : 1;
  return {
    size: sizeOf(sizes),
    width: bytesOf(type),
    row: row >= 1 && row <= MOST_ROW ? row : 1,
  };
}
