import { bytesFrom, isSeekable } from '../bytes/seekable.js';
import { ByteSource, type ByteStream } from '../bytes/source.js';
import { isCray, MAGIC } from '../container/block.js';
import { type PlacedFront, peekHeader, readFront } from '../container/front.js';
import type { Header } from '../container/header.js';
import { isFolderFormat } from '../data/folders.js';
import { CrayError } from '../errors.js';
import { DEFAULT_MEMORY } from '../pipeline/memory.js';
import { sizeOf } from './files.js';
import { type Input, withInput } from './input.js';

/** A .cray file of which the beginning is known. */
export interface Looked {
  /** All of its bytes. */
  readonly stream: ByteStream;
  /** Whether it holds a folder. */
  readonly folder: boolean;
  /** Its front, where it is a file that can be read twice, and sound. */
  readonly front: PlacedFront | undefined;
}

/** Bytes handed on at a time. */
const PIECE = 1 << 16;

/** Looks at the beginning of an input. What is wrong with it is said when it is read. */
export async function lookInto({ stream, stats }: Input): Promise<Looked> {
  if (isSeekable(stream) && stats?.isFile()) {
    const front = await ifSound(() =>
      readFront(new ByteSource(bytesFrom(stream, 0)), DEFAULT_MEMORY),
    );
    return { stream, folder: isFolder(front?.header), front };
  }
  if (isSeekable(stream)) {
    const header = await ifSound(() => peekHeader(new ByteSource(bytesFrom(stream, 0))));
    return { stream, folder: isFolder(header), front: undefined };
  }
  const source = new ByteSource(stream);
  const header = await ifSound(() => peekHeader(source));
  return { stream: source.pieces(PIECE), folder: isFolder(header), front: undefined };
}

/** Whether a file begins as .cray files do. What is no file is not read for that. */
export async function isCrayFile(path: string): Promise<boolean> {
  if (!(await sizeOf(path))) return false;
  return withInput(path, async ({ stream }) => {
    return isCray(await new ByteSource(stream).readUpTo(MAGIC.length));
  });
}

function isFolder(header: Header | undefined): boolean {
  return header !== undefined && isFolderFormat(header.dataFormat);
}

async function ifSound<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CrayError && error.code !== 'IO') return undefined;
    throw error;
  }
}
