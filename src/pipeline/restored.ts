import type { Front } from '../container/front.js';
import type { Fidelity } from '../data/dataset.js';
import { isFolderFormat, readCounts } from '../data/folders.js';
import { bytesBeforeTail, fidelityOf } from '../data/formats.js';

/** What a .cray file restores of the file that went in. */
export interface Restored {
  /** What its format gives again. */
  readonly fidelity: Fidelity;
  /** Whether that is what comes back of some files only, and the others come back byte for byte. */
  readonly mixed?: boolean;
  /** Whether the items of each chunk come back sorted. */
  readonly unordered: boolean;
  /** What went in, where only what was inside it comes back: "gzip". */
  readonly inside: string | undefined;
  /** Bytes of the file, or of all files of the folder, that went in, where the .cray file says that itself. */
  readonly fileBytes: number | undefined;
}

/** What a part restores. @throws CrayError UNSUPPORTED for a data format that is not known */
export function restoredBy({ header, provenance }: Front): Restored {
  const { dataFormat, unordered } = header;
  const { inside, bytes } = provenance ?? {};
  if (isFolderFormat(dataFormat)) {
    return { fidelity: 'bytes', unordered, inside, fileBytes: readCounts(header.head).bytes };
  }
  const fileBytes = bytes === undefined ? undefined : Number(bytes);
  return { fidelity: fidelityOf(dataFormat), unordered, inside, fileBytes };
}

/** Whether the very file comes back that went in. */
export function isExact({ fidelity, unordered, inside }: Restored): boolean {
  return fidelity === 'bytes' && !unordered && inside === undefined;
}

/** A part of a .cray file, and how much is in it: items, and bytes after them. */
export interface HeldPart {
  readonly front: Front;
  readonly items: number;
  readonly tailBytes: number;
}

/**
 * Bytes of the files that went in, as far as they can be known: where a part does not say it, only those of files that
 * come back as they were, or with their items in another order.
 */
export function fileBytesOf(parts: readonly HeldPart[]): number | undefined {
  let sum = 0;
  for (const { front, items, tailBytes } of parts) {
    const { fidelity, inside, fileBytes } = restoredBy(front);
    const asItWas = fidelity === 'bytes' && inside === undefined;
    const before = fileBytes ?? (asItWas ? bytesBeforeTail(front.header, items) : undefined);
    if (before === undefined) return undefined;
    sum += fileBytes ?? before + tailBytes;
  }
  return sum;
}

/** The same of all parts of a .cray file, of which those of a file that comes back as it was share a head. */
export function fileBytesOfAll(parts: readonly HeldPart[]): number | undefined {
  const [first, last] = [parts[0], parts.at(-1)];
  const said = parts.some(({ front }) => restoredBy(front).fileBytes !== undefined);
  if (said || !first || !last) return fileBytesOf(parts);
  const items = parts.reduce((n, part) => n + part.items, 0);
  return fileBytesOf([{ ...first, items, tailBytes: last.tailBytes }]);
}

/** What the parts of a file restore together. */
export function restoredByAll(fronts: readonly Front[]): Restored {
  return fronts.map(restoredBy).reduce(restoredByBoth);
}

/** What files of two parts restore. */
export function restoredByBoth(a: Restored, b: Restored): Restored {
  const mixed = a.mixed || b.mixed || a.fidelity !== b.fidelity;
  return {
    fidelity: a.fidelity === 'bytes' ? b.fidelity : a.fidelity,
    ...(mixed && { mixed }),
    unordered: a.unordered || b.unordered,
    inside: a.inside ?? b.inside,
    fileBytes: a.fileBytes ?? b.fileBytes,
  };
}
