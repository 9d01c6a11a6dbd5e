/** How much trouble `numbers` takes. */

import type { Codec } from '../codec.js';
import { contextMixing } from '../learning/contextMixing.js';
import { lempelZivSymbols } from '../learning/lempelZiv.js';
import type { Example } from './example.js';
import type { Field } from './field.js';
import type { Estimated } from './plan.js';
import { planFor } from './planFor.js';
import { quickPlan } from './quickPlan.js';

/** A way to take bytes apart, and to code what is left. */
export interface Way {
  /** The fields of bytes that are taken apart, each with its tree. */
  planFor(bytes: Uint8Array, fields: readonly Field[], example?: Example): readonly Estimated[];
  /** The codec of so many bytes that no field has. */
  rest(size: number): Codec<Uint32Array>;
}

/** By coders that learn all they can: about 1 MB/s. */
export const THOROUGH: Way = { planFor, rest: (size) => contextMixing(size) };

/** By coders that are quick: some 50 MB/s. */
export const QUICK: Way = { planFor: quickPlan, rest: lempelZivSymbols };
