import { type ArrayHeader, arrayFormat } from '../arrayFormat.js';
import { type DataFormat, type Format, MAX_HEAD, unsuitable } from '../format.js';
import { pictureFormat } from '../pictureFormat.js';
import type { PictureNames } from '../readings.js';
import type { SampleType } from '../samples.js';
import { arraysOf, npyStream } from './stream.js';

const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);

/** Longest header that is looked at; NumPy itself wants 10,000 characters at most. */
const MAX_HEADER = 1 << 18;

/** Where the text begins, by the version. */
const [SHORT, LONG] = [10, 12];

/** What NumPy makes the length of a header a multiple of. */
const ALIGNMENT = 64;

/** Names of the data formats that hold its items as pictures. */
const PICTURES: PictureNames = { rows: 'npy-rows', planes: 'npy-planes', pixels: 'npy-pixels' };

const KINDS: Readonly<Record<string, SampleType['kind']>> = {
  b: 'unsigned',
  u: 'unsigned',
  i: 'signed',
  f: 'float',
  c: 'float',
  // Times, and spans of time: counts of what stands in brackets.
  M: 'signed',
  m: 'signed',
};

/**
 * A NumPy file (numpy.lib.format, versions 1 to 3) of booleans, integers, floats, complex numbers, times or spans of time.
 * The first dimension counts the items; in Fortran order the last, as it is the outermost there, and
 * the sizes of an item are turned round. Complex numbers have a last dimension of two.
 */
export const npyArray = arrayFormat({
  name: 'npy',
  pictures: PICTURES,
  holds: {
    head: 'the npy header',
    items:
      'along the first dimension, in Fortran order along the last one, with the sizes of an item ' +
      'reversed; complex numbers have a last dimension of two',
    tail: 'as in `idx`',
  },
  detects: (start) => MAGIC.every((byte, i) => start[i] === byte),
  readHeader,
  recount,
  says: (head) => textOf(head).text.trim(),
  rule:
    'the first size in the shape, the last where `fortran_order` is True, is put right, with the less or ' +
    'the more spaces before the newline at the end, and 64 bytes more of them as often as there is no ' +
    'room; the heads must then agree.',
});

/** The ways in which its items are rows or channels of pictures, which a sample tells. */
const asPictures = Object.values(PICTURES).map((name) => pictureFormat(npyArray, name, readHeader));

/** An array, or several in one file. */
const npyFile: DataFormat = {
  ...npyArray,
  async open(source) {
    const several = await arraysOf(source, readHeader(await source.peek(MAX_HEAD)));
    return several ?? npyArray.open(source);
  },
};

export const npy: Format = {
  title: 'npy',
  dataFormats: [npyFile, ...asPictures, npyStream(readHeader)],
};

function readHeader(start: Uint8Array): ArrayHeader {
  const { from, bytes, text } = textOf(start);
  const { type, components } = typeOf(text);
  const [items = 1, ...shape] = [...inOrder(sizesOf(text), text), ...components];
  return { bytes: from + bytes, type, items, shape };
}

/** Another number for the first size, and the less or more white space after all, as NumPy does it. */
function recount(head: Uint8Array, items: number): Uint8Array | undefined {
  const { from, bytes, text } = textOf(head);
  const sizes = [...shapeOf(text).matchAll(/\d+/g)];
  const counts = inOrder(sizes, text)[0];
  if (!counts) return items === 1 ? head : undefined;
  const at = text.indexOf(shapeOf(text)) + counts.index;
  const body = `${text.slice(0, at)}${items}${text.slice(at + counts[0].length).trimEnd()}`;
  const more = Math.max(0, body.length + 1 - bytes);
  const length = bytes + ALIGNMENT * Math.ceil(more / ALIGNMENT);
  const again = Buffer.alloc(from + length, ' ');
  again.set(head.subarray(0, from));
  again.write(body, from, 'latin1');
  again.write('\n', again.length - 1);
  if (from === LONG) again.writeUInt32LE(length, from - 4);
  else if (length > 0xffff) return undefined;
  else again.writeUInt16LE(length, from - 2);
  return again;
}

/** Where the text of a header begins, its bytes, and the text. */
function textOf(start: Uint8Array): { from: number; bytes: number; text: string } {
  const view = new DataView(start.buffer, start.byteOffset, start.length);
  const major = start[6] ?? 0;
  if (start.length < 12 || major < 1 || major > 3) throw bad(`version ${major} is not known`);
  const [from, bytes] =
    major === 1 ? [SHORT, view.getUint16(8, true)] : [LONG, view.getUint32(8, true)];
  if (from + bytes > MAX_HEADER) throw bad(`a header of ${from + bytes} bytes is absurd`);
  if (start.length < from + bytes) throw bad('the file ends within its header');
  const text = Buffer.from(start.subarray(from, from + bytes)).toString('latin1');
  return { from, bytes, text };
}

/** Sizes with the outermost first. */
function inOrder<T>(sizes: readonly T[], text: string): T[] {
  return /'fortran_order'\s*:\s*True/.test(text) ? [...sizes].reverse() : [...sizes];
}

function typeOf(text: string): { type: SampleType; components: number[] } {
  const match = /'descr'\s*:\s*'([<>|=])([a-zA-Z])(\d+)(?:\[\w*\])?'/.exec(text);
  if (!match) throw bad('its numbers are not of one plain type');
  const [, order, code = '', digits] = match;
  const complex = code === 'c';
  const bytes = Number(digits) / (complex ? 2 : 1);
  const kind = KINDS[code];
  if (!kind || ![1, 2, 4, 8].includes(bytes)) throw bad(`numbers of type ${code}${digits}`);
  return {
    type: { kind, bytes: bytes as 1 | 2 | 4 | 8, bigEndian: order === '>' },
    components: complex ? [2] : [],
  };
}

function sizesOf(text: string): number[] {
  return [...shapeOf(text).matchAll(/\d+/g)].map(Number);
}

function shapeOf(text: string): string {
  const match = /'shape'\s*:\s*\(([\d,\sL]*)\)/.exec(text);
  if (!match) throw bad('its header has no shape');
  return match[0];
}

function bad(message: string) {
  return unsuitable('npy', message);
}
