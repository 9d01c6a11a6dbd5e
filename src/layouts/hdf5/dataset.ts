/** Where the elements of a data set are (section IV.A.2.i). */
import { unsuitable } from '../../data/format.js';
import { dense, repeated } from '../build.js';
import type { Field } from '../layout.js';
import { chunkFields, chunksOfTree } from './chunks.js';
import { type Datatype, datatypeAt } from './datatype.js';
import { MESSAGE, type Message } from './messages.js';
import type { Hdf5 } from './superblock.js';

/** Ways of storing elements. */
const [COMPACT, CONTIGUOUS, CHUNKED] = [0, 1, 2];

/** Most axes, as HDF5 has it. */
const MAX_RANK = 32;

/** The fields of the data set that has these messages; none where it is none, or its elements are filtered or elsewhere. */
export function datasetFields(file: Hdf5, messages: readonly Message[], name: string): Field[] {
  const message = (type: number) => messages.find((each) => each.type === type);
  const [space, type, layout] = [MESSAGE.dataspace, MESSAGE.datatype, MESSAGE.layout].map(message);
  if (!space || !type || !layout || message(MESSAGE.externalFiles)) return [];
  const sizes = sizesAt(file, space);
  const datatype = datatypeAt(file, type.at);
  const isFiltered = message(MESSAGE.filters) !== undefined;
  if (!sizes || datatype.fields.length === 0 || datatype.bytes === 0) return [];
  const fields = stored(file, layout.at, sizes, datatype, isFiltered);
  return fields.map((field) => ({ ...field, name: field.name ? `${name}.${field.name}` : name }));
}

/** Sizes of a data space, outermost first; undefined for one without elements. */
function sizesAt({ reader, lengthAt, lengthBytes }: Hdf5, { at }: Message): number[] | undefined {
  const [version, rank, kind] = [reader.u8(at), reader.u8(at + 1), reader.u8(at + 3)];
  if (rank > MAX_RANK) throw unsuitable('HDF5', `${rank} axes are absurd`);
  if (version === 2 && kind === 2) return undefined;
  const from = at + (version === 1 ? 8 : 4);
  return Array.from({ length: rank }, (_, i) => lengthAt(from + i * lengthBytes));
}

/** The fields of elements, by the way in which they are stored. */
function stored(
  file: Hdf5,
  at: number,
  sizes: readonly number[],
  { fields, bytes }: Datatype,
  isFiltered: boolean,
): Field[] {
  const { reader } = file;
  const version = reader.u8(at);
  const inOne = (place: number | undefined) =>
    place === undefined ? [] : repeated(fields, place, dense(sizes, bytes));
  if (version < 3) return storedAsOnce(file, at, sizes, { fields, bytes, end: 0 }, isFiltered);
  const kind = reader.u8(at + 1);
  if (kind === COMPACT) return inOne(at + 4);
  if (kind === CONTIGUOUS) return inOne(file.placeAt(at + 2));
  if (kind !== CHUNKED || isFiltered) return [];
  if (version === 3) {
    const tree = file.placeAt(at + 3);
    return tree === undefined ? [] : inTree(file, at + 2, tree, sizes, { fields, bytes, end: 0 });
  }
  // Version 4 has several indices: of one chunk, which is all there is, there is none.
  const index = at + 5 + reader.u8(at + 3) * reader.u8(at + 4);
  const isOne = version === 4 && reader.u8(at + 2) === 0 && reader.u8(index) === 1;
  return isOne ? inOne(file.placeAt(index + 1)) : [];
}

/** The fields of chunks, whose sizes follow their number and the place of the tree. */
function inTree(
  file: Hdf5,
  at: number,
  tree: number,
  sizes: readonly number[],
  { fields, bytes }: Datatype,
): Field[] {
  const { reader, addressBytes } = file;
  const rank = reader.u8(at) - 1;
  if (rank !== sizes.length) return [];
  const from = at + 1 + addressBytes;
  const chunk = sizes.map((_, i) => reader.u32(from + 4 * i));
  return chunkFields(chunksOfTree(file, tree, rank), fields, chunk, bytes);
}

/** Versions 1 and 2 of the message. */
function storedAsOnce(
  file: Hdf5,
  at: number,
  sizes: readonly number[],
  { fields, bytes }: Datatype,
  isFiltered: boolean,
): Field[] {
  const { reader, addressBytes } = file;
  const [rank, kind] = [reader.u8(at + 1), reader.u8(at + 2)];
  const place = kind === COMPACT ? at + 12 + 4 * rank : file.placeAt(at + 8);
  if (place === undefined) return [];
  if (kind !== CHUNKED) return repeated(fields, place, dense(sizes, bytes));
  if (isFiltered || rank - 1 !== sizes.length) return [];
  const chunk = sizes.map((_, i) => reader.u32(at + 8 + addressBytes + 4 * i));
  return chunkFields(chunksOfTree(file, place, rank - 1), fields, chunk, bytes);
}
