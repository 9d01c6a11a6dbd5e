import type { PicturePart } from './learning/blocks.js';
import type { Example } from './numbers/example.js';
import type { Field } from './numbers/field.js';

/** What is known of the symbols of a push, beside themselves; a pop has no need of it. */
export interface Known {
  /** What lies where in them, where they are bytes. */
  readonly fields?: readonly Field[] | undefined;
  /** What other bytes of the same file were like. */
  readonly example?: Example | undefined;
  /** Of which pictures they are, where they are blocks of coefficients. */
  readonly parts?: readonly PicturePart[] | undefined;
}
