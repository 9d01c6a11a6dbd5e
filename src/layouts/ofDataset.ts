import type { Field } from '../codecs/numbers/field.js';
import { isBytes } from '../data/bytes.js';
import type { PeekableDataset } from '../data/peekable.js';
import { checkedFields } from './check.js';
import { foundFields } from './found.js';
import { fieldsOf } from './layouts.js';

/** Bytes of a file that are looked at: all of most, the beginning of large ones. */
const LOOK_BYTES = 1 << 24;

const known = new WeakMap<PeekableDataset, Promise<readonly Field[]>>();

/** What lies where in a file that is read as bytes, as far as its beginning tells; nothing of what is read otherwise. */
export function fieldsOfDataset(dataset: PeekableDataset): Promise<readonly Field[]> {
  const found = known.get(dataset) ?? find(dataset);
  known.set(dataset, found);
  return found;
}

async function find(dataset: PeekableDataset): Promise<readonly Field[]> {
  if (!isBytes(dataset)) return [];
  if (dataset.fields) return checkedFields(dataset.fields, dataset.items, dataset.format);
  const { elements } = await dataset.first(LOOK_BYTES);
  const whole = elements.length < LOOK_BYTES;
  const size = whole ? elements.length : dataset.items;
  return fieldsOf(elements, size)?.fields ?? ofArray(dataset, size) ?? foundFields(elements) ?? [];
}

/** The numbers of an array of which these are the bytes. */
function ofArray(
  { array }: PeekableDataset,
  size: number | undefined,
): readonly Field[] | undefined {
  const field = array?.inFile?.field;
  return field && checkedFields([field], size, array.format);
}
