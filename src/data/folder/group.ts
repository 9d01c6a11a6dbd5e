import { ByteSource } from '../../bytes/source.js';
import type { Field } from '../../codecs/numbers/field.js';
import { bytesOf, isBytes, openBytes } from '../bytes.js';
import type { Dataset } from '../dataset.js';
import { openPlain } from '../open.js';
import { joinParts } from '../parts.js';
import { fromRecords, recordBytes, toRecords } from '../records.js';
import type { Entry } from '../walk.js';
import { changed, checkUnchanged, contentsOf } from './contents.js';

/** Longest residue of a file in a group; files that have more are bytes. */
export const MAX_RESIDUE = 1 << 20;

/** A file of a format that may be in a group. */
export interface Candidate {
  readonly entry: Entry;
  readonly dataset: Dataset;
  readonly items: number;
  readonly residue: Uint8Array;
  /** The very file by the same items, where these do not restore it. */
  readonly exact?: Omit<Candidate, 'exact'> | undefined;
}

/** Files whose items are of one kind, and the bytes of these. */
export interface Group {
  readonly files: Candidate[];
  bytes: number;
}

/** Bytes of files, together. */
export function bytesOfFiles(files: readonly Pick<Candidate, 'entry'>[]): number {
  return files.reduce((sum, { entry }) => sum + entry.size, 0);
}

/** Of which kind the items of a file are: those of one kind may be in one group. */
export function kindOf({ dataset }: Pick<Candidate, 'dataset'>): string {
  const { format, dtype, shape, levels, sideBytes } = dataset;
  return JSON.stringify([format, dtype, shape, levels, sideBytes]);
}

/** What a file is, and what its items leave out. */
export async function examine(base: Buffer, entry: Entry, exact: boolean): Promise<Candidate> {
  const contents = contentsOf(base, entry);
  try {
    const dataset = await openPlain(new ByteSource(contents), exact);
    const form = await dataset.exactForm?.();
    const own = await candidateOf(entry, dataset);
    if (!form || form.tail.length > MAX_RESIDUE) return own;
    const residue = joinParts([dataset.head, form.tail]);
    const very = { ...own.dataset, format: form.format, fidelity: 'bytes' as const };
    return { ...own, exact: { ...own, dataset: very, residue } };
  } finally {
    // A file that is not read to its end would stay open.
    await contents.return(undefined);
  }
}

async function candidateOf(entry: Entry, dataset: Dataset): Promise<Candidate> {
  if (isBytes(dataset)) return { entry, dataset, items: 0, residue: new Uint8Array(0) };
  let records = 0;
  for await (const { elements, side } of dataset.pieces(readItems(dataset))) {
    records += elements.length + side.length;
  }
  const tail: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of dataset.tail()) {
    length += bytes.length;
    if (length <= MAX_RESIDUE) tail.push(bytes.slice());
    else tail.length = 0;
  }
  const residue =
    length > MAX_RESIDUE
      ? new Uint8Array(MAX_RESIDUE + 1)
      : joinParts([dataset.head, Buffer.concat(tail)]);
  return { entry, dataset: described(dataset), items: records / recordBytes(dataset), residue };
}

/** A data set that holds on to nothing of its file. */
function described({ asBytes: _, exactForm: __, ...dataset }: Dataset): Dataset {
  return { ...dataset, async *pieces() {}, async *tail() {}, position: () => 0 };
}

/** Most files of a group that may be read as bytes: each is a field of its own, which is more to say. */
const MOST_FIELDS = 1 << 10;

/** Where the numbers of each file of a group lie in the bytes of all of them; undefined where one does not say it. */
function fieldsOf({ files }: Group): readonly Field[] | undefined {
  if (files.length > MOST_FIELDS) return undefined;
  const fields: Field[] = [];
  let before = 0;
  for (const { entry, dataset, items } of files) {
    const { field } = dataset.inFile ?? {};
    const [outer, ...inner] = field?.axes ?? [];
    if (!field || !outer) return undefined;
    const axes = [{ ...outer, count: items }, ...inner];
    fields.push({ ...field, offset: before + field.offset, axes });
    before += entry.size;
  }
  return fields;
}

/** The files of a group of arrays, read as the bytes that they are. */
export function inBytes(group: Group): Group {
  const [nothing, fields] = [new Uint8Array(0), fieldsOf(group)];
  const files = group.files.map((file) => ({
    ...file,
    dataset: { ...bytesOf(nothing), fields },
    items: file.entry.size,
    residue: joinParts([nothing, nothing]),
  }));
  return { files, bytes: files.reduce((sum, { items }) => sum + items, 0) };
}

/** The items of all files of a group. */
export function groupDataset(base: Buffer, group: Group, exact: boolean): Dataset {
  const { files } = group;
  const { dataset } = files[0] as Candidate;
  const { sideBytes } = dataset;
  const itemBytes = recordBytes(dataset) - sideBytes;
  async function* records(): AsyncGenerator<Uint8Array> {
    for (const { entry, items } of files) {
      const contents = contentsOf(base, entry);
      const again = await reopened(new ByteSource(contents), dataset, exact);
      let bytes = 0;
      for await (const piece of again.pieces(readItems(dataset))) {
        bytes += piece.elements.length + piece.side.length;
        yield toRecords(piece, sideBytes);
      }
      await contents.return(undefined);
      if (bytes !== items * (itemBytes + sideBytes)) throw changed(base, entry);
      checkUnchanged(base, entry);
    }
  }
  const source = new ByteSource(records());
  return {
    ...dataset,
    // The folder says how many bytes all its files have.
    fileBytes: undefined,
    inFile: fieldsOf(group) && dataset.inFile,
    readings: undefined,
    head: new Uint8Array(0),
    items: files.reduce((sum, { items }) => sum + items, 0),
    pictures: dataset.pictures && files.flatMap(({ dataset }) => dataset.pictures ?? []),
    async *pieces(most) {
      for await (const records of source.pieces(most * (itemBytes + sideBytes))) {
        yield fromRecords(records, sideBytes, itemBytes);
      }
    },
    position: () => source.position,
  };
}

/** A file of a group once more, as the group has it. */
async function reopened(source: ByteSource, of: Dataset, exact: boolean): Promise<Dataset> {
  return isBytes(of) ? openBytes(source, undefined) : openPlain(source, exact);
}

/** Items of about a mebibyte. */
function readItems(dataset: Dataset): number {
  return Math.max(1, Math.floor((1 << 20) / recordBytes(dataset)));
}
