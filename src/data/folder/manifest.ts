import { joinNumbers, splitNumbers } from '../../bytes/numbers.js';
import { CrayError } from '../../errors.js';
import { joinParts, splitParts } from '../parts.js';
import { type Entry, PERMISSIONS, pathText } from '../walk.js';
import { folderFormat, hasHardLinks, stepsOf } from './folder.js';
import { joinTimes, splitTimes } from './times.js';

/** Where what is in a file is kept. */
export interface Place {
  /** 0 for the solid data set, else the group, counted from 1. */
  readonly group: number;
  /** Items of the group that are the file's. */
  readonly items: number;
  /** Bytes in the solid data set: of the file, or of what its items leave out. */
  readonly bytes: number;
}

/** An entry of a folder, and of a file where it is kept. */
export type Placed = Omit<Entry, 'size'> & Place;

/** How a folder is rebuilt. */
export interface Manifest {
  readonly entries: readonly Placed[];
  /** Formats of the groups. */
  readonly formats: readonly string[];
}

const KINDS = ['folder', 'file', 'link', 'hardLink'] as const;
const COLUMNS = 9;

/** A manifest column by column, since neighbours in a column are alike. */
export function encodeManifest({ entries, formats }: Manifest): Uint8Array {
  const steps = stepsOf(folderFormat(entries));
  return joinParts([
    Uint8Array.from(entries, ({ kind }) => KINDS.indexOf(kind)),
    joinNames(entries.map(({ path }) => path)),
    joinNames(entries.filter(isLink).map(({ target }) => target)),
    joinNumbers(entries.map(({ mode }) => mode)),
    joinTimes(
      entries.map(({ mtime }) => mtime),
      steps,
    ),
    joinNumbers(entries.map(({ group }) => group)),
    joinNumbers(entries.map(({ items }) => items)),
    joinNumbers(entries.map(({ bytes }) => bytes)),
    joinNames(formats.map((format) => Buffer.from(format))),
  ]);
}

/**
 * The inverse of {@link encodeManifest}.
 *
 * @param dataFormat that of the folder.
 * @throws CrayError CORRUPT, also for paths that lead out of the folder, and hard links to what is no file of it.
 */
export function decodeManifest(bytes: Uint8Array, dataFormat: string): Manifest {
  const [hardLinks, steps] = [hasHardLinks(dataFormat), stepsOf(dataFormat)];
  const columns = splitParts(bytes, COLUMNS, 'manifest') as Uint8Array[] & { length: 9 };
  const [kinds, paths, targets, modes, mtimes, groups, items, lengths, formats] = columns;
  const names = splitNames(paths as Uint8Array);
  const links = splitNames(targets as Uint8Array);
  const numbers = [modes, groups, items, lengths].map((column) =>
    splitNumbers(column as Uint8Array, 'manifest'),
  );
  const times = splitTimes(mtimes as Uint8Array, steps);
  const count = (kinds as Uint8Array).length;
  for (const { length } of [names, times, ...numbers]) {
    if (length !== count) throw corrupt(`expected ${count} entries, got ${length}`);
  }
  const column = (k: number, i: number) => (numbers[k] as number[])[i] as number;
  let link = 0;
  const entries = names.map((path, i): Placed => {
    const kind = KINDS[(kinds as Uint8Array)[i] as number];
    const known = kind !== 'hardLink' || hardLinks;
    const target = kind && isLink({ kind }) ? links[link++] : Buffer.alloc(0);
    if (!kind || !known || !target)
      throw corrupt(`entry ${i} is of no known kind, or a link to nowhere`);
    return {
      kind,
      path: checkedPath(path),
      target,
      mode: column(0, i) & PERMISSIONS,
      mtime: times[i] as number,
      group: column(1, i),
      items: column(2, i),
      bytes: column(3, i),
    };
  });
  const known = splitNames(formats as Uint8Array).map(String);
  const lost = entries.find(({ group }) => group > known.length);
  if (lost)
    throw corrupt(`${pathText(lost.path)}: expected ${known.length} groups, got ${lost.group}`);
  checkHardLinks(entries);
  return { entries, formats: known };
}

/** Whether an entry says where else something is. */
function isLink({ kind }: Pick<Entry, 'kind'>): boolean {
  return kind === 'link' || kind === 'hardLink';
}

function checkHardLinks(entries: readonly Placed[]): void {
  const files = new Set(entries.flatMap(({ kind, path }) => (kind === 'file' ? key(path) : [])));
  for (const { kind, path, target, group, items, bytes } of entries) {
    if (kind !== 'hardLink') continue;
    if (!files.has(key(target))) {
      throw corrupt(`${pathText(path)}: ${pathText(target)}, which it links to, is no file here`);
    }
    if (group + items + bytes > 0) throw corrupt(`${pathText(path)}: a hard link has no bytes`);
  }
}

function key(path: Buffer): string {
  return path.toString('latin1');
}

/** Names end in a zero, which no name has in it. */
function joinNames(names: readonly Buffer[]): Uint8Array {
  return Buffer.concat(names.flatMap((name) => [name, Uint8Array.of(0)]));
}

function splitNames(bytes: Uint8Array): Buffer[] {
  const names: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0, at);
    if (end < 0) throw corrupt('a name has no end');
    names.push(Buffer.from(bytes.subarray(at, end)));
    at = end + 1;
  }
  return names;
}

/** @throws CrayError CORRUPT for a path that is not of plain names from the folder downwards. */
function checkedPath(path: Buffer): Buffer {
  const names = path.toString('latin1').split('/');
  if (names.some((name) => name === '' || name === '.' || name === '..')) {
    throw corrupt(`path ${JSON.stringify(pathText(path))} does not lead into the folder`);
  }
  return path;
}

function corrupt(message: string): CrayError {
  return new CrayError('CORRUPT', `manifest: ${message}`);
}
