/** What is in a group: by a table of symbols (sections III.A.1, III.B to D), or by links among its messages. */
import { hasAt } from '../reader.js';
import { MESSAGE, type Message } from './messages.js';
import { type Hdf5, sizedAt } from './superblock.js';

/** An object of a group. */
export interface Linked {
  readonly name: string;
  /** Where its header is. */
  readonly header: number;
}

/** Letters of a name that are kept, and more levels than a tree can have. */
const [MAX_NAME, HIGHEST] = [100, 256];

/** The objects to which the messages of a group lead. */
export function linkedFrom(file: Hdf5, messages: readonly Message[]): Linked[] {
  return messages.flatMap((message) => {
    if (message.type === MESSAGE.symbolTable) return symbolsAt(file, message);
    const link = message.type === MESSAGE.link ? linkAt(file, message) : undefined;
    return link ? [link] : [];
  });
}

/** Whether a group has its links elsewhere, in a heap. */
export function hasDenseLinks(file: Hdf5, messages: readonly Message[]): boolean {
  return messages.some(({ type, at }) => {
    if (type !== MESSAGE.linkInfo) return false;
    const heap = at + 2 + (file.reader.u8(at + 1) & 1 ? 8 : 0);
    return file.placeAt(heap) !== undefined;
  });
}

/** A link of version 1 that is hard. */
function linkAt(file: Hdf5, { at }: Message): Linked | undefined {
  const { reader } = file;
  const flags = reader.u8(at + 1);
  let next = at + 2;
  if (flags & 8 && reader.u8(next++) !== 0) return undefined;
  next += (flags & 4 ? 8 : 0) + (flags & 16 ? 1 : 0);
  const bytes = 1 << (flags & 3);
  const length = sizedAt(reader, next, bytes) ?? 0;
  const header = file.placeAt(next + bytes + length);
  const name = reader.text(next + bytes, Math.min(length, MAX_NAME));
  return header === undefined ? undefined : { name, header };
}

/** A tree of tables of symbols, and the heap that has their names. */
function symbolsAt(file: Hdf5, { at }: Message): Linked[] {
  const { reader, addressBytes, lengthBytes } = file;
  const [tree, heap] = [file.placeAt(at), file.placeAt(at + addressBytes)];
  if (tree === undefined || heap === undefined) return [];
  const names = file.placeAt(heap + 8 + 2 * lengthBytes);
  const found: Linked[] = [];
  const seen = new Set<number>();

  const addSymbols = (node: number): void => {
    const entry = 2 * addressBytes + 24;
    for (let i = 0; i < reader.u16(node + 6); i++) {
      file.step();
      const from = node + 8 + i * entry;
      const header = file.placeAt(from + addressBytes);
      const name = (names ?? 0) + (sizedAt(reader, from, addressBytes) ?? 0);
      const letters = Math.max(0, Math.min(MAX_NAME, reader.length - name));
      if (header !== undefined) found.push({ name: reader.text(name, letters), header });
    }
  };

  const visit = (node: number, above: number): void => {
    file.step();
    const start = reader.bytes(node, 8);
    if (seen.has(node)) return;
    seen.add(node);
    if (hasAt(start, 0, 'SNOD')) addSymbols(node);
    const level = start[5] ?? 0;
    if (!hasAt(start, 0, 'TREE') || start[4] !== 0 || level >= above) return;
    for (let i = 0; i < reader.u16(node + 6); i++) {
      const key = node + 8 + 2 * addressBytes + i * (lengthBytes + addressBytes);
      const child = file.placeAt(key + lengthBytes);
      if (child !== undefined) visit(child, level);
    }
  };

  visit(tree, HIGHEST);
  return found;
}
