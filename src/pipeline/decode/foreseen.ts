import type { Seekable } from '../../bytes/seekable.js';
import { type LocatedPart, locateParts } from '../../container/locate.js';
import { CrayError } from '../../errors.js';

/** The parts of a file as they are found before any is read, or why they are not. */
export type ForeseenParts =
  | { readonly parts: readonly LocatedPart[]; readonly error?: undefined }
  | { readonly parts?: undefined; readonly error: CrayError };

/** Finds the parts of a file that is read afterwards, which says more of what is wrong with it. @throws CrayError IO */
export async function foreseeParts(input: Seekable, memory: number): Promise<ForeseenParts> {
  try {
    return { parts: await locateParts(input, memory, () => {}) };
  } catch (error) {
    if (error instanceof CrayError && error.code !== 'IO') return { error };
    throw error;
  }
}
