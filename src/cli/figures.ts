import type { Header } from '../container/header.js';
import { ownShape, sizesText } from '../data/dataset.js';
import { numbersIn } from '../data/formats.js';
import type { FieldsInfo } from '../pipeline/fieldReader.js';
import type { FileInfo, PartInfo } from '../pipeline/info.js';
import { bitsPerDim } from '../pipeline/progress.js';
import { counted } from '../words.js';
import { rate } from './units.js';

/** Items for people: "20 items of 28 x 28, u8", "1 item of 3, f32". */
export function itemsText(items: number, header: ItemHeader): string {
  const numbers = numbersOf(header);
  return `${counted(items, 'item')} of ${sizesText(header.shape, numbers)}, ${numbers}`;
}

type ItemHeader = Pick<Header, 'dataFormat' | 'dtype' | 'shape' | 'head'>;

/** Type of the numbers of the file, or where that is not told of the elements that they have become. */
export function numbersOf({ dataFormat, dtype, head }: ItemHeader): string {
  return numbersIn(dataFormat, head) ?? dtype;
}

/** The numbers of the file and what an item has of them, and what they are coded as, for machines. */
export function itemRecord(header: ItemHeader) {
  const { dtype, shape } = header;
  const numbers = numbersOf(header);
  return { dtype: numbers, shape: ownShape(shape, numbers), coded: { dtype, shape } };
}

/** Bytes of the file that went in and of the one that came out, and what follows from them. */
export function sizeText({ originalBytes, ...info }: FileInfo): string {
  const { bytes } = info;
  const bits = bitsPerDim(info);
  const told = bits === undefined ? '' : `, ${rate(bits, info)}`;
  if (originalBytes !== undefined) {
    return `${originalBytes} -> ${counted(bytes, 'byte')}, ratio ${(originalBytes / bytes).toFixed(2)}${told}`;
  }
  return `${counted(bytes, 'byte')}${told}; those of the file that went in are not said`;
}

/** The same for machines. */
export function sizeRecord({ originalBytes, heldBytes, ...info }: FileInfo) {
  const { bytes } = info;
  const ratio = originalBytes === undefined ? undefined : originalBytes / bytes;
  return { originalBytes, heldBytes, bytes, ratio, bitsPerDim: bitsPerDim(info) };
}

/** Bits for each element of a data set as it is coded, but for those of a model inside; undefined where it has none. */
export function bitsPerElement({ front, bytes, elements }: PartInfo): number | undefined {
  return bitsPerDim({ bytes, modelBytes: front.modelBytes, elements });
}

/** Most kinds of fields that people are told of. */
const MOST_KINDS = 8;

/** Fields for people, those with the most numbers: "2 fields of f64, 3000 numbers: delta 1 (arrays)". */
export function fieldRows(fields: readonly FieldsInfo[]): (readonly [string, string])[] {
  const texts = fields.slice(0, MOST_KINDS).map(({ type, how, fields: count, numbers }) => {
    return `${counted(count, 'field')} of ${type}, ${counted(numbers, 'number')}: ${how}`;
  });
  const left = fields.slice(MOST_KINDS);
  const sum = (of: (one: FieldsInfo) => number) => left.reduce((all, one) => all + of(one), 0);
  const rest = `and ${counted(
    sum((one) => one.fields),
    'field',
  )} with ${counted(
    sum(({ numbers }) => numbers),
    'number',
  )}`;
  return [...texts, ...(left.length > 0 ? [rest] : [])].map((text, i) => [
    i === 0 ? 'fields' : '',
    text,
  ]);
}

/** Fields of all parts together. */
export function fieldsOfAll(parts: readonly PartInfo[]): readonly FieldsInfo[] {
  const all = new Map<string, FieldsInfo>();
  for (const one of parts.flatMap(({ fields }) => fields)) {
    const key = `${one.type} ${one.how}`;
    const { fields = 0, numbers = 0 } = all.get(key) ?? {};
    all.set(key, { ...one, fields: fields + one.fields, numbers: numbers + one.numbers });
  }
  return [...all.values()].sort((a, b) => b.numbers - a.numbers);
}
