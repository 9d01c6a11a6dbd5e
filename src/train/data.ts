import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { ByteSource, type ByteStream } from '../bytes/source.js';
import { isCray, MAGIC } from '../container/block.js';
import { isBytes } from '../data/bytes.js';
import { type Dataset, ELEMENT_BYTES, itemSize } from '../data/dataset.js';
import { type OpenOptions, openDataset, openPlain } from '../data/open.js';
import { inside, pathText, refused, walk } from '../data/walk.js';
import { CrayError } from '../errors.js';
import type { Levels } from './losses/loss.js';

/** Items to train on: those of all files, one after another. */
export interface Items {
  readonly dtype: string;
  /** Sizes of each item, outermost first. They differ in no more than rows and columns. */
  readonly shapes: readonly (readonly number[])[];
  readonly levels: Levels;
}

/** Bytes that are read at once. */
const PIECE = 1 << 20;

/** What was read of one file. */
interface Part {
  readonly where: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly items: number;
  readonly bytes: Uint8Array;
}

/**
 * Reads data sets of any format, and folders of them, as one.
 *
 * @param onLeftOut is told of files in folders that are of no known format.
 * @throws CrayError DATA_INVALID for what is no data set, DATA_MISMATCH for items of different kinds, IO.
 */
export async function readItems(
  paths: readonly string[],
  options: OpenOptions,
  onLeftOut: (path: string) => void,
): Promise<Items> {
  const parts: Part[] = [];
  for (const path of paths) {
    if (!isFolder(path)) parts.push(await readFile(path, options));
    else {
      const root = Buffer.from(path);
      for (const entry of walk(root)) {
        if (entry.kind !== 'file') continue;
        const place = inside(root, entry.path);
        const part = await readPart(place, (stream) => openPlain(new ByteSource(stream), false));
        if (part === undefined) onLeftOut(pathText(place));
        else parts.push(part);
      }
    }
  }
  const some = parts.filter(({ items }) => items > 0);
  const [first] = some;
  if (!first) throw new CrayError('DATA_INVALID', `${paths.join(', ')}: no items to train on`);
  for (const part of some) {
    if (part.dtype === first.dtype && alike(part.shape, first.shape)) continue;
    const kind = ({ dtype, shape }: Part) => `${dtype} items of ${shape.join(' x ') || '1'}`;
    const message = `${kind(part)} do not go with the ${kind(first)} of ${first.where}`;
    throw new CrayError('DATA_MISMATCH', `${part.where}: ${message}`);
  }
  return joined(first.dtype, some);
}

function joined(dtype: string, parts: readonly Part[]): Items {
  const shapes = parts.flatMap(({ shape, items }) => new Array(items).fill(shape));
  const bytes = Buffer.concat(parts.map((part) => part.bytes));
  if (ELEMENT_BYTES[dtype as Dataset['dtype']] === 1) {
    // A Buffer's slices would be views.
    const levels = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    return { dtype, shapes, levels };
  }
  const levels = new Uint16Array(bytes.length / 2);
  for (let i = 0; i < levels.length; i++) levels[i] = bytes.readUInt16LE(2 * i);
  return { dtype, shapes, levels };
}

async function readFile(path: string, options: OpenOptions): Promise<Part> {
  const part = await readPart(Buffer.from(path), async (stream) => {
    const source = new ByteSource(stream);
    if (!isCray(await source.peek(MAGIC.length))) return openDataset(source.pieces(PIECE), options);
    const message = 'is a .cray file, not data: decompress it first';
    throw new CrayError('DATA_INVALID', `${path}: ${message}`);
  });
  if (part) return part;
  const help = '--dtype and --shape read it as numbers';
  throw new CrayError('DATA_INVALID', `${path}: is of no known format, so has no items; ${help}`);
}

