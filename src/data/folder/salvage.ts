import { ByteSource } from '../../bytes/source.js';
import { CrayError } from '../../errors.js';
import { elementBytes, itemSize } from '../dataset.js';
import { restore } from '../formats.js';
import { splitParts } from '../parts.js';
import { pathText } from '../walk.js';
import { isFolderFormat } from './folder.js';
import type { Manifest, Placed } from './manifest.js';
import { finish, makeFolders, one, piecesOf, readManifest } from './rebuild.js';
import type { RestoredDataset } from './restore.js';
import type { FolderTarget } from './target.js';

/** A data set of a folder of which some items may be lost. */
export interface LossyDataset extends Omit<RestoredDataset, 'pieces' | 'tail'> {
  /** Items that there were, where that is known. */
  readonly total: number | undefined;
  /** Items that are there from the first one on. */
  readonly beginning: number;
  /** Whether items from..to are there. */
  has(from: number, to: number): boolean;
  /** These items, each its side bytes and its elements. */
  records(from: number, to: number): AsyncIterable<Uint8Array>;
}

/**
 * Restores the files of a folder of which nothing is lost, and all folders and links; no file is restored
 * in part.
 *
 * @param datasets the first one, and all groups that are left.
 * @param onLost told of the path of each file that is left out, in one line for people.
 * @returns how many files there were, and how many are restored.
 * @throws CrayError CORRUPT where the list of files is lost; what the target throws.
 */
export async function salvageDirectory(
  target: FolderTarget,
  [solid, ...groups]: readonly [LossyDataset, ...LossyDataset[]],
  onLost: (path: string) => void,
): Promise<{ files: number; restored: number }> {
  const { manifest, bytes } = await manifestOf(solid);
  makeFolders(target, manifest);
  const whole = manifest.entries.filter(({ kind }) => kind === 'folder' || kind === 'link');
  const counted = manifest.formats.map(() => 0);
  let [at, files] = [bytes, 0];
  for (const entry of manifest.entries) {
    if (entry.kind !== 'file') continue;
    files++;
    const from = at;
    at += entry.bytes;
    const first = counted[entry.group - 1] ?? 0;
    if (entry.group > 0) counted[entry.group - 1] = first + entry.items;
    const dataset = entry.group > 0 ? groupOf(entry.group, manifest, groups) : undefined;
    const isThere =
      solid.has(from, at) &&
      (entry.group === 0 || (dataset?.has(first, first + entry.items) ?? false));
    if (!isThere) {
      onLost(pathText(entry.path));
      continue;
    }
    const own = solid.records(from, at);
    const content = dataset ? await fromGroup(entry, dataset, first, own) : own;
    await target.file(entry.path, content);
    whole.push(entry);
  }
  const names = new Set(whole.map(({ path }) => path.toString('latin1')));
  for (const entry of manifest.entries) {
    if (entry.kind !== 'hardLink') continue;
    files++;
    if (names.has(entry.target.toString('latin1'))) whole.push(entry);
    else onLost(pathText(entry.path));
  }
  finish(target, { ...manifest, entries: whole });
  const restored = whole.filter(({ kind }) => kind === 'file' || kind === 'hardLink').length;
  return { files, restored };
}

/** @throws CrayError CORRUPT */
async function manifestOf(solid: LossyDataset): Promise<{ manifest: Manifest; bytes: number }> {
  if (!isFolderFormat(solid.dataFormat))
    throw new CrayError('CORRUPT', 'folder: its start is lost');
  const source = new ByteSource(solid.records(0, solid.beginning));
  try {
    return { manifest: await readManifest(source, solid), bytes: source.position };
  } catch (cause) {
    if (!(cause instanceof CrayError) || cause.code !== 'TRUNCATED') throw cause;
    const message =
      'folder: the list of its files, in its first chunk, is lost: none can be told from the others';
    throw new CrayError('CORRUPT', message, { cause });
  }
}

/**
 * The data set of a group, where others may be lost: they are in the order of the groups, and so each is the one that it
 * is both where all are taken as early as they can be and where all are taken as late.
 */
function groupOf(
  group: number,
  { entries, formats }: Manifest,
  groups: readonly LossyDataset[],
): LossyDataset | undefined {
  if (groups.length === formats.length) return groups[group - 1];
  const wanted = formats.map((format, i) => ({
    format,
    items: entries.reduce((n, entry) => n + (entry.group === i + 1 ? entry.items : 0), 0),
  }));
  const early = inOrder(wanted, groups, 1);
  const late = inOrder(wanted, groups, -1);
  return early[group - 1] === late[group - 1] ? early[group - 1] : undefined;
}

/**
 * The data set of each group, every one taken as soon as it fits.
 *
 * @param step 1 from the first on, -1 from the last down.
 */
function inOrder(
  wanted: readonly { readonly format: string; readonly items: number }[],
  groups: readonly LossyDataset[],
  step: 1 | -1,
): (LossyDataset | undefined)[] {
  const found: (LossyDataset | undefined)[] = wanted.map(() => undefined);
  let at = step > 0 ? 0 : wanted.length - 1;
  for (const dataset of step > 0 ? groups : [...groups].reverse()) {
    const { dataFormat, total } = dataset;
    const fits = (i: number) =>
      wanted[i]?.format === dataFormat && [undefined, wanted[i]?.items].includes(total);
    while (wanted[at] && !fits(at)) at += step;
    // A data set that fits nowhere leaves no doubt of none.
    if (!wanted[at]) return wanted.map(() => undefined);
    found[at] = dataset;
    at += step;
  }
  return found;
}

/** A file of a group. */
async function fromGroup(
  entry: Placed,
  dataset: LossyDataset,
  first: number,
  own: AsyncIterable<Uint8Array>,
): Promise<AsyncIterable<Uint8Array>> {
  const { dtype, shape, sideBytes, dataFormat } = dataset;
  const residue = await new ByteSource(own).readUpTo(entry.bytes);
  const [head, rest] = splitParts(residue, 2, 'residue') as [Uint8Array, Uint8Array];
  const records = dataset.records(first, first + entry.items);
  const pieces = piecesOf(records, sideBytes, itemSize(shape) * (elementBytes(dtype) ?? 1));
  return restore(dataFormat, { dtype, shape, head, pieces, tail: one(rest) });
}
