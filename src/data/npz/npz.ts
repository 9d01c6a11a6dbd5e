import { inflateRawSync } from 'node:zlib';
import { collect } from '../../bytes/collect.js';
import { ByteSource } from '../../bytes/source.js';
import { CrayError } from '../../errors.js';
import { openBytes } from '../bytes.js';
import { type Dataset, elementBytes, itemSize, NO_SIDE } from '../dataset.js';
import { checkedSettings, type DeflateSettings, deflateWith, findSettings } from '../deflated.js';
import { type DataFormat, type Format, MAX_WHOLE, peekWhole, unsuitable } from '../format.js';
import { npyArray } from '../npy/npy.js';
import { joinNumbers, joinParts, parsePart, splitNumbers, splitParts } from '../parts.js';
import { wholeContents } from '../picture.js';
import { type Member, membersOf } from './zip.js';

/** An array inside, and how zlib made its bytes; nothing where they are as they are. */
interface Inside {
  readonly at: number;
  readonly file: Uint8Array;
  readonly settings: DeflateSettings | null;
}

/**
 * An .npz file: npy files inside zip, stored or deflated as zlib does it. Their items come in a row where
 * they are of one dtype and shape, else their bytes do. Byte for byte, which is tried out at once.
 */
const npzArrays: DataFormat = {
  name: 'npz',
  fidelity: 'bytes',
  holds: {
    head: 'nothing',
    items: 'those of all arrays in a row, or where these differ in dtype or shape the bytes of all',
    tail:
      'parts: the zip file without the bytes of its files; JSON: place, length and what zlib was told for ' +
      'each; numbers: items of each, none where all are bytes; parts: for each array its head and tail, as ' +
      'parts',
  },
  detects(start) {
    const text = Buffer.from(start.subarray(0, 1024)).toString('latin1');
    return text.startsWith('PK\x03\x04') && text.slice(30).includes('.npy');
  },
  async open(source) {
    const file = await peekWhole(source, 'npz');
    const members = await membersOf(file, 'npz');
    if (members.reduce((sum, { bytes }) => sum + bytes, 0) > MAX_WHOLE) {
      throw unsuitable('npz', `its files are larger than ${MAX_WHOLE} bytes together`);
    }
    const inside = members.map(inflated);
    const arrays = await arraysOf(inside);
    await source.readUpTo(file.length);
    const how = inside.map(({ at, file: { length }, settings }) => ({ at, length, settings }));
    const frame = outside(file, members);
    const residue = [frame, Buffer.from(JSON.stringify(how)), joinNumbers(arrays.items)];
    const itemBytes = itemSize(arrays.shape) * (elementBytes(arrays.dtype) ?? 1);
    const { residues, elements, items, ...type } = arrays;
    return {
      format: 'npz',
      fidelity: 'bytes',
      ...type,
      head: new Uint8Array(0),
      items: elements.length / itemBytes,
      sideBytes: 0,
      note: undefined,
      asBytes: () => openBytes(new ByteSource([file]), undefined),
      async *pieces(most) {
        for (let at = 0; at < elements.length; at += most * itemBytes) {
          yield { elements: elements.subarray(at, at + most * itemBytes), side: NO_SIDE };
        }
      },
      async *tail() {
        yield joinParts([...residue, joinParts(residues)]);
      },
      position: () => source.position,
    };
  },
  async *restore(contents) {
    const { elements, tail } = await wholeContents(contents);
    const parts = splitParts(tail, 4, 'npz') as Uint8Array[];
    const [frame, how, counts, residues] = parts as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    const inside = insideOf(parsePart(how, 'npz'));
    const items = splitNumbers(counts, 'npz');
    if (items.length > 0 && items.length !== inside.length) {
      throw corrupt(`expected items of ${inside.length} files, got ${items.length}`);
    }
    const itemBytes = itemSize(contents.shape) * (elementBytes(contents.dtype) ?? 1);
    const ofFiles = items.length > 0 ? splitParts(residues, inside.length, 'npz') : [];
    let [from, framed, written] = [0, 0, 0];
    for (let i = 0; i < inside.length; i++) {
      const { at, settings, length } = inside[i] as Held;
      if (at < written) throw corrupt(`file ${i} begins at ${at}, within the one before`);
      const bytes = items.length > 0 ? (items[i] as number) * itemBytes : length;
      const own = elements.subarray(from, from + bytes);
      const residue = ofFiles[i];
      const file = residue ? await arrayAgain({ ...contents, elements: own, residue }) : own;
      if (file.length !== length) throw corrupt(`expected ${length} bytes, got ${file.length}`);
      const before = frame.subarray(framed, framed + at - written);
      const stored = settings ? deflateWith(file, settings) : file;
      yield before;
      yield stored;
      framed += before.length;
      written = at + stored.length;
      from += bytes;
    }
    yield frame.subarray(framed);
  },
};

export const npz: Format = { title: 'npz', dataFormats: [npzArrays] };

/** What a container says of a file inside. */
type Held = Omit<Inside, 'file'> & { readonly length: number };

/** @throws CrayError CORRUPT */
function insideOf(value: unknown): Held[] {
  if (!Array.isArray(value)) throw corrupt('expected a list of the files inside');
  return value.map((one: Partial<Held> | null) => {
    const { at, length, settings = null } = one ?? {};
    if (!isCount(at) || !isCount(length)) {
      throw corrupt(`expected where a file begins and its length, got ${at} and ${length}`);
    }
    return { at, length, settings: settings && checkedSettings(settings, 'npz') };
  });
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** @throws CrayError DATA_INVALID where zlib does not give the same bytes again. */
function inflated({ name, at, stored, deflated, bytes }: Member): Inside {
  if (!deflated) return { at, file: stored, settings: null };
  let file: Uint8Array;
  try {
    file = inflateRawSync(stored, { maxOutputLength: Math.max(1, bytes) });
  } catch (cause) {
    throw unsuitable('npz', `${name}: does not inflate: ${(cause as Error).message}`);
  }
  const settings = findSettings(file, stored, true);
  if (!settings) throw unsuitable('npz', `${name}: no settings of zlib give the very bytes`);
  return { at, file, settings };
}

type Arrays = Pick<Dataset, 'dtype' | 'shape' | 'levels'> & {
  readonly elements: Uint8Array;
  /** Items of each file, and what it has beside them; none where all are bytes. */
  readonly items: readonly number[];
  readonly residues: readonly Uint8Array[];
};

/** The elements of all files as one run of items, or their bytes. */
async function arraysOf(inside: readonly Inside[]): Promise<Arrays> {
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
async function arrayAgain({
  dtype,
  shape,
  elements,
  residue,
}: Pick<Dataset, 'shape'> & { dtype: string; elements: Uint8Array; residue: Uint8Array }) {
  const [head, tail] = splitParts(residue, 2, 'npz') as [Uint8Array, Uint8Array];
  const pieces = inTurn([{ elements, side: NO_SIDE }]);
  return collect(npyArray.restore({ dtype, shape, head, pieces, tail: inTurn([tail]) }));
}

/** What a zip file has beside the bytes of its files. */
function outside(file: Uint8Array, members: readonly Member[]): Uint8Array {
  let from = 0;
  const around: Uint8Array[] = [];
  for (const { at, stored } of members) {
    around.push(file.subarray(from, at));
    from = at + stored.length;
  }
  return Buffer.concat([...around, file.subarray(from)]);
}

async function* inTurn<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

function corrupt(message: string): CrayError {
  return new CrayError('CORRUPT', `npz: ${message}`);
}
