import { affine } from './affine.js';
import { constant } from './constant.js';
import { decimal } from './decimal.js';
import { delta } from './delta.js';
import { narrow } from './narrow.js';
import { ordered } from './ordered.js';
import { rank } from './rank.js';
import { split } from './split.js';
import type { View } from './view.js';

/** All views, in the order of their numbers in files: none is ever taken out or moved. */
export const VIEWS: readonly View[] = [
  constant,
  affine,
  decimal,
  narrow,
  ordered,
  rank,
  delta,
  split,
];
