/** Headers of objects: messages, in the old form and the new one (section IV.A). */
import { hasAt } from '../reader.js';
import { type Hdf5, sizedAt } from './superblock.js';

/** A message of a header. */
export interface Message {
  readonly type: number;
  readonly at: number;
  readonly bytes: number;
}

/** Types of messages. */
export const MESSAGE = {
  dataspace: 1,
  linkInfo: 2,
  datatype: 3,
  link: 6,
  externalFiles: 7,
  layout: 8,
  filters: 11,
  continuation: 16,
  symbolTable: 17,
} as const;

/** A run of messages, and how they are written. */
interface Run {
  readonly from: number;
  readonly end: number;
  readonly isOld: boolean;
  /** Bytes before the data of a message. */
  readonly head: number;
}

/** The messages of a header; none where there is no header. @throws CrayError DATA_INVALID */
export function messagesAt(file: Hdf5, header: number): Message[] {
  const first = firstRun(file, header);
  const runs = first ? [first] : [];
  const messages: Message[] = [];
  const seen = new Set<number>();
  for (const run of runs) {
    for (const message of messagesOf(file, run)) {
      file.step();
      messages.push(message);
      if (message.type !== MESSAGE.continuation) continue;
      const next = continued(file, message, run);
      if (next && !seen.has(next.from)) runs.push(next);
      if (next) seen.add(next.from);
    }
  }
  return messages;
}

function firstRun({ reader }: Hdf5, header: number): Run | undefined {
  if (!isNew(reader.bytes(header, 4))) {
    if (reader.u8(header) !== 1) return undefined;
    const from = header + 16;
    return { from, end: from + reader.u32(header + 8), isOld: true, head: 8 };
  }
  const flags = reader.u8(header + 5);
  const at = header + 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
  const bytes = 1 << (flags & 3);
  const from = at + bytes;
  const end = from + (sizedAt(reader, at, bytes) ?? 0);
  return { from, end, isOld: false, head: flags & 4 ? 6 : 4 };
}

function isNew(start: Uint8Array): boolean {
  return hasAt(start, 0, 'OHDR');
}

function* messagesOf({ reader }: Hdf5, { from, end, isOld, head }: Run): Generator<Message> {
  for (let at = from; at + head <= Math.min(end, reader.length); ) {
    const type = isOld ? reader.u16(at) : reader.u8(at);
    const bytes = reader.u16(at + (isOld ? 2 : 1));
    if (at + head + bytes > end) return;
    yield { type, at: at + head, bytes };
    at += head + bytes;
  }
}

/** Where more messages are: in the new form with a signature before them and a check after. */
function continued(file: Hdf5, { at }: Message, run: Run): Run | undefined {
  const from = file.placeAt(at);
  if (from === undefined) return undefined;
  const end = from + file.lengthAt(at + file.addressBytes);
  return run.isOld ? { ...run, from, end } : { ...run, from: from + 4, end: end - 4 };
}
