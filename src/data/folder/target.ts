import {
  chmodSync,
  closeSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { CrayError, typeError } from '../../errors.js';
import { type Entry, inside, pathText, refused, SLASH } from '../walk.js';

/** Where a folder is restored to. */
export interface FolderTarget {
  /** Makes the folder itself, if it is not there. */
  begin(): void;
  /** Makes a folder in it, once those around it are made. */
  folder(path: Buffer): void;
  /** Makes a file of these bytes, which are taken to their end. */
  file(path: Buffer, contents: AsyncIterable<Uint8Array>): Promise<void>;
  /** Makes a link, once all files are made. */
  link(path: Buffer, target: Buffer): void;
  /** Gives an entry its mode and its time, once all in it has its own. */
  stamp(entry: Pick<Entry, 'kind' | 'path' | 'mode' | 'mtime'>): void;
}

/** For a folder that is only looked through. */
export const NOWHERE: FolderTarget = {
  begin() {},
  folder() {},
  async file(_, contents) {
    for await (const _ of contents);
  },
  link() {},
  stamp() {},
};

/**
 * A folder on the disk. Nothing is written outside it: folders on the way are real ones, and no file
 * is written over or through another.
 *
 * @param root path of the folder.
 * @param called what errors call it.
 * @returns a target whose methods throw CrayError IO, naming the path.
 */
export function onDisk(root: string, called = root): FolderTarget {
  if (typeof root !== 'string') throw typeError('root', 'the path of a folder', root);
  const base = Buffer.from(root);
  const nameOf = (path: Buffer) => pathText(inside(Buffer.from(called), path));

  function inPlace<T>(path: Buffer, action: () => T): T {
    try {
      return action();
    } catch (cause) {
      throw refused(inside(Buffer.from(called), path), cause);
    }
  }

  /** @throws CrayError IO unless all folders on the way are there, and no links. */
  function checkParents(path: Buffer): void {
    for (let at = path.indexOf(SLASH); at >= 0; at = path.indexOf(SLASH, at + 1)) {
      const parent = path.subarray(0, at);
      if (inPlace(parent, () => lstatSync(inside(base, parent)).isDirectory())) continue;
      throw new CrayError('IO', `${nameOf(parent)}: is no folder`);
    }
  }

  return {
    begin: () => inPlace(Buffer.alloc(0), () => void mkdirSync(base, { recursive: true })),
    folder(path) {
      checkParents(path);
      inPlace(path, () => mkdirSync(inside(base, path)));
    },
    async file(path, contents) {
      checkParents(path);
      // Exclusive: not over a file, not through a link. Nobody else reads what is half there.
      const file = inPlace(path, () => openSync(inside(base, path), 'wx', 0o600));
      try {
        for await (const bytes of contents) {
          for (let at = 0; at < bytes.length; ) {
            const from = at;
            at += inPlace(path, () => writeSync(file, bytes, from));
          }
        }
      } finally {
        closeSync(file);
      }
    },
    link(path, target) {
      checkParents(path);
      inPlace(path, () => symlinkSync(target, inside(base, path)));
    },
    stamp({ kind, path, mode, mtime }) {
      const place = inside(base, path);
      inPlace(path, () => {
        if (kind !== 'link') chmodSync(place, mode);
        lutimesSync(place, mtime / 1000, mtime / 1000);
      });
    },
  };
}
