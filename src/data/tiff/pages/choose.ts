import { isUnsuitable } from '../../format.js';
import { TAG } from '../tags.js';
import { bad, type Directory, readDirectories, valuesOf } from './directories.js';
import { type Page, pageOf } from './layout.js';

/** The tag of a text that says more than the others. */
const DESCRIPTION = 270;

/** The code of no compression. */
const NONE = 1;

/**
 * The pages of a file: of the kind that has most of it, in their order.
 *
 * @throws CrayError DATA_INVALID where these are less than half of it.
 */
export function pagesOf(file: Uint8Array): Page[] {
  const directories = readDirectories(file);
  const [first] = directories;
  if (!first) throw bad('it has no pictures');
  if (directories.length === 1) return stackOf(file, first, pageOf(file, first));
  const kinds = new Map<string, { pages: Page[]; bytes: number }>();
  let [all, failure] = [0, ''];
  for (const directory of directories) {
    let page: Page;
    try {
      page = pageOf(file, directory);
    } catch (error) {
      failure = (error as Error).message;
      all += storedBytes(file, directory);
      continue;
    }
    const bytes = page.lengths.numbers.reduce((sum, length) => sum + length, 0);
    const { width, height, channels, bits, kind } = page;
    const key = JSON.stringify([width, height, channels, bits, kind]);
    const same = kinds.get(key) ?? { pages: [], bytes: 0 };
    same.pages.push(page);
    same.bytes += bytes;
    all += bytes;
    kinds.set(key, same);
  }
  const most = [...kinds.values()].reduce((a, b) => (b.bytes > a.bytes ? b : a), {
    pages: [],
    bytes: 0,
  });
  if (2 * most.bytes >= all && most.pages.length > 0) return most.pages;
  throw bad(failure.replace(/^tiff: /, '') || 'its pictures are of several kinds');
}

/** Bytes of a picture of which nothing else is known. */
function storedBytes(file: Uint8Array, directory: Directory): number {
  const field = directory.fields.get(TAG.tileBytes) ?? directory.fields.get(TAG.stripBytes);
  return field ? valuesOf(file, directory, field).reduce((sum, length) => sum + length, 0) : 0;
}

/** Whether a file of one directory holds several pictures. */
export function isStack(file: Uint8Array): boolean {
  try {
    return readDirectories(file).length === 1 && pagesOf(file).length > 1;
  } catch (error) {
    if (isUnsuitable(error)) return false;
    throw error;
  }
}

/** The pictures of a stack as ImageJ has it: bare, one after another, though there is one directory. */
function stackOf(file: Uint8Array, { fields }: Directory, page: Page): Page[] {
  const field = fields.get(DESCRIPTION);
  const text = field
    ? Buffer.from(file.subarray(field.at, field.at + field.count)).toString('latin1')
    : '';
  const count = text.startsWith('ImageJ=') ? Number(/^images=(\d+)\s*$/m.exec(text)?.[1] ?? 1) : 1;
  const { offsets, lengths, compression } = page;
  const bytes = lengths.numbers.reduce((sum, length) => sum + length, 0);
  const [from = 0] = offsets.numbers;
  const oneAfterAnother = offsets.numbers.every(
    (offset, i) =>
      i === 0 || offset === (offsets.numbers[i - 1] as number) + (lengths.numbers[i - 1] as number),
  );
  if (count <= 1 || compression !== NONE || !oneAfterAnother) return [page];
  if (from + count * bytes > file.length || bytes === 0) return [page];
  return Array.from({ length: count }, (_, i) => ({
    ...page,
    offsets: { ...offsets, numbers: offsets.numbers.map((offset) => offset + i * bytes) },
  }));
}
