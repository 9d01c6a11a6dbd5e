import type { Front } from '../container/front.js';
import type { Fidelity } from '../data/dataset.js';
import { isFolderFormat } from '../data/folders.js';
import { fidelityOf } from '../data/formats.js';

/** What a .cray file restores of the file that went in. */
export interface Restored {
  /** What its format gives again. */
  readonly fidelity: Fidelity;
  /** Whether the items of each chunk come back sorted. */
  readonly unordered: boolean;
  /** What went in, where only what was inside it comes back: "gzip". */
  readonly inside: string | undefined;
}

/** What a part restores. @throws CrayError UNSUPPORTED for a data format that is not known */
export function restoredBy({ header, provenance }: Front): Restored {
  const { dataFormat, unordered } = header;
  const fidelity = isFolderFormat(dataFormat) ? 'bytes' : fidelityOf(dataFormat);
  return { fidelity, unordered, inside: provenance?.inside };
}

/** Whether the very file comes back that went in. */
export function isExact({ fidelity, unordered, inside }: Restored): boolean {
  return fidelity === 'bytes' && !unordered && inside === undefined;
}

/** What files of two parts restore. */
export function restoredByBoth(a: Restored, b: Restored): Restored {
  return {
    fidelity: a.fidelity === 'bytes' ? b.fidelity : a.fidelity,
    unordered: a.unordered || b.unordered,
    inside: a.inside ?? b.inside,
  };
}
