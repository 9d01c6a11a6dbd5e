import { unsuitable } from '../../data/format.js';
import { arrayField } from '../build.js';
import { type Field, type Layout, NUMBER_BYTES, type NumberType } from '../layout.js';
import { hasAt, type Reader, readerOf } from '../reader.js';
import { fieldsOfRuns, type Placed } from '../runs.js';
import { type Structure, structureAt, type Value } from './thrift.js';

const NAME = 'Parquet';

/** Physical types whose values have a length, by their number: two numbers of 12 bytes are three of 4. */
const TYPES: Readonly<Record<number, readonly [NumberType, number]>> = {
  1: ['i32', 1],
  2: ['i64', 1],
  3: ['u32', 3],
  4: ['f32', 1],
  5: ['f64', 1],
};

/** Physical type of values of one length that the schema says, plain encoding, and a page of dictionary. */
const [FIXED, PLAIN, DICTIONARY] = [7, 0, 2];

/** Most pages that are looked at. */
const MAX_PAGES = 1 << 18;

/** A column of the schema that has values. */
interface Leaf {
  readonly name: string;
  readonly type: NumberType;
  /** Numbers of a value. */
  readonly each: number;
  /** Whether pages of version 1 have levels before their values. */
  readonly levels: number;
}

/** Columns of Parquet whose pages are neither compressed nor encoded. */
export const parquet: Layout = {
  name: NAME,
  detects: (start) => hasAt(start, 0, 'PAR1'),
  fieldsOf(start, size) {
    const reader = readerOf(start, NAME, false);
    const { length } = reader;
    if ((size ?? length) !== length || !hasAt(start, length - 4, 'PAR1')) {
      throw unsuitable(NAME, 'its footer is not there');
    }
    const footer = structureAt(reader, length - 8 - reader.u32(length - 8)).value;
    const leaves = leavesOf(listIn(footer.get(2)));
    const fields: Field[] = [];
    let count = 0;
    for (const group of listIn(footer.get(4))) {
      const columns = listIn(group instanceof Map ? group.get(1) : undefined);
      columns.forEach((column, i) => {
        const data = column instanceof Map ? column.get(3) : undefined;
        const leaf = leaves[i];
        if (!leaf || !(data instanceof Map) || data.get(4) !== 0) return;
        const pages = pagesOf(reader, data, leaf);
        count += pages.length;
        if (count > MAX_PAGES) throw unsuitable(NAME, 'it has too many pages');
        for (const field of fieldsOfRuns(pages)) fields.push(field);
      });
    }
    return fields;
  },
};

function listIn(value: Value): Value[] {
  return Array.isArray(value) ? value : [];
}

/** The columns of a schema in their order; undefined for one whose values have no length, or that is nested. */
function leavesOf(schema: readonly Value[]): (Leaf | undefined)[] {
  const elements = schema
    .slice(1)
    .flatMap((each) => (each instanceof Map ? [each as Structure] : []));
  const isFlat = elements.every((element) => !element.get(5));
  return elements
    .filter((element) => !element.get(5))
    .map((element) => {
      const [type, length, repetition, name] = [1, 2, 3, 4].map((i) => element.get(i));
      const bytes = typeof length === 'number' && length > 0 && length < 1 << 16 ? length : 0;
      const fixed = type === FIXED && bytes > 0 ? (['u8', bytes] as const) : undefined;
      const [number, each] = fixed ?? TYPES[Number(type)] ?? [];
      if (!isFlat || !number || !each || repetition === 2) return undefined;
      return { name: `${name}`, type: number, each, levels: repetition === 1 ? 1 : 0 };
    });
}

/** The pages of a column, with the field of each that is plain. */
function pagesOf(reader: Reader, data: Structure, leaf: Leaf): Placed[] {
  const places = [9, 11].map((i) => data.get(i)).filter((at) => typeof at === 'number');
  const bytes = data.get(7);
  let at = Math.min(...(places as number[]));
  const end = Math.min(reader.length, at + (typeof bytes === 'number' ? bytes : 0));
  const pages: Placed[] = [];
  while (at >= 4 && at < end) {
    const { value: header, end: from } = structureAt(reader, at);
    const length = header.get(3);
    if (typeof length !== 'number' || length < 0 || from + length > end) break;
    const values = valuesOf(reader, header, from, from + length, leaf);
    pages.push({
      at,
      fields: values === undefined ? [] : fieldOf(leaf, values - at, from + length - values),
    });
    at = from + length;
  }
  return pages;
}

/** Where the values of a page begin that are plain; undefined for others. */
function valuesOf(reader: Reader, header: Structure, from: number, end: number, leaf: Leaf) {
  const [kind, first, dictionary, second] = [1, 5, 7, 8].map((i) => header.get(i));
  if (kind === DICTIONARY && dictionary instanceof Map) return from;
  if (first instanceof Map && first.get(2) === PLAIN) {
    const levels = leaf.levels === 0 ? 0 : 4 + reader.u32(from);
    return from + levels <= end ? from + levels : undefined;
  }
  if (!(second instanceof Map) || second.get(4) !== PLAIN) return undefined;
  const levels = Number(second.get(5)) + Number(second.get(6));
  return levels >= 0 && from + levels <= end ? from + levels : undefined;
}

function fieldOf({ name, type, each }: Leaf, offset: number, bytes: number): Field[] {
  const count = Math.floor(bytes / (NUMBER_BYTES[type] * each));
  const sizes = each === 1 ? [count] : [count, each];
  return count === 0 ? [] : [arrayField(name, offset, { type, bigEndian: false }, sizes)];
}
