/** How much larger than its original a .cray file may be. */
import { type NamedModel, numberOfModel } from '../../container/numbered.js';
import { encodeProvenance, type Provenance } from '../../container/provenance.js';

/** Bytes that a .cray file may have beyond those of the original, and the part of these on top. */
const MOST_MORE = 60;
const MOST_SHARE = 1 / 1000;

/** The same bytes where the model has no number or is inside, or where nothing is in its small form. */
const MOST_MORE_IN_BLOCKS = 200;

/** What is left out of the provenance first, where there is no room; what is not here stays. */
export const LEAST_FIRST = ['creator', 'mode', 'mtime', 'name', 'bytes'] as const;

/** What was asked to be in the file beside the data. */
export interface Asked {
  readonly provenance?: Provenance | undefined;
  /** Whether all of it is in the file, whatever it takes. */
  readonly keepProvenance?: boolean | undefined;
  /** Bytes of the model inside the file. */
  readonly modelBytes: number;
  /** Whether the file is made of blocks and not of a small part. */
  readonly inBlocks: boolean;
}

/** Bytes of a .cray file, at most, of an original of so many under a model. */
export function mostBytes(rawBytes: number, model: NamedModel, asked: Asked): number {
  const { modelBytes, inBlocks } = asked;
  const isNumbered = modelBytes === 0 && !inBlocks && numberOfModel(model) !== undefined;
  const more = isNumbered ? MOST_MORE : MOST_MORE_IN_BLOCKS;
  return Math.floor(rawBytes * (1 + MOST_SHARE)) + more + modelBytes + bytesOfStaying(asked);
}

/** Bytes of the provenance that is in the file whatever it takes: what was asked for, and what has to be said. */
function bytesOfStaying({ provenance, keepProvenance = false }: Asked): number {
  // What numbers there are stays, and others make room for it.
  const staying = [...LEAST_FIRST, 'numbers' as const].reduce<Provenance | undefined>(
    (left, key) => left && without(left, key),
    provenance,
  );
  return encodeProvenance((keepProvenance ? provenance : staying) ?? {}).length;
}

/** Provenance without an entry; none where nothing is left. */
export function without(provenance: Provenance, key: keyof Provenance): Provenance | undefined {
  const left = { ...provenance, [key]: undefined };
  return Object.values(left).every((value) => value === undefined) ? undefined : left;
}
