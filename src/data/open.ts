/** From a file to a data set: which format takes it. */
import { type ByteInput, ByteSource } from '../bytes/source.js';
import { CrayError } from '../errors.js';
import { openBytes } from './bytes.js';
import type { Dataset } from './dataset.js';
import { MAX_WHOLE, START, unsuitable, type Wrapper } from './format.js';
import { FORMATS, formatNamed, WRAPPERS } from './formats.js';
import { openRaw, type RawLayout } from './raw/raw.js';

export { RAW_TYPES, type RawLayout } from './raw/raw.js';

/** How to read a file, where its content does not say or shall not decide. */
export interface OpenOptions {
  /** Name of a format, 'bytes' for instance, in place of the one found. */
  readonly format?: string | undefined;
  /** The layout of a raw file. */
  readonly raw?: RawLayout | undefined;
  /** Whether the file must come back byte for byte, also where its pixels or what is inside it would do. */
  readonly exact?: boolean | undefined;
}

/**
 * Opens a data set by its content. A file of no known format is bytes, and so is one that is damaged
 * or that its format cannot restore; its note then says why. A file inside a wrapper, as gzip, is read in
 * place of it where it is of a known format and the wrapper need not come back.
 *
 * @throws CrayError UNSUPPORTED for a format that is not known, DATA_INVALID where the format that
 * was asked for does not fit; RangeError for a raw layout that makes no sense.
 */
export async function openDataset(
  stream: ByteInput,
  { format, raw, exact = false }: OpenOptions = {},
): Promise<Dataset> {
  const source = new ByteSource(stream);
  if (raw) return openRaw(source, raw);
  if (format !== undefined) return formatNamed(format).open(source);
  if (exact) return openPlain(source, exact);
  for (const wrapper of WRAPPERS) {
    const dataset = await openInside(source, wrapper);
    if (dataset) return dataset;
  }
  return openPlain(source, exact);
}

/** What is inside a wrapper, or the file as bytes; undefined where it is no wrapper. */
async function openInside(
  source: ByteSource,
  { title, unwrap }: Wrapper,
): Promise<Dataset | undefined> {
  const inner = await unwrap(source);
  if (inner === undefined) return undefined;
  if (typeof inner === 'string') return openBytes(source, `${title}: ${inner}`);
  const small = (await inner.peek(START)).length < START;
  const dataset = await openDetected(inner, false);
  if (typeof dataset === 'string') {
    return openBytes(source, dataset === '' ? undefined : `inside ${title}: ${dataset}`);
  }
  // What is inside a large file is worth more than to keep both in memory.
  const asBytes = small || dataset.asBytes ? () => openBytes(source, undefined) : undefined;
  const fileBytes = (await source.peek(MAX_WHOLE)).length;
  return { ...dataset, inside: title, fileBytes, ...(asBytes && { asBytes }) };
}

/** The same of a file that is not looked for inside another. */
export async function openPlain(source: ByteSource, exact: boolean): Promise<Dataset> {
  const dataset = await openDetected(source, exact);
  return typeof dataset === 'string' ? openBytes(source, dataset || undefined) : dataset;
}

/** The data set, or why it is none: nothing where no format seems to fit. */
async function openDetected(source: ByteSource, exact: boolean): Promise<Dataset | string> {
  const start = await source.peek(START);
  const notes: string[] = [];
  for (const format of FORMATS.flatMap(({ dataFormats }) => dataFormats)) {
    if (!format.detects?.(start)) continue;
    const chosen = exact && format.fidelity === 'pixels' ? format.exact : format;
    try {
      if (!chosen) throw unsuitable(format.name, 'cannot be rebuilt byte for byte');
      return await chosen.open(source);
    } catch (error) {
      if (!(error instanceof CrayError) || error.code !== 'DATA_INVALID') throw error;
      if (error.message !== '') notes.push(error.message);
    }
  }
  return notes.join('; ');
}
