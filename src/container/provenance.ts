import { ArgumentError } from '../errors.js';
import { FieldReader, FieldWriter } from './fields.js';

/** What people want to know of a file, and what decides nothing. All can be left out. */
export interface Provenance {
  /** The program that wrote the file, and its version. */
  readonly creator?: string | undefined;
  /** Whatever the one who wrote it wanted to say. */
  readonly comment?: string | undefined;
  /** Name of the original file, without folders. */
  readonly name?: string | undefined;
  /** When the original was changed last: seconds since 1970 in decimal, with up to nine places. */
  readonly mtime?: string | undefined;
  /** Permissions of the original: three octal digits. */
  readonly mode?: string | undefined;
  /** Where the model was that the file does not bring: the whole path of its model.json. */
  readonly model?: string | undefined;
  /** What the original was, where what is restored was inside it: "gzip". */
  readonly inside?: string | undefined;
  /** Bytes of the original, in decimal, where what is restored has others: pictures, and what was inside gzip. */
  readonly bytes?: string | undefined;
  /** Of an array that is kept as the bytes of its file, the type of its numbers and how many bytes are before them: "f64 128". */
  readonly numbers?: string | undefined;
}

/** How each entry has to look: nothing that could leave a folder, and no bits but permissions. */
const SHAPES: Readonly<Record<keyof Provenance, RegExp>> = {
  creator: /^/,
  comment: /^/,
  name: /^(?!\.{1,2}$)[^/\\\0]{1,255}$/,
  mtime: /^-?\d{1,12}(\.\d{1,9})?$/,
  mode: /^[0-7]{3}$/,
  // Not of another machine, which would be asked for it: \\host\share, or //host/share.
  model: /^(?:\/(?!\/)|[A-Za-z]:[\\/](?![\\/]))[^\0]{0,4000}\.json$/,
  inside: /^[a-z0-9-]{1,32}$/,
  bytes: /^\d{1,15}$/,
  numbers: /^[a-z0-9]{1,15} \d{1,15}$/,
};

const KEYS = Object.keys(SHAPES) as (keyof Provenance)[];

/** Whether provenance may say that a model was there. */
export function isPlace(path: string): boolean {
  return SHAPES.model.test(path);
}

/** Most entries of a block, known or not. */
const MAX_ENTRIES = 64;

/** Characters of a text that an error repeats. */
const MOST_QUOTED = 40;

/** @throws RangeError for an entry that is not as it has to be. */
export function encodeProvenance(provenance: Provenance): Uint8Array {
  const writer = new FieldWriter();
  for (const key of KEYS) {
    const value = provenance[key];
    if (value === undefined) continue;
    if (!SHAPES[key].test(value)) throw new ArgumentError(`${key}: did not expect ${value}`);
    writer.text(key).text(value);
  }
  return writer.finish();
}

/** Entries of other names are left aside. @throws CrayError CORRUPT naming the entry. */
export function decodeProvenance(payload: Uint8Array): Provenance {
  const reader = new FieldReader(payload, 'provenance');
  const entries = new Map<string, string>();
  while (!reader.done) {
    const [key, value] = [reader.text('key'), reader.text('value')];
    if (entries.has(key)) throw reader.fail(quoted(key), 'is there twice');
    if (entries.size === MAX_ENTRIES)
      throw reader.fail(quoted(key), `expected at most ${MAX_ENTRIES} entries`);
    const shape = KEYS.includes(key as keyof Provenance) && SHAPES[key as keyof Provenance];
    if (shape && !shape.test(value)) throw reader.fail(key, `did not expect ${quoted(value)}`);
    entries.set(key, value);
  }
  return Object.fromEntries(KEYS.flatMap((k) => (entries.has(k) ? [[k, entries.get(k)]] : [])));
}

/** Enough of a text to know it by, without control characters. */
function quoted(text: string): string {
  return JSON.stringify(text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED)}…` : text);
}
