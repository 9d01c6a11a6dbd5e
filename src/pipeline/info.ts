import { type ByteInput, ByteSource } from '../bytes/source.js';
import type { PlacedFront } from '../container/front.js';
import type { Header } from '../container/header.js';
import { type Counts, checkGroups, isFolderFormat, readCounts } from '../data/folders.js';
import type { SaidPicture } from '../data/format.js';
import { dimensionsAfter, picturesIn, saysPictures } from '../data/formats.js';
import { recordBytes } from '../data/records.js';
import { checkFollows, checkMember, checkNoTail, headOfParts, partName } from './decode/alike.js';
import { type PassingEnd, type PassingPart, readParts } from './decode/partStream.js';
import { dimensionsOfItems } from './dimensions.js';
import { FieldReader, type FieldsInfo } from './fieldReader.js';
import { GroupReader } from './groupReader.js';
import { DEFAULT_MEMORY } from './memory.js';
import type { FindModel } from './models.js';
import { fileBytesOfAll, type HeldPart } from './restored.js';

/** What a part says of itself. */
export interface PartInfo extends PassingEnd {
  readonly front: PlacedFront;
  /** Bytes of the part. */
  readonly bytes: number;
  /** Chunks, and how many of them hold their items plainly. */
  readonly chunks: number;
  readonly plainChunks: number;
  /** Chunks of the file's tail, and the bytes in them. */
  readonly residueChunks: number;
  readonly residueBytes: number;
  /** Dimensions: numbers of its items, and bytes of the file after them, each as one. */
  readonly elements: number;
  /** Of a model that takes data apart by fields, if it is there, which fields there are; else none. */
  readonly fields: readonly FieldsInfo[];
  /** What its tail says of the pictures in it, where those of its format do. */
  readonly pictures: readonly SaidPicture[] | undefined;
}

/** Longest tail that is looked at for pictures. */
const MOST_TAIL = 1 << 26;

/** What a .cray file says of itself. */
export interface FileInfo {
  readonly parts: readonly [PartInfo, ...PartInfo[]];
  readonly items: number;
  /** Dimensions: numbers of all items, and bytes after them, each as one; of a folder the bytes of its files. */
  readonly elements: number;
  /** Bytes of the .cray file, and of these those of models. */
  readonly bytes: number;
  readonly modelBytes: number;
  /** Bytes of the file that went in; undefined where the .cray file does not say it, and it cannot be told. */
  readonly originalBytes: number | undefined;
  /** Bytes of what it holds of that: head, items and tail. */
  readonly heldBytes: number;
  /** How much is in the folder, where the file holds one; its parts are then the data sets of it. */
  readonly folder: Counts | undefined;
}

/**
 * Reads a .cray file to its end, all checksums but that of the restored data checked. Needs no model.
 *
 * @param findModel as of decompress: with it, the list of the files of a folder says whether all its parts are there, and
 * fields are told of.
 * @throws CrayError NOT_CRAY, UNSUPPORTED, TRUNCATED, CORRUPT or TOO_LARGE.
 */
