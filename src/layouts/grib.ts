import { arrayField } from './build.js';
import type { Field, Layout, NumberType } from './layout.js';
import { hasAt, type Reader, readerOf } from './reader.js';
import { fieldsOfRuns, type Placed } from './runs.js';

/** Types of packed numbers, by their bits; those of other bits share bytes. */
const TYPES: Readonly<Record<number, NumberType>> = { 8: 'u8', 16: 'u16', 24: 'u24', 32: 'u32' };

/** Most bytes between messages. */
const MAX_GAP = 1 << 16;

/** Numbers of a message, and where they begin in it. */
interface Packed {
  readonly at: number;
  readonly bits: number;
  readonly bytes: number;
  readonly rowOf: number;
}

/** Weather of GRIB 1 and 2 in simple packing, whose numbers are whole bytes. */
export const grib: Layout = {
  name: 'GRIB',
  detects: (start) => hasAt(start, 0, 'GRIB') && [1, 2].includes(start[7] ?? 0),
  fieldsOf(start) {
    const reader = readerOf(start, 'GRIB', true);
    const messages: Placed[] = [];
    for (let at = 0; at < reader.length; ) {
      const { end, packed } = messageAt(reader, at);
      if (end === undefined) break;
      messages.push({ at, fields: packed ? fieldsFrom(packed) : [] });
      at = nextMessage(start, end);
    }
    return fieldsOfRuns(messages);
  },
};

/** Where the next message begins: between them may be zeros. */
function nextMessage(start: Uint8Array, end: number): number {
  const { buffer, byteOffset, length } = start;
  const gap = Buffer.from(buffer, byteOffset, length).subarray(end, end + MAX_GAP);
  const at = gap.indexOf('GRIB');
  return at < 0 ? length : end + at;
}

function fieldsFrom({ at, bits, bytes, rowOf }: Packed): Field[] {
  const header = arrayField('header', 0, { type: 'u8', bigEndian: true }, [at]);
  const type = TYPES[bits];
  if (!type) return [header];
  const count = Math.floor(bytes / (bits / 8));
  const isGrid = rowOf > 0 && count % rowOf === 0;
  const sizes = isGrid ? [count / rowOf, rowOf] : [count];
  return [header, arrayField('values', at, { type, bigEndian: true }, sizes)];
}

/** A message that is whole, and its numbers where they are packed simply. */
function messageAt(reader: Reader, at: number): { end?: number; packed?: Packed } {
  if (at + 16 > reader.length) return {};
  const isFirst = reader.u8(at + 7) === 1;
  const bytes = isFirst ? u24(reader, at + 4) : reader.u64(at + 8);
  const end = at + bytes;
  if (bytes < 16 || end > reader.length) return {};
  try {
    const packed = isFirst ? packedIn1(reader, at) : packedIn2(reader, at, end);
    return packed && at + packed.at + packed.bytes <= end ? { end, packed } : { end };
  } catch {
    // Sections that lie: the message is bytes.
    return { end };
  }
}

/** Edition 1: product definition, perhaps a grid and a bit map, and the binary data (FM 92-XI). */
function packedIn1(reader: Reader, message: number): Packed | undefined {
  let at = message + 8;
  const flags = reader.u8(at + 7);
  at += u24(reader, at);
  let rowOf = 0;
  if (flags & 0x80) {
    rowOf = reader.u16(at + 6);
    at += u24(reader, at);
  }
  if (flags & 0x40) at += u24(reader, at);
  const [length, packing, bits] = [u24(reader, at), reader.u8(at + 3), reader.u8(at + 10)];
  if (packing >= 0x10) return undefined;
  const unused = packing & 15;
  return { at: at + 11 - message, bits, bytes: length - 11 - unused / 8, rowOf };
}

/** Edition 2: sections by their number, of which 3 is the grid, 5 how numbers are packed, and 7 the numbers (FM 92-XIV). */
function packedIn2(reader: Reader, message: number, end: number): Packed | undefined {
  let [bits, rowOf, found] = [0, 0, 0];
  let numbers: Packed | undefined;
  for (let at = message + 16; at + 5 <= end; ) {
    const [length, section] = [reader.u32(at), reader.u8(at + 4)];
    if (length < 5 || length > end - at) break;
    if (section === 3) rowOf = reader.u32(at + 30);
    if (section === 5) bits = reader.u16(at + 9) === 0 ? reader.u8(at + 19) : 0;
    if (section === 7) {
      numbers = { at: at + 5 - message, bits, bytes: length - 5, rowOf };
      found++;
    }
    at += length;
  }
  return found === 1 ? numbers : undefined;
}

function u24(reader: Reader, at: number): number {
  return reader.u16(at) * 256 + reader.u8(at + 2);
}
