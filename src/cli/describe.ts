import { hex } from '../bytes/hex.js';
import { DIGEST_BYTES, digestText } from '../container/digests.js';
import type { Front } from '../container/front.js';
import type { Header } from '../container/header.js';
import type { Provenance } from '../container/provenance.js';
import { isBytes } from '../data/bytes.js';
import type { FileInfo, PartInfo } from '../pipeline/info.js';
import { isExact, restoredBy, restoredByAll } from '../pipeline/restored.js';
import { counted } from '../words.js';
import { fieldRows, fieldsOfAll, itemRecord, itemsText, sizeRecord, sizeText } from './figures.js';
import { pictureRecord, pictureRows } from './pictures.js';
import { restoredRecord, restoredText } from './restored.js';
import { shown } from './shown.js';

/** What `info` prints of a file, for machines. */
export function infoRecord(file: string, info: FileInfo): Record<string, unknown> {
  const { parts, items, modelBytes } = info;
  const { front } = parts[0];
  const { header } = front;
  const [pieces, models, fields] = [piecesOf(info), modelsOf(parts), fieldsOfAll(parts)];
  return {
    file,
    version: front.version,
    format: header.dataFormat,
    ...restoredRecord(restoredByAll(parts.map((part) => part.front))),
    ...itemRecord(header),
    levels: most(parts, ({ levels }) => levels),
    items,
    ...pictureRecord(parts),
    order: header.unordered ? 'not kept' : 'kept',
    ...sizeRecord(info),
    ...modelRecord(header),
    ...(models.length > 1 && { models: models.map(modelRecord) }),
    ...(fields.length > 0 && { fields }),
    modelInside: modelBytes > 0,
    modelBytes,
    revision: most(parts, ({ revision }) => revision),
    chunks: sum(parts, ({ chunks }) => chunks),
    plainChunks: sum(parts, ({ plainChunks }) => plainChunks),
    indexed: parts.every(isIndexed),
    chunkItems: most(parts, ({ chunkItems }) => chunkItems),
    lanes: most(parts, ({ lanes }) => lanes),
    seed: header.seed,
    ...(seedsOf(parts).length > 1 && { seeds: seedsOf(parts) }),
    ...(parts.length === 1 && !front.pieces ? digestRecord(pieces[0] as Piece) : {}),
    pieces: pieces.map((piece) => ({ items: piece.items, ...digestRecord(piece) })),
    provenance: parts.map((part) => part.front.provenance ?? {}),
  };
}

/** The revision of the arithmetic; the first one is that of files that say none. */
export function revisionText({ revision }: { readonly revision: number }): string {
  return `${revision} of the arithmetic${revision === 1 ? ', as none is said' : ''}`;
}

/** The same for people. */
export function infoText(file: string, info: FileInfo): string {
  const { parts, items, bytes, modelBytes } = info;
  const { header } = parts[0].front;
  const chunks = sum(parts, (part) => part.chunks);
  const plain = sum(parts, (part) => part.plainChunks);
  const [pieces, models] = [piecesOf(info), modelsOf(parts)];
  const chunkItems = most(parts, (part) => part.chunkItems);
  const [lanes, seeds] = [most(parts, (part) => part.lanes), seedsOf(parts)];
  return rowsText(file, [
    ['data', `${header.dataFormat}, ${itemsText(items, header)}`],
    ...pictureRows(parts),
    ['restores', restoredText(restoredByAll(parts.map(({ front }) => front)))],
    ['order', header.unordered ? 'not kept: items come back sorted' : 'kept'],
    ['size', sizeText(info)],
    [
      'model',
      `${models.map(({ modelName }) => modelName).join(' and ')}, ${modelBytes > 0 ? `inside, ${counted(modelBytes, 'byte')}` : 'not inside'}`,
    ],
    ...(modelBytes > 0 ? [['data only', counted(bytes - modelBytes, 'byte')] as const] : []),
    ...models.flatMap(({ specDigest, weightsDigest }): [string, string][] => [
      ['spec', `SHA-256 ${hex(specDigest)}`],
      ['weights', `SHA-256 ${hex(weightsDigest)}`],
    ]),
    ...fieldRows(fieldsOfAll(parts)),
    ['revision', revisionText({ revision: most(parts, ({ revision }) => revision) })],
    ['chunks', `${chunks}, of at most ${counted(chunkItems, 'item')}; ${plain} plain`],
    ['index', parts.every(isIndexed) ? 'there' : 'none: chunks are found one after another'],
    [
      'coder',
      `${counted(lanes, 'lane')}, ${seeds.length > 1 ? 'seeds' : 'seed'} ${seeds.join(', ')}`,
    ],
    ...parts.flatMap(({ front }) => provenanceRows(front.provenance ?? {})),
    ...pieces.map((piece) => digestRow(piece, pieces.length > 1)),
  ]);
}

