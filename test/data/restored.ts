import { expect } from 'chai';
import type { Dataset, Piece } from '../../src/data/dataset.js';
import { restore } from '../../src/data/formats.js';
import { type OpenOptions, openDataset } from '../../src/data/open.js';
import { collect } from '../data.js';

/** A file read to its end: what a container would hold. */
export interface Opened {
  readonly dataset: Dataset;
  readonly pieces: readonly Piece[];
  /** All elements. */
  readonly elements: Uint8Array;
  readonly tail: Uint8Array;
}

/** Reads a file, in pieces of at most so many items. */
export async function open(
  file: Uint8Array | Iterable<Uint8Array>,
  options?: OpenOptions,
  most = 7,
): Promise<Opened> {
  const dataset = await openDataset(file instanceof Uint8Array ? [file] : file, options);
  const pieces: Piece[] = [];
  for await (const { elements, side } of dataset.pieces(most)) {
    pieces.push({ elements: elements.slice(), side: side.slice() });
  }
  const tail = await collect(dataset.tail());
  return { dataset, pieces, elements: Buffer.concat(pieces.map((p) => p.elements)), tail };
}

/** Restores it from what a container would hold, as a decoder would. */
export function restored({ dataset, pieces, tail }: Opened): Promise<Uint8Array> {
  const { format, dtype, shape, head } = dataset;
  return collect(
    restore(format, {
      dtype,
      shape,
      head,
      pieces: inTurn(pieces),
      tail: inTurn([tail]),
    }),
  );
}

/** Checks that a file is of a format, and comes back byte for byte; gives what was read. */
export async function expectExact(
  file: Uint8Array,
  format: string,
  options?: OpenOptions,
  most?: number,
): Promise<Opened> {
  const opened = await open(file, options, most);
  expect(opened.dataset.format, opened.dataset.note).to.equal(format);
  expect(opened.dataset.fidelity).to.equal('bytes');
  expect(Buffer.compare(await restored(opened), file), 'restored').to.equal(0);
  return opened;
}

/** Checks that a file is taken as bytes, with a note that says this. */
export async function expectBytes(file: Uint8Array, note: string | undefined): Promise<void> {
  const { dataset } = await expectExact(file, 'bytes');
  if (note === undefined) expect(dataset.note).to.equal(undefined);
  else expect(dataset.note).to.include(note);
}

async function* inTurn<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}