export async function readInfo(
  stream: ByteInput,
  memory = DEFAULT_MEMORY,
  findModel?: FindModel,
): Promise<FileInfo> {
  let groups: GroupReader | undefined;
  const source = new ByteSource(stream);
  const read: PartInfo[] = [];
  for await (const part of readParts(source, memory)) {
    const { number, front } = part;
    if (number > 1) checkPart(front, (read[0] as PartInfo).front.header, number);
    const { dataFormat } = front.header;
    const ofFolder = number === 1 && isFolderFormat(dataFormat);
    if (ofFolder && findModel) groups = new GroupReader(front, findModel, memory);
    const reader = new FieldReader(front, findModel);
    read.push(await partInfo(part, source, reader, ofFolder ? groups : undefined));
  }
  if (groups?.formats) checkGroups(groups.formats, read.length - 1);
  const parts = read as [PartInfo, ...PartInfo[]];
  const last = parts.at(-1) as PartInfo;
  const { header } = parts[0].front;
  const folder = isFolderFormat(header.dataFormat) ? readCounts(header.head) : undefined;
  const held = parts.map((part): HeldPart => {
    const tailBytes = part.residueBytes + part.trailer.tail.length;
    return { front: part.front, items: part.trailer.items, tailBytes };
  });
  const sum = (of: (part: PartInfo) => number) => parts.reduce((n, part) => n + of(part), 0);
  const items = sum(({ trailer }) => trailer.items);
  checkTogether(parts, items);
  const around = header.head.length + last.residueBytes + last.trailer.tail.length;
  const heldBytes = folder ? sum(heldBy) : around + items * recordBytes(header);
  return {
    parts,
    items,
    elements: folder?.bytes ?? sum(({ elements }) => elements),
    bytes: source.position,
    modelBytes: sum(({ front }) => front.modelBytes),
    originalBytes: folder?.bytes ?? fileBytesOfAll(held),
    heldBytes,
    folder,
  };
}

/** Dimensions of a part: numbers of its items, and bytes of the file after them, each as one. */
function elementsOf({
  front,
  trailer,
  residueBytes,
}: Pick<PartInfo, 'front' | 'trailer' | 'residueBytes'>): number {
  const { items, tail } = trailer;
  const { header } = front;
  const after = dimensionsAfter(header.dataFormat, residueBytes + tail.length);
  return dimensionsOfItems(front, items) + after;
}

/** Bytes of head, items and tail of a part. */
function heldBy({ front: { header }, trailer, residueBytes }: PartInfo): number {
  const { tail, items } = trailer;
  return header.head.length + items * recordBytes(header) + residueBytes + tail.length;
}

/** @throws CrayError UNSUPPORTED for a part that cannot follow those before. */
function checkPart({ header, position }: PlacedFront, first: Header, number: number): void {
  if (isFolderFormat(first.dataFormat)) checkMember(header, partName(number, position));
  else checkFollows(header, first, number, position);
}

/** Checks, as whoever restores them does, that parts which follow one another make a file. @throws CrayError UNSUPPORTED */
function checkTogether(parts: readonly [PartInfo, ...PartInfo[]], items: number): void {
  const fronts = parts.map(({ front }) => front);
  const ofFolder = isFolderFormat(parts[0].front.header.dataFormat);
  if (parts.length > 1 && !ofFolder) headOfParts(fronts, items);
  parts.slice(0, -1).forEach((part, i) => {
    const name = partName(i + 1, part.front.position);
    checkNoTail(part, name, ofFolder ? undefined : part.next);
  });
}

/** Reads a part to its end. */
async function partInfo(
  { front, chunks: placed }: PassingPart,
  source: ByteSource,
  reader: FieldReader,
  groups: GroupReader | undefined,
): Promise<PartInfo> {
  let [chunks, plainChunks, residueChunks, residueBytes] = [0, 0, 0, 0];
  const { dataFormat } = front.header;
  const residue: Uint8Array[] = [];
  for (;;) {
    const next = await placed.next();
    if (next.done) {
      const bytes = source.position - front.position;
      const tail = Buffer.concat([...residue, next.value.trailer.tail]);
      const pictures = residueBytes <= MOST_TAIL ? picturesIn(dataFormat, tail) : undefined;
      const counts = { chunks, plainChunks, residueChunks, residueBytes };
      const read = { ...next.value, front, bytes, ...counts, pictures };
      return { ...read, elements: elementsOf(read), fields: reader.fields };
    }
    const { chunk } = next.value;
    await groups?.add(next.value);
    reader.add(chunk);
    chunks++;
    if (chunk.kind === 'plain') plainChunks++;
    if (chunk.kind === 'residue') {
      residueChunks++;
      residueBytes += chunk.bytes.length;
      if (saysPictures(dataFormat) && residueBytes <= MOST_TAIL) residue.push(chunk.bytes);
    }
  }
}
