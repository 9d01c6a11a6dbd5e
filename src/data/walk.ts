/** What is in a folder of the disk. */
import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { CrayError } from '../errors.js';
import { toMicrosecond } from './times.js';

/** What a folder holds. */
export interface Entry {
  /** What it is; a link is one to anything, or to nothing, a hard link another name of a file. */
  readonly kind: 'folder' | 'file' | 'link' | 'hardLink';
  /** Names from the folder that is walked, with / between them, as the bytes that they are. */
  readonly path: Buffer;
  /** Permission bits, without those that change who runs a file. */
  readonly mode: number;
  /** Last change, in milliseconds since 1970, to the microsecond. */
  readonly mtime: number;
  /** Bytes of a file. */
  readonly size: number;
  /** What a link says; of a hard link the path of the file, from the folder on. */
  readonly target: Buffer;
}

/** Who owns a file. */
export interface Owner {
  /** Number of the user. */
  readonly user: number;
  /** Number of the group. */
  readonly group: number;
}

/** An entry as it is found on the disk, where all names of a file are files, and of a link links. */
export interface FoundEntry extends Entry {
  /** Which file or link of the disk it is, where that has several names. */
  readonly inode: string | undefined;
  readonly owner: Owner;
  /** Whether it has bits that change who runs it or who may delete what is in it. */
  readonly special: boolean;
}

export const SLASH = Buffer.from('/');
const NOTHING = Buffer.alloc(0);

/** Bits of a mode that are kept. */
export const PERMISSIONS = 0o777;
const SPECIAL = 0o7000;

/** Who is told of what is not among the entries. */
export interface Watcher {
  /** Told of what is neither file nor folder nor link. */
  onOther(path: Buffer): void;
  /** Told of what cannot be read, for which it may throw. */
  onRefused(path: Buffer, error: CrayError): void;
}

const STRICT: Watcher = {
  onOther() {},
  onRefused(_, error) {
    throw error;
  },
};

/**
 * All that is in a folder, at any depth, each folder before what is in it, names in the order of their
 * bytes. Links are not followed, so there are no loops.
 *
 * @param root path of the folder; it is not an entry itself.
 * @throws CrayError IO where the folder itself cannot be read, or where the watcher throws it: by default for all
 * that cannot be.
 */
export function* walk(root: Buffer, watcher = STRICT): Generator<FoundEntry> {
  yield* below(root, NOTHING, namesIn(root), watcher);
}

function* below(
  root: Buffer,
  folder: Buffer,
  names: readonly Buffer[],
  watcher: Watcher,
): Generator<FoundEntry> {
  for (const name of names) {
    const path = folder.length > 0 ? Buffer.concat([folder, SLASH, name]) : name;
    const found = lookAt(root, path, watcher);
    if (!found) continue;
    yield found.entry;
    if (found.names) yield* below(root, path, found.names, watcher);
  }
}

/** An entry, and the names in it where it is a folder; undefined for what is not among the entries. */
function lookAt(
  root: Buffer,
  path: Buffer,
  { onOther, onRefused }: Watcher,
): { entry: FoundEntry; names?: readonly Buffer[] } | undefined {
  const place = inside(root, path);
  try {
    const stats = readable(place, () => lstatSync(place));
    const common = { path, ...propertiesOf(place, stats) };
    if (stats.isDirectory()) {
      return { entry: { ...common, kind: 'folder' }, names: namesIn(place) };
    }
    if (stats.isFile()) return { entry: { ...common, kind: 'file', size: stats.size } };
    if (stats.isSymbolicLink()) {
      const target = readable(place, () => readlinkSync(place, { encoding: 'buffer' }));
      return { entry: { ...common, kind: 'link', target } };
    }
    onOther(path);
  } catch (error) {
    if (!isRefused(error)) throw error;
    onRefused(path, error);
  }
  return undefined;
}

function propertiesOf(place: Buffer, stats: Stats): Omit<FoundEntry, 'kind' | 'path'> {
  const { mode, mtimeMs, uid, gid, nlink } = stats;
  return {
    mode: mode & PERMISSIONS,
    mtime: toMicrosecond(mtimeMs),
    size: 0,
    target: NOTHING,
    inode: !stats.isDirectory() && nlink > 1 ? inodeOf(place) : undefined,
    owner: { user: uid, group: gid },
    special: !stats.isSymbolicLink() && (mode & SPECIAL) !== 0,
  };
}

/** Which file of the disk it is, by numbers that may have more bits than a number of JavaScript. */
function inodeOf(place: Buffer): string {
  const { dev, ino } = readable(place, () => lstatSync(place, { bigint: true }));
  return `${dev}:${ino}`;
}

function namesIn(place: Buffer): readonly Buffer[] {
  return readable(place, () => readdirSync(place, { encoding: 'buffer' })).sort(Buffer.compare);
}

/** The path of an entry. */
export function inside(root: Buffer, path: Buffer): Buffer {
  return path.length > 0 ? Buffer.concat([root, SLASH, path]) : root;
}

/** A path for people, which a terminal shows and does not obey, in one line. */
export function pathText(path: Buffer): string {
  return path
    .toString()
    .replace(/\p{C}/gu, (c) => `\\u{${(c.codePointAt(0) as number).toString(16)}}`);
}

function readable<T>(place: Buffer, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw refused(place, cause);
  }
}

/** What the system says of a path, in words. */
export function refused(place: Buffer, cause: unknown): CrayError {
  return new CrayError('IO', `${pathText(place)}: ${reasonOf(cause)}`, { cause });
}

/** Whether the system would not have something done, as {@link refused} says. */
export function isRefused(error: unknown): error is CrayError & { cause: NodeJS.ErrnoException } {
  return error instanceof CrayError && error.code === 'IO' && error.cause !== undefined;
}

/** "EACCES: permission denied, open '…'" without the path that it has in it. */
export function reasonOf(cause: unknown): string {
  const { message } = cause as NodeJS.ErrnoException;
  const [, reason = message] = /^[A-Z0-9]+: ([^,]*), /.exec(message) ?? [];
  return reason;
}
