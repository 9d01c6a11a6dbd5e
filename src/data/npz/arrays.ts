import { collect } from '../../bytes/collect.js';
import { ByteSource } from '../../bytes/source.js';
import { CrayError } from '../../errors.js';
import { type Dataset, elementBytes, itemSize, NO_SIDE } from '../dataset.js';
import { npyArray } from '../npy/npy.js';
import { joinParts, splitParts } from '../parts.js';
import { wholeContents } from '../picture.js';
import type { Inside } from './inside.js';

/** The arrays of all files inside as one run of items, or the bytes of these files. */
type Arrays = Pick<Dataset, 'dtype' | 'shape' | 'levels'> & {
  readonly elements: Uint8Array;
  /** Items of each file, and what it has beside them; none where all are bytes. */
  readonly items: readonly number[];
  readonly residues: readonly Uint8Array[];
};

/** The elements of all files as one run of items, or their bytes. */
export async function arraysOf(inside: readonly Inside[]): Promise<Arrays> {
  const bytes = Buffer.concat(inside.map(({ file }) => file));
  const asBytes: Arrays = {
    dtype: 'u8',
    shape: [],
    levels: 256,
    elements: bytes,
    items: [],
    residues: [],
  };
  const found: { dataset: Dataset; elements: Uint8Array; tail: Uint8Array }[] = [];
  for (const { file } of inside) {
    if (!npyArray.detects?.(file)) return asBytes;
    try {
      const dataset = await npyArray.open(new ByteSource([file]));
      found.push({ dataset, ...(await wholeContents({ ...dataset, ...read(dataset) })) });
    } catch (error) {
      if (!(error instanceof CrayError) || error.code !== 'DATA_INVALID') throw error;
      return asBytes;
    }
  }
  const first = found[0]?.dataset;
  if (!first) return asBytes;
  const { dtype, shape, levels } = first;
  const alike = found.every(({ dataset: d }) => d.dtype === dtype && `${d.shape}` === `${shape}`);
  if (!alike) return asBytes;
  const itemBytes = itemSize(shape) * (elementBytes(dtype) ?? 1);
  return {
    dtype,
    shape,
    levels,
    elements: Buffer.concat(found.map(({ elements }) => elements)),
    items: found.map(({ elements }) => elements.length / itemBytes),
    residues: found.map(({ dataset, tail }) => joinParts([dataset.head, tail])),
  };
}

function read(dataset: Dataset) {
  const most = Math.max(1, Math.floor((1 << 20) / itemSize(dataset.shape)));
  return { pieces: dataset.pieces(most), tail: dataset.tail() };
}

/** An npy file from its items and what it has beside them. */
export async function arrayAgain({
  dtype,
  shape,
  elements,
  residue,
}: Pick<Dataset, 'shape'> & { dtype: string; elements: Uint8Array; residue: Uint8Array }) {
  const [head, tail] = splitParts(residue, 2, 'npz') as [Uint8Array, Uint8Array];
  const pieces = inTurn([{ elements, side: NO_SIDE }]);
  return collect(npyArray.restore({ dtype, shape, head, pieces, tail: inTurn([tail]) }));
}

async function* inTurn<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}
