/** Files inside a zip file that are stored as they are. */
import { unsuitable } from '../data/format.js';
import { hasAt, type Reader, readerOf } from './reader.js';

/** A file inside, and where its bytes are. */
export interface StoredMember {
  readonly name: string;
  readonly at: number;
  readonly end: number;
}

/** Bytes of the records of APPNOTE, sections 4.3.7, 4.3.12, 4.3.15 and 4.3.16, before what is of any length. */
const [LOCAL, ENTRY, LOCATOR, END] = [30, 46, 20, 22];

/** Longest comment at the end of a file. */
const MAX_COMMENT = 0xffff;

/** What stands in the place of a number that is in the extra field of zip64. */
const ELSEWHERE = 0xffffffff;

/** The files that are neither compressed nor encrypted. @throws CrayError DATA_INVALID */
export function storedMembers(file: Uint8Array, format: string): StoredMember[] {
  const reader = readerOf(file, format, false);
  const { count, at: begin } = directoryIn(reader, format);
  const members: StoredMember[] = [];
  let at = begin;
  for (let i = 0; i < count; i++) {
    if (reader.u32(at) !== 0x02014b50) throw unsuitable(format, 'its directory is damaged');
    const [names, extra, comment] = [28, 30, 32].map((from) => reader.u16(at + from));
    const next = at + ENTRY + (names ?? 0) + (extra ?? 0) + (comment ?? 0);
    const { bytes, header } = placeOf(reader, at);
    const isStored = reader.u16(at + 10) === 0 && (reader.u16(at + 8) & 1) === 0;
    if (isStored && hasAt(file, header, 'PK\x03\x04')) {
      const from = header + LOCAL + reader.u16(header + 26) + reader.u16(header + 28);
      members.push({ name: reader.text(at + ENTRY, names ?? 0), at: from, end: from + bytes });
    }
    at = next;
  }
  // Those that lie in others are none.
  let end = 0;
  return members
    .sort((a, b) => a.at - b.at)
    .filter((member) => {
      const isApart = member.at >= end;
      if (isApart) end = member.end;
      return isApart;
    });
}

/** How many entries the directory has, and where it begins. */
function directoryIn(reader: Reader, format: string): { count: number; at: number } {
  const earliest = Math.max(0, reader.length - END - MAX_COMMENT);
  for (let at = reader.length - END; at >= earliest; at--) {
    if (reader.u32(at) !== 0x06054b50) continue;
    const [count, begin] = [reader.u16(at + 10), reader.u32(at + 16)];
    if (begin !== ELSEWHERE && count !== 0xffff) return { count, at: begin };
    const end = reader.u64(at - LOCATOR + 8);
    return { count: reader.u64(end + 32), at: reader.u64(end + 48) };
  }
  throw unsuitable(format, 'it has no directory');
}

/** Bytes of an entry's file, and where its local header is: in 32 bits, or in the extra field of zip64. */
function placeOf(reader: Reader, entry: number): { bytes: number; header: number } {
  const [stored, plain, header] = [20, 24, 42].map((from) => reader.u32(entry + from));
  if (stored !== ELSEWHERE && plain !== ELSEWHERE && header !== ELSEWHERE) {
    return { bytes: stored ?? 0, header: header ?? 0 };
  }
  const from = entry + ENTRY + reader.u16(entry + 28);
  const end = from + reader.u16(entry + 30);
  for (let at = from; at + 4 <= end; at += 4 + reader.u16(at + 2)) {
    if (reader.u16(at) !== 1) continue;
    // Those that are elsewhere, in this order: bytes outside, bytes as stored, and the header.
    const wide = [plain, stored, header];
    let next = at + 4;
    const [, bytes, place] = wide.map((value) => {
      if (value !== ELSEWHERE) return value ?? 0;
      next += 8;
      return reader.u64(next - 8);
    });
    return { bytes: bytes ?? 0, header: place ?? 0 };
  }
  return { bytes: 0, header: 0 };
}
