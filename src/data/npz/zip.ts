import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { unsuitable } from '../format.js';

/** A file inside a zip file. */
export interface Member {
  readonly name: string;
  /** Its bytes as they are there. */
  readonly stored: Uint8Array;
  /** Where these begin. */
  readonly at: number;
  readonly deflated: boolean;
  /** Bytes that it has outside. */
  readonly bytes: number;
}

/** Bytes of a local header before its name (APPNOTE, section 4.3.7). */
const LOCAL_HEADER = 30;

/** The files inside a zip file, in the order in which they are there. @throws CrayError DATA_INVALID */
export async function membersOf(file: Uint8Array, format: string): Promise<Member[]> {
  const entries = await readEntries(file).catch((cause: Error) => {
    throw unsuitable(format, `zip: ${cause.message}`);
  });
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const members = entries.map((entry): Member => {
    const { fileName: name, relativeOffsetOfLocalHeader: header } = entry;
    if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
      throw unsuitable(format, `${name}: method ${entry.compressionMethod} is not known`);
    }
    if (entry.isEncrypted()) throw unsuitable(format, `${name}: is encrypted`);
    if (header + LOCAL_HEADER > file.length) throw unsuitable(format, `${name}: is not there`);
    const names = view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
    const at = header + LOCAL_HEADER + names;
    const stored = file.subarray(at, at + entry.compressedSize);
    if (stored.length < entry.compressedSize) throw unsuitable(format, `${name}: is cut short`);
    const deflated = entry.compressionMethod === 8;
    return { name, stored, at, deflated, bytes: entry.uncompressedSize };
  });
  members.sort((a, b) => a.at - b.at);
  members.forEach(({ at, name }, i) => {
    const before = members[i - 1];
    if (before && before.at + before.stored.length > at) {
      throw unsuitable(format, `${name}: overlaps ${before.name}`);
    }
  });
  return members;
}

function readEntries(file: Uint8Array): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    const whole = Buffer.from(file.buffer, file.byteOffset, file.length);
    fromBuffer(whole, { lazyEntries: false }, (error: Error | null, zip: ZipFile) => {
      if (error) return reject(error);
      zip.on('entry', (entry: Entry) => entries.push(entry));
      zip.on('error', reject);
      zip.on('end', () => resolve(entries));
    });
  });
}
