import { unsuitable } from '../format.js';
import { type Box, BoxReader, boxesIn, boxOf } from './boxes.js';
import {
  type Extent,
  extentsOf,
  primaryOf,
  propertiesOf,
  type Reference,
  referencesOf,
  typesOf,
} from './meta.js';

/** What a file (HEIF, ISO/IEC 23008-12; AVIF 1.1) says of its one picture. */
export interface AvifItems {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly depth: 8 | 10 | 12;
  /** What a box says of the colours, where there is one; it counts more than what they say. */
  readonly said: Said | undefined;
  /** Types of the properties without which the picture cannot be understood. */
  readonly essential: readonly string[];
  /** The AV1 of the colours and, where there is one, of the alpha. */
  readonly coded: readonly CodedItem[];
  /** All extents, of metadata too. */
  readonly extents: readonly Extent[];
  /** The boxes at the top. */
  readonly boxes: readonly Box[];
}

/** What a box says of colours (ISO/IEC 14496-12, section 12.1.5). */
export interface Said {
  /** How they are made of red, green and blue; 0 is not at all. */
  readonly matrix: number;
  /** Whether black is 0, and white all ones. */
  readonly fullRange: boolean;
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
  const said = saidIn(file, own);
  const essential = pictures
    .flatMap((item) => properties.get(item) ?? [])
    .filter((property) => property.essential)
    .map(({ type }) => type);
  const sizes = new BoxReader(file, boxOf(own, 'ispe'));
  sizes.skip(4);
  const [width, height] = [sizes.number(4), sizes.number(4)];
  return { width, height, depth, said, essential, coded, extents, boxes };
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

function saidIn(file: Uint8Array, properties: readonly Box[]): Said | undefined {
  for (const box of properties) {
    if (box.type !== 'colr') continue;
    const reader = new BoxReader(file, box);
    if (reader.text(4) !== 'nclx') continue;
    reader.skip(4);
    const matrix = reader.number(2);
    return { matrix, fullRange: reader.at === box.to || reader.number(1) >= 0x80 };
  }
  return undefined;
}

function bad(message: string) {
  return unsuitable('avif', message);
}
