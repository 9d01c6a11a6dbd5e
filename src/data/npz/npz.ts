import { joinNumbers, splitNumbers } from '../../bytes/numbers.js';
import { bytesOf } from '../bytes.js';
import { elementBytes, itemSize, NO_SIDE } from '../dataset.js';
import { deflateWith } from '../deflated.js';
import { type DataFormat, type Format, MAX_WHOLE, peekWhole, unsuitable } from '../format.js';
import { joinParts, parsePart, splitParts } from '../parts.js';
import { wholeContents } from '../picture.js';
import { arrayAgain, arraysOf } from './arrays.js';
import { corrupt, type Held, type Inside, inflated, insideOf, outside } from './inside.js';
import { membersOf } from './zip.js';

/**
 * An .npz file: npy files inside zip, stored or deflated as zlib does it. Their items come in a row where
 * they are of one dtype and shape, else their bytes do. Byte for byte, which is tried out at once.
 */
const npzArrays: DataFormat = {
  name: 'npz',
  fidelity: 'bytes',
  rebuilt: true,
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
    const inside: Inside[] = [];
    for (const member of members) inside.push(await inflated(member));
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
      fileBytes: file.length,
      asBytes: () => bytesOf(file),
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