/** A header of each model that parts are of, in order. */
function modelsOf(parts: readonly PartInfo[]): Header[] {
  const all = new Map<string, Header>();
  for (const { front } of parts) {
    const { specDigest, weightsDigest } = front.header;
    const key = `${hex(specDigest)} ${hex(weightsDigest)}`;
    if (!all.has(key)) all.set(key, front.header);
  }
  return [...all.values()];
}

/** What a header says of its model, for machines. */
function modelRecord({ modelName, specDigest, weightsDigest }: Header): Record<string, string> {
  return {
    model: modelName,
    specSha256: hex(specDigest),
    weightsSha256: hex(weightsDigest),
  };
}

/** A name and a text a line, below the file they are of. */
export function rowsText(file: string, rows: readonly (readonly [string, string])[]): string {
  return [shown(file), ...rows.map(([name, text]) => `  ${name.padEnd(9)} ${text}`), ''].join('\n');
}

/** The only chunk of items of a part needs no index. */
function isIndexed({ indexed, chunks, residueChunks }: PartInfo): boolean {
  return indexed || chunks - residueChunks < 2;
}

/** A file that went in, of which there may be several, one after another. */
interface Piece {
  readonly items: number;
  readonly digest: Uint8Array;
  readonly digestOf: DigestOf;
}

/**
 * What a digest is of, so that nobody takes it for that of another: the file that went in and comes back; what comes back
 * in its place; or head, items and tail as they are coded, which in formats of numbers is neither.
 */
type DigestOf = 'file' | 'restored' | 'contents';

function digestOf(front: Front): DigestOf {
  if (!isBytes({ format: front.header.dataFormat })) return 'contents';
  return isExact(restoredBy(front)) ? 'file' : 'restored';
}

function piecesOf({ parts }: FileInfo): readonly Piece[] {
  return parts.flatMap(({ front, trailer }) =>
    (front.pieces ?? [trailer]).map(({ items, digest }) => ({
      items,
      digest,
      digestOf: digestOf(front),
    })),
  );
}

const DIGEST_NAMES: Readonly<Record<DigestOf, string>> = {
  file: 'sha256',
  restored: 'restoredSha256',
  contents: 'contentsSha256',
};

const DIGESTED: Readonly<Record<DigestOf, string>> = {
  file: '',
  restored: ': of what comes back, not of the file that went in',
  contents: ': head, elements and tail as they are coded, not the file',
};

/** A digest for machines, under a name that says what it is of, and whether only its first bytes are kept. */
function digestRecord({ digest, digestOf }: Piece): Record<string, string> {
  const begins = digest.length < DIGEST_BYTES ? 'Begins' : '';
  return { [`${DIGEST_NAMES[digestOf]}${begins}`]: hex(digest) };
}

/** The same for people. @param several whether there are others. */
function digestRow({ digest, items, digestOf }: Piece, several: boolean): [string, string] {
  const text = several
    ? `${counted(items, 'item')} of a file of ${digestText(digest)}`
    : digestText(digest);
  return [digestOf, `${text}${DIGESTED[digestOf]}`];
}

export function provenanceRows({
  creator,
  comment,
  name,
  mtime,
  mode,
  model,
}: Provenance): [string, string][] {
  const rows: [string, string | undefined][] = [
    ['made by', creator],
    ['comment', comment],
    ['name', name],
    ['changed', mtime && new Date(1000 * Number(mtime)).toISOString()],
    ['mode', mode],
    ['model was', model],
  ];
  return rows.flatMap(([key, text]) => (text === undefined ? [] : [[key, printable(text)]]));
}

/** Text of a file that a terminal shows and does not obey. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, (c) => `\\u{${(c.codePointAt(0) as number).toString(16)}}`);
}

function sum(parts: readonly PartInfo[], of: (part: PartInfo) => number): number {
  return parts.reduce((n, part) => n + of(part), 0);
}

/** The largest of what the headers of all parts say: they need not be alike in how they are coded. */
function most(parts: readonly PartInfo[], of: (header: Header) => number): number {
  return parts.reduce((n, { front }) => Math.max(n, of(front.header)), 0);
}

/** The seeds that there are. */
function seedsOf(parts: readonly PartInfo[]): number[] {
  return [...new Set(parts.map(({ front }) => front.header.seed))];
}
