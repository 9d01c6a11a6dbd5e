import type { ByteSource } from '../bytes/source.js';
import { type ArrayHead, arrayFormat } from './array.js';
import { unsuitable } from './format.js';
import type { SampleType } from './samples.js';

const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);

/** Longest header that is looked at; NumPy itself wants 10,000 characters at most. */
const MAX_HEADER = 1 << 18;

const KINDS: Readonly<Record<string, SampleType['kind']>> = {
  b: 'unsigned',
  u: 'unsigned',
  i: 'signed',
  f: 'float',
  c: 'float',
};

/**
 * A NumPy file (numpy.lib.format, versions 1 to 3) of booleans, integers, floats or complex numbers.
 * The first dimension counts the items; in Fortran order the last, as it is the outermost there, and
 * the sizes of an item are turned round. Complex numbers have a last dimension of two.
 */
export const npy = arrayFormat(
  'npy',
  (start) => MAGIC.every((byte, i) => start[i] === byte),
  readHead,
);

async function readHead(source: ByteSource): Promise<ArrayHead> {
  const start = await source.peek(12);
  const view = new DataView(start.buffer, start.byteOffset, start.length);
  const major = start[6] ?? 0;
  if (start.length < 12 || major < 1 || major > 3) throw bad(`version ${major} is not known`);
  const [from, length] =
    major === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  const bytes = from + length;
  if (bytes > MAX_HEADER) throw bad(`a header of ${bytes} bytes is absurd`);
  const head = await source.peek(bytes);
  if (head.length < bytes) throw bad('the file ends within its header');
  const text = Buffer.from(head.subarray(from)).toString('latin1');
  const { type, parts } = typeOf(text);
  const sizes = sizesOf(text);
  const fortran = /'fortran_order'\s*:\s*True/.test(text);
  const [items = 1, ...shape] = [...(fortran ? sizes.reverse() : sizes), ...parts];
  return { bytes, type, items, shape };
}

function typeOf(text: string): { type: SampleType; parts: number[] } {
  const match = /'descr'\s*:\s*'([<>|=])([a-zA-Z])(\d+)'/.exec(text);
  if (!match) throw bad('its numbers are not of one plain type');
  const [, order, code = '', digits] = match;
  const complex = code === 'c';
  const bytes = Number(digits) / (complex ? 2 : 1);
  const kind = KINDS[code];
  if (!kind || ![1, 2, 4, 8].includes(bytes)) throw bad(`numbers of type ${code}${digits}`);
  return {
    type: { kind, bytes: bytes as 1 | 2 | 4 | 8, bigEndian: order === '>' },
    parts: complex ? [2] : [],
  };
}

function sizesOf(text: string): number[] {
  const match = /'shape'\s*:\s*\(([\d,\sL]*)\)/.exec(text);
  if (!match) throw bad('its header has no shape');
  return [...(match[1] as string).matchAll(/\d+/g)].map(Number);
}

function bad(message: string) {
  return unsuitable('npy', message);
}
