/** What is in a folder of the disk. */
import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { CrayError } from '../errors.js';

/** What a folder holds. */
export interface Entry {
  /** What it is; a link is one to anything, or to nothing. */
  readonly kind: 'folder' | 'file' | 'link';
  /** Names from the folder that is walked, with / between them, as the bytes that they are. */
  readonly path: Buffer;
  /** Permission bits, without those that change who runs a file. */
  readonly mode: number;
  /** Last change, in whole milliseconds since 1970. */
  readonly mtime: number;
  /** Bytes of a file. */
  readonly size: number;
  /** What a link says. */
  readonly target: Buffer;
}

export const SLASH = Buffer.from('/');
const NOTHING = Buffer.alloc(0);

/** Bits of a mode that are kept. */
export const PERMISSIONS = 0o777;

/**
 * All that is in a folder, at any depth, each folder before what is in it, names in the order of their
 * bytes. Links are not followed, so there are no loops.
 *
 * @param root path of the folder; it is not an entry itself.
 * @param onOther is told of what is neither file nor folder nor link, and left out.
 * @throws CrayError IO for what cannot be read.
 */
export function* walk(root: Buffer, onOther: (path: Buffer) => void): Generator<Entry> {
  yield* below(root, NOTHING, onOther);
}

function* below(root: Buffer, folder: Buffer, onOther: (path: Buffer) => void): Generator<Entry> {
  const around = inside(root, folder);
  const names = readable(around, () => readdirSync(around, { encoding: 'buffer' }));
  for (const name of names.sort(Buffer.compare)) {
    const path = folder.length > 0 ? Buffer.concat([folder, SLASH, name]) : name;
    const place = inside(root, path);
    const stats = readable(place, () => lstatSync(place));
    const mode = stats.mode & PERMISSIONS;
    const mtime = Math.round(stats.mtimeMs);
    const properties = { path, mode, mtime, size: 0, target: NOTHING };
    if (stats.isDirectory()) {
      yield { ...properties, kind: 'folder' };
      yield* below(root, path, onOther);
    } else if (stats.isFile()) {
      yield { ...properties, kind: 'file', size: stats.size };
    } else if (stats.isSymbolicLink()) {
      const target = readable(place, () => readlinkSync(place, { encoding: 'buffer' }));
      yield { ...properties, kind: 'link', target };
    } else {
      onOther(path);
    }
  }
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
  const { message } = cause as NodeJS.ErrnoException;
  // "EACCES: permission denied, open '…'" has the path in it once more.
  const [, reason = message] = /^[A-Z0-9]+: ([^,]*), /.exec(message) ?? [];
  return new CrayError('IO', `${pathText(place)}: ${reason}`, { cause });
}
