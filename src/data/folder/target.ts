import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { filledSpans } from '../../bytes/sparse.js';
import { CrayError, typeError } from '../../errors.js';
import { systemTime, toSeconds } from '../times.js';
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
  /** Makes another name of a file, once all files are made. */
  hardLink(path: Buffer, of: Buffer): void;
  /** Gives an entry its mode and its time, once all in it has its own. */
  stamp(entry: Pick<Entry, 'kind' | 'path' | 'mode' | 'mtime'>): void;
}

/** Writes bytes of a new file from a position on, of which long runs of zeros take no room once it has its length. */
function writeSparsely(file: number, bytes: Uint8Array, position: number): void {
  for (const [from, to] of filledSpans(bytes, position)) {
    for (let at = from; at < to; ) at += writeSync(file, bytes, at, to - at, position + at);
  }
}

/**
 * Makes a file where nothing is.
 *
 * @param act carries out what the system may refuse.
 */
async function makeFile(
  place: Buffer,
  contents: AsyncIterable<Uint8Array>,
  act: <T>(action: () => T) => T,
): Promise<void> {
  // Exclusive: not over a file, not through a link. Nobody else reads what is half there.
  const file = act(() => openSync(place, 'wx', 0o600));
  try {
    let length = 0;
    for await (const bytes of contents) {
      act(() => writeSparsely(file, bytes, length));
      length += bytes.length;
    }
    act(() => ftruncateSync(file, length));
  } finally {
    closeSync(file);
  }
}

/** Another name of a file, or a copy of it on file systems where a file has one name. */
function linkOrCopy(file: Buffer, path: Buffer): void {
  try {
    linkSync(file, path);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'].includes(code)) throw error;
    copyFileSync(file, path, constants.COPYFILE_EXCL);
  }
}

/** For a folder that is only looked through. */
export const NOWHERE: FolderTarget = {
  begin() {},
  folder() {},
  async file(_, contents) {
    for await (const _ of contents);
  },
  link() {},
  hardLink() {},
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
      await makeFile(inside(base, path), contents, (action) => inPlace(path, action));
    },
    link(path, target) {
      checkParents(path);
      inPlace(path, () => symlinkSync(target, inside(base, path)));
    },
    hardLink(path, of) {
      checkParents(path);
      checkParents(of);
      inPlace(path, () => linkOrCopy(inside(base, of), inside(base, path)));
    },
    stamp({ kind, path, mode, mtime }) {
      const place = inside(base, path);
      inPlace(path, () => {
        if (kind !== 'link') chmodSync(place, mode);
        const time = systemTime(toSeconds(mtime));
        lutimesSync(place, time, time);
      });
    },
  };
}
