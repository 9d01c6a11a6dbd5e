import { unsuitable } from '../format.js';
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

/** What a file (HEIF, ISO/IEC 23008-12; AVIF 1.1) says of its one picture. */
export interface AvifItems {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly depth: 8 | 10 | 12;
  /** The matrix that colours are made by, where a box says it; it counts more than what they say. */
  readonly matrix: number | undefined;
  /** The AV1 of the colours and, where there is one, of the alpha. */
  readonly coded: readonly CodedItem[];
  /** All extents, of metadata too. */
  readonly extents: readonly Extent[];
  /** The boxes at the top. */
  readonly boxes: readonly Box[];
}

export interface CodedItem {
  readonly from: number;
  readonly to: number;
  /** Where the configuration of its decoder is. */
  readonly config: Box;
}

/** Turned, mirrored or cut out once decoded. */
const CHANGES = ['irot', 'imir', 'clap'];

/** @throws CrayError DATA_INVALID for anything but one picture of AV1, with red, green and blue as they are. */
export function readItems(file: Uint8Array): AvifItems {
  const boxes = boxesIn(file, 0, file.length);
  if (boxes.some(({ type }) => type === 'moov')) throw bad('it is animated');
  const meta = boxOf(boxes, 'meta');
  const inMeta = boxesIn(file, meta.from + 4, meta.to);
  const primary = primaryOf(file, boxOf(inMeta, 'pitm'));
  const types = typesOf(file, boxOf(inMeta, 'iinf'));
  const references = inMeta
    .filter(({ type }) => type === 'iref')
    .flatMap((box) => referencesOf(file, box));
  const pictures = picturesOf(primary, types, references);
  const extents = extentsOf(file, boxOf(inMeta, 'iloc'));
  const properties = propertiesOf(file, boxOf(inMeta, 'iprp'));
  const coded = pictures.map((item) => {
    const own = properties.get(item) ?? [];
    if (own.some(({ type }) => CHANGES.includes(type))) throw bad('it is turned or cut');
    const places = extents.filter((one) => one.item === item);
    return { ...placeOf(places, boxes), config: boxOf(own, 'av1C') };
  });
  const [colours] = coded as [CodedItem, ...CodedItem[]];
  const own = properties.get(primary) ?? [];
  const depth = depthOf(file, colours.config);
  const matrix = matrixIn(file, own);
  const sizes = new BoxReader(file, boxOf(own, 'ispe'));
  sizes.skip(4);
  const [width, height] = [sizes.number(4), sizes.number(4)];
  return { width, height, depth, matrix, coded, extents, boxes };
}

/** The items of the colours and, where there is one, of the alpha. */
function picturesOf(
  primary: number,
  types: ReadonlyMap<number, string>,
  references: readonly Reference[],
): number[] {
  const type = types.get(primary);
  if (type !== 'av01') throw bad(`its picture is of type ${type}`);
  if (references.some((one) => one.type === 'prem')) throw bad('its alpha is in its colours');
  const alpha = references
    .filter(({ type, to }) => type === 'auxl' && to.includes(primary))
    .map(({ from }) => from)
    .filter((item) => types.get(item) === 'av01');
  if (alpha.length > 1) throw bad('it has several pictures beside the colours');
  return [primary, ...alpha];
}

/** Where the one extent of a picture is, in a box of data. */
function placeOf([extent, ...others]: readonly Extent[], boxes: readonly Box[]) {
  if (!extent?.inFile || others.length > 0) throw bad('its pixels are in several places');
  const from = extent.base.value + extent.offset.value;
  const to = from + extent.length.value;
  const around = boxes.find((box) => box.type === 'mdat' && box.from <= from && to <= box.to);
  if (!around || from === to) throw bad('its pixels are not there');
  return { from, to };
}

/** Bits of the configuration (AV1-ISOBMFF, section 2.3.3). */
const CONFIG = { high: 0x40, twelve: 0x20, gray: 0x10, coarse: 0x0c } as const;

function depthOf(file: Uint8Array, { from, to }: Box): 8 | 10 | 12 {
  if (to < from + 4) throw bad('box av1C is cut short');
  const bits = file[from + 2] as number;
  if (bits & CONFIG.gray) throw bad('it is gray, which sharp writes as three colours');
  if (bits & CONFIG.coarse) throw bad('it is not without loss');
  if (bits & CONFIG.high) return bits & CONFIG.twelve ? 12 : 10;
  return 8;
}

function matrixIn(file: Uint8Array, properties: readonly Box[]): number | undefined {
  for (const box of properties) {
    if (box.type !== 'colr') continue;
    const reader = new BoxReader(file, box);
    if (reader.text(4) !== 'nclx') continue;
    reader.skip(4);
    return reader.number(2);
  }
  return undefined;
}

function primaryOf(file: Uint8Array, box: Box): number {
  const reader = new BoxReader(file, box);
  return reader.number(reader.version() === 0 ? 2 : 4);
}

/** The type of each item. */
function typesOf(file: Uint8Array, box: Box): Map<number, string> {
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

interface Reference {
  readonly type: string;
  readonly from: number;
  readonly to: readonly number[];
}

function referencesOf(file: Uint8Array, box: Box): Reference[] {
  const reader = new BoxReader(file, box);
  const idBytes = reader.version() === 0 ? 2 : 4;
  return boxesIn(file, reader.at, box.to).map((entry) => {
    const of = new BoxReader(file, entry);
    const from = of.number(idBytes);
    const to = Array.from({ length: of.number(2) }, () => of.number(idBytes));
    return { type: entry.type, from, to };
  });
}

function extentsOf(file: Uint8Array, box: Box): Extent[] {
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

/** The properties of each item. */
function propertiesOf(file: Uint8Array, box: Box): Map<number, Box[]> {
  const inside = boxesIn(file, box.from, box.to);
  const { from, to } = boxOf(inside, 'ipco');
  const all = boxesIn(file, from, to);
  const found = new Map<number, Box[]>();
  for (const association of inside.filter(({ type }) => type === 'ipma')) {
    const reader = new BoxReader(file, association);
    const idBytes = reader.number(1) === 0 ? 2 : 4;
    reader.skip(2);
    const long = reader.number(1) & 1;
    const items = reader.number(4);
    for (let i = 0; i < items; i++) {
      const item = reader.number(idBytes);
      const own = Array.from({ length: reader.number(1) }, () => {
        const number = long ? reader.number(2) & 0x7fff : reader.number(1) & 0x7f;
        return all[number - 1];
      });
      found.set(item, [...(found.get(item) ?? []), ...own.filter((one) => one !== undefined)]);
    }
  }
  return found;
}

function bad(message: string) {
  return unsuitable('avif', message);
}
