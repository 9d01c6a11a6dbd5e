import { dirname, join } from 'node:path';
import type { Provenance } from '../container/provenance.js';
import { nameInside } from '../data/formats.js';
import { checkFree, STANDARD } from './files.js';
import { partName, restoredName } from './names.js';
import type { TransferOptions } from './options.js';
import { nameOf, outputName } from './transfer.js';

/** Where a file is restored to. */
export interface RestoreTarget {
  readonly output: string;
  /** Whether it may take the place of what is there. */
  readonly force: boolean;
}

interface Naming extends TransferOptions {
  /** Whether the original's name is taken. */
  readonly name?: boolean;
  /** Items that are restored, where it is not all. */
  readonly items?: unknown;
}

/**
 * Where what a .cray file holds, or some items of it, is restored to. A part has not the name of the whole.
 * What was inside another file has the name of that without its ending, or with another, which may be a neighbour's: so it
 * takes no place but one that has been named.
 *
 * @param original what the file says of its original.
 * @throws CrayError USAGE for a name to which there is none of the restored file; IO for one that is taken.
 */
export async function restoreTarget(
  input: string,
  { name = false, force = false, items, ...options }: Naming,
  original: Provenance,
): Promise<RestoreTarget> {
  const { inside } = original;
  const of = () =>
    name && original.name !== undefined ? join(dirname(input), original.name) : restoredName(input);
  const whole = () => (inside === undefined ? of() : nameInside(inside, of()));
  const derive = () => (items === undefined ? whole() : partName(whole()));
  const output = outputName(input, options, derive);
  if (inside === undefined || options.output !== undefined || output === STANDARD) {
    return { output, force };
  }
  await checkFree(output, `${nameOf(input)} holds what was inside ${inside}`);
  return { output, force: false };
}
