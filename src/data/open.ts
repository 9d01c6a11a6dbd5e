/** From a file to a data set: which format takes it. */
import { type ByteInput, ByteSource } from '../bytes/source.js';
import type { CrayError } from '../errors.js';
import { checkOptions, type OptionNames } from '../options.js';
import { MANY_BYTES } from './bands.js';
import { bytesOf, openBytes } from './bytes.js';
import type { Dataset } from './dataset.js';
import { isUnsuitable, MAX_WHOLE, START, unsuitable, type Wrapper } from './format.js';
import { FORMATS, formatNamed, WRAPPERS } from './formats.js';
import { openRaw, type RawLayout } from './raw/raw.js';
import { whyUnread } from './unread.js';

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

const OPTIONS: OptionNames<OpenOptions> = { format: true, raw: true, exact: true };

/** Those of many options that say how a file is read. */
export function openingOptions({ format, raw, exact }: OpenOptions): OpenOptions {
  return { format, raw, exact };
}

/**
 * Opens a data set by its content. A file of no known format is bytes, and so is one that is damaged
 * or that its format cannot restore; its note then says why. A file inside a wrapper, as gzip, is read in
 * place of it where it is of a known format and the wrapper need not come back.
 *
 * @throws CrayError UNSUPPORTED for a format that is not known, DATA_INVALID where the format that
 * was asked for does not fit; RangeError for a raw layout that makes no sense.
 */
export async function openDataset(stream: ByteInput, options: OpenOptions = {}): Promise<Dataset> {
  checkOptions('openDataset', options, OPTIONS);
  const { format, raw, exact = false } = options;
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
  const detected = await openDetected(inner, false);
  if (typeof detected === 'string') {
    return openBytes(source, detected === '' ? undefined : `inside ${title}: ${detected}`);
  }
  const { asBytes: _, ...dataset } = detected;
  const whole = await source.peek(MAX_WHOLE);
  // What is inside a large file is worth more than to keep it, and what becomes of it, in memory.
  const asBytes = whole.length <= MANY_BYTES ? () => bytesOf(whole) : undefined;
  return { ...dataset, inside: title, fileBytes: whole.length, ...(asBytes && { asBytes }) };
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
  for (const { dataFormats } of FORMATS) {
    let note = '';
    for (const format of dataFormats) {
      if (!format.detects?.(start)) continue;
      const chosen = exact && format.fidelity === 'pixels' ? format.exact : format;
      try {
        if (!chosen) throw unsuitable(format.name, 'cannot be rebuilt byte for byte');
        return await chosen.open(source);
      } catch (error) {
        if (!isUnsuitable(error)) throw error;
        // The last of several ways of holding a file takes most of them.
        note = (error as CrayError).message || note;
      }
    }
    if (note !== '') notes.push(note);
  }
  return notes.join('; ') || whyUnread(start);
}
