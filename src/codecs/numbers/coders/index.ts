import { arrays } from './arrays.js';
import { bytes } from './bytes.js';
import type { Coder } from './coder.js';
import { floats } from './floats.js';
import { matches } from './matches.js';
import { planes } from './planes.js';
import { real } from './real.js';
import { records } from './records.js';

/** All coders of columns, in the order of their numbers in files: none is ever taken out or moved. */
export const CODERS: readonly Coder[] = [bytes, arrays, real, floats, records, planes, matches];
