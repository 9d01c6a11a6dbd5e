import { ArgumentError } from '../errors.js';
import type { Codec } from './codec.js';
import { serial } from './serial.js';
import { substack } from './substack.js';

/** A codec and how many lanes it has to itself. */
export interface Part<T> {
  /** Codes the part's value. */
  readonly codec: Codec<T>;
  /** At least 1. */
  readonly lanes: number;
}

/**
 * One value by each part, each on lanes of its own: the first part on the first lanes, and so on.
 * The tail is shared, so values are decoded in the order of the parts.
 *
 * @throws RangeError for a part without lanes, on push of another number of values than parts, and
 * on use with a message of fewer lanes than the parts have together.
 */
export function parallel<T extends unknown[]>(
  parts: readonly [...{ [K in keyof T]: Part<T[K]> }],
): Codec<T> {
  let from = 0;
  const codecs = (parts as readonly Part<unknown>[]).map(({ codec, lanes }, i) => {
    if (!Number.isInteger(lanes) || lanes < 1) {
      throw new ArgumentError(`part ${i}: expected at least 1 lane, got ${lanes}`);
    }
    from += lanes;
    return substack(codec, from - lanes, from);
  });
  return serial(codecs) as Codec<unknown[]> as Codec<T>;
}
