/** The order in which coefficients of a block are coded: ITU-T T.81, A.3.6. */
import { BLOCK } from '../../codecs/learning/blocks.js';

/** By its place in that order: the place of a coefficient in rows of eight. */
export const NATURAL = Uint8Array.from(
  Array.from({ length: BLOCK }, (_, at) => at).sort((a, b) => orderOf(a) - orderOf(b)),
);

/** Diagonals one after another, every other one upwards. */
function orderOf(at: number): number {
  const [row, column] = [at >> 3, at & 7];
  const diagonal = row + column;
  return 8 * diagonal + (diagonal % 2 === 0 ? column : row);
}