/** The items of a file, or undefined where it is bytes. */
async function readPart(
  place: Buffer,
  open: (stream: ByteStream) => Promise<Dataset>,
): Promise<Part | undefined> {
  const where = pathText(place);
  const stream = contentsOf(place);
  try {
    const dataset = await open(stream);
    if (isBytes(dataset)) {
      if (dataset.note === undefined) return undefined;
      throw new CrayError('DATA_INVALID', `${where}: ${dataset.note}`);
    }
    const { dtype, shape } = dataset;
    const itemBytes = itemSize(shape) * ELEMENT_BYTES[dtype];
    if (ELEMENT_BYTES[dtype] > 2) {
      const message = `expected elements of 8 or 16 bits to train on, got ${dtype}`;
      throw new CrayError('DATA_MISMATCH', `${where}: ${message}`);
    }
    const pieces: Uint8Array[] = [];
    for await (const { elements } of dataset.pieces(Math.max(1, Math.floor(PIECE / itemBytes)))) {
      pieces.push(elements.slice());
    }
    const bytes = Buffer.concat(pieces);
    return { where, dtype, shape, items: bytes.length / itemBytes, bytes };
  } finally {
    await stream.return(undefined);
  }
}

async function* contentsOf(place: Buffer): AsyncGenerator<Uint8Array, void> {
  try {
    yield* createReadStream(place);
  } catch (cause) {
    throw refused(place, cause);
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (cause) {
    throw refused(Buffer.from(path), cause);
  }
}

/** Whether shapes differ in no more than rows and columns. */
function alike(a: readonly number[], b: readonly number[]): boolean {
  if (`${a}` === `${b}`) return true;
  const rest = (shape: readonly number[]) => (shape.length === 3 ? shape[2] : 1);
  return a.length === b.length && (a.length === 2 || a.length === 3) && rest(a) === rest(b);
}

/** Every so-manieth item is kept for validation where no other data are given. */
const KEPT = 20;
const MOST_KEPT = 1000;

/** Items to train on, and others to validate with, where there are enough of them. */
export interface Split {
  readonly train: Items;
  readonly valid: Items | undefined;
}

/** Keeps some items to validate with; none of fewer than 20. */
export function split(items: Items): Split {
  const { shapes } = items;
  const kept = Math.min(MOST_KEPT, Math.floor(shapes.length / KEPT));
  if (kept === 0) return { train: items, valid: undefined };
  const every = Math.floor(shapes.length / kept);
  const isKept = (i: number) => i % every === every - 1 && i < kept * every;
  return { train: pick(items, (i) => !isKept(i)), valid: pick(items, isKept) };
}

/** Whether items are the very same. */
export function sameItems(a: Items, b: Items): boolean {
  const bytes = ({ levels }: Items) =>
    Buffer.from(levels.buffer, levels.byteOffset, levels.byteLength);
  return `${a.shapes}` === `${b.shapes}` && bytes(a).equals(bytes(b));
}

/** Some of the items. */
export function pick({ dtype, shapes, levels }: Items, wanted: (i: number) => boolean): Items {
  const starts: number[] = [];
  let end = 0;
  for (const shape of shapes) {
    starts.push(end);
    end += itemSize(shape);
  }
  const chosen = shapes.map((_, i) => i).filter(wanted);
  const sizes = chosen.map((i) => itemSize(shapes[i] as number[]));
  const out = new (levels.constructor as Uint8ArrayConstructor)(sizes.reduce((a, b) => a + b, 0));
  let at = 0;
  chosen.forEach((i, j) => {
    const from = starts[i] as number;
    out.set(levels.subarray(from, from + (sizes[j] as number)), at);
    at += sizes[j] as number;
  });
  return { dtype, shapes: chosen.map((i) => shapes[i] as readonly number[]), levels: out };
}

/** A name for what items are of, from the path of the first. */
export function nameOfData(path: string): string {
  return basename(path)
    .replace(/\.gz$/, '')
    .replace(/[^A-Za-z0-9._-]/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '');
}
