import { type Box, BoxReader, boxesIn, boxOf } from './boxes.js';

/** A number in a file, and where it is; of 0 bytes where it is nowhere, and 0. */
export interface Field {
  readonly at: number;
  readonly bytes: number;
  readonly value: number;
}

/** Where the bytes of an item are. */
export interface Extent {
  readonly item: number;
  /** What offsets count from. */
  readonly base: Field;
  readonly offset: Field;
  readonly length: Field;
  /** Whether offsets count from the start of the file. */
  readonly inFile: boolean;
}

/** The item that is the picture (box pitm of HEIF, as those below). */
export function primaryOf(file: Uint8Array, box: Box): number {
  const reader = new BoxReader(file, box);
  return reader.number(reader.version() === 0 ? 2 : 4);
}

/** The type of each item. */
export function typesOf(file: Uint8Array, box: Box): Map<number, string> {
  const reader = new BoxReader(file, box);
  reader.skip(reader.version() === 0 ? 2 : 4);
  return new Map(
    boxesIn(file, reader.at, box.to).map((entry) => {
      const of = new BoxReader(file, entry);
      const item = of.number(of.version() < 3 ? 2 : 4);
      of.skip(2);
      return [item, of.text(4)];
    }),
  );
}

/** What items refer to. */
export interface Reference {
  readonly type: string;
  readonly from: number;
  readonly to: readonly number[];
}

/** All references in a box. */
export function referencesOf(file: Uint8Array, box: Box): Reference[] {
  const reader = new BoxReader(file, box);
  const idBytes = reader.version() === 0 ? 2 : 4;
  return boxesIn(file, reader.at, box.to).map((entry) => {
    const of = new BoxReader(file, entry);
    const from = of.number(idBytes);
    const to = Array.from({ length: of.number(2) }, () => of.number(idBytes));
    return { type: entry.type, from, to };
  });
}

/** Where all items are. */
export function extentsOf(file: Uint8Array, box: Box): Extent[] {
  const reader = new BoxReader(file, box);
  const version = reader.version();
  const [offsets, bases] = [reader.number(1), reader.number(1)];
  const idBytes = version < 2 ? 2 : 4;
  const field = (bytes: number): Field => ({ at: reader.at, bytes, value: reader.number(bytes) });
  const items = reader.number(idBytes);
  const extents: Extent[] = [];
  for (let i = 0; i < items; i++) {
    const item = reader.number(idBytes);
    const inFile = version === 0 || (reader.number(2) & 15) === 0;
    reader.skip(2);
    const base = field(bases >> 4);
    const count = reader.number(2);
    for (let k = 0; k < count; k++) {
      if (version > 0) reader.skip(bases & 15);
      extents.push({
        item,
        base,
        offset: field(offsets >> 4),
        length: field(offsets & 15),
        inFile,
      });
    }
  }
  return extents;
}

/** A property of an item. */
export interface Property extends Box {
  /** Whether who does not know it must not show the item. */
  readonly essential: boolean;
}

/** The properties of each item. */
export function propertiesOf(file: Uint8Array, box: Box): Map<number, Property[]> {
  const inside = boxesIn(file, box.from, box.to);
  const { from, to } = boxOf(inside, 'ipco');
  const all = boxesIn(file, from, to);
  const found = new Map<number, Property[]>();
  for (const association of inside.filter(({ type }) => type === 'ipma')) {
    const reader = new BoxReader(file, association);
    const idBytes = reader.number(1) === 0 ? 2 : 4;
    reader.skip(2);
    const long = reader.number(1) & 1;
    const items = reader.number(4);
    for (let i = 0; i < items; i++) {
      const item = reader.number(idBytes);
      const own = Array.from({ length: reader.number(1) }, () => {
        const [bytes, flag] = long ? [2, 0x8000] : [1, 0x80];
        const number = reader.number(bytes);
        const property = all[(number % flag) - 1];
        return property ? [{ ...property, essential: number >= flag }] : [];
      }).flat();
      found.set(item, [...(found.get(item) ?? []), ...own]);
    }
  }
  return found;
}
