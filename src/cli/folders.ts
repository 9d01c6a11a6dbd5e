import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { type Dataset, fits } from '../data/dataset.js';
import {
  type Directory,
  type DirectoryOptions,
  type FolderTarget,
  onDisk,
  openDirectory,
} from '../data/folders.js';
import { CrayError } from '../errors.js';
import { takesFields } from '../model/build.js';
import type { Model } from '../model/model.js';
import { decompressFolder } from '../pipeline/decode/decompressFolder.js';
import type { DecompressOptions } from '../pipeline/decode/decompressOptions.js';
import { BYTES } from '../pipeline/encode/chooseModel.js';
import type { FindDataModel } from '../pipeline/encode/compress.js';
import { type CompressFolderOptions, compressFolder } from '../pipeline/encode/compressFolder.js';
import type { FindModel } from '../pipeline/models.js';
import { salvageFolder } from '../pipeline/salvage/salvageFolder.js';
import type { Context } from './context.js';
import { isStandard, STANDARD, statIfAny } from './files.js';
import { describeErrors } from './ioError.js';
import type { Looked } from './look.js';
import { type ModelOptions, modelFor, modelOfFile } from './models.js';
import { compressedName } from './names.js';
import { notKeptOf, tellNotKept } from './notKept.js';
import { seekableOf } from './restore.js';
import { tellingTried } from './triedModels.js';
import type { Stamp } from './write.js';
import { writeFolder } from './writeFolder.js';

/** Whether an input is a folder. */
export async function isFolder(input: string): Promise<boolean> {
  return !isStandard(input, 0) && ((await statIfAny(input))?.isDirectory() ?? false);
}

/** FOLDER.cray. @throws CrayError USAGE for a folder without a name. */
export function compressedFolderName(input: string): string {
  if (/^\.{0,2}$/.test(basename(input))) {
    throw new CrayError('USAGE', `${input}: name the output with -o FILE, or -c for stdout`);
  }
  return compressedName(input.replace(/[/\\]+$/, ''));
}

/** The path of an output from the folder on, where it would be among what is compressed. */
async function placeInside(input: string, output: string): Promise<string | undefined> {
  if (output === STANDARD) return undefined;
  const around = await describeErrors(output, () => realpath(dirname(output)));
  const folder = await describeErrors(input, () => realpath(input));
  const path = relative(folder, join(around, basename(output)));
  const outside = path === '' || path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
  return outside ? undefined : path;
}

/** Options of a command line that are about one data set, and make no sense of a folder. */
export interface OfOneDataset {
  readonly rm?: boolean | undefined;
  readonly unordered?: boolean | undefined;
  readonly chunk?: number | undefined;
  readonly format?: string | undefined;
  readonly dtype?: string | undefined;
}

/** @throws CrayError USAGE */
export function checkFolderOptions(input: string, options: OfOneDataset): void {
  const { rm, unordered, chunk, format, dtype } = options;
  const reason =
    (rm && '--rm deletes files, and no folders') ||
    (unordered && '--unordered would mix up its files') ||
    ((format ?? dtype) !== undefined && 'its files are each read as what they look like') ||
    (chunk !== undefined && '--chunk counts items, and those of a folder are of many kinds');
  if (reason) throw new CrayError('USAGE', `${input}: is a folder: ${reason}`);
}

/**
 * The pieces of a .cray file of a folder; says what is left out. The output may be inside the folder, and is
 * no part of it.
 */
export async function packFolder(
  input: string,
  output: string,
  { exact, ...model }: ModelOptions & DirectoryOptions,
  options: CompressFolderOptions,
  context: Context,
): Promise<AsyncIterable<Uint8Array>> {
  const place = await placeInside(input, output);
  const without = place === undefined ? undefined : Buffer.from(place.replaceAll(sep, '/'));
  const directory = await openTold(input, { exact, without }, context);
  const models = modelsOfFolder(model);
  const findModel = tellingTried(models.find, input, context.log);
  return toldInTheEnd(compressFolder(directory, findModel, options), () => {
    const text = models.unused();
    if (text) context.log.info(`${input}: ${text}`);
  });
}

/** Pieces, after which something is to be told. */
async function* toldInTheEnd<T>(pieces: AsyncIterable<T>, tell: () => void): AsyncGenerator<T> {
  yield* pieces;
  tell();
}

/** A folder as data sets; says what is left out of them, and what else does not come back. */
export async function openTold(
  input: string,
  options: DirectoryOptions,
  context: Context,
): Promise<Directory> {
  const { log, warn } = context;
  const directory = await openDirectory(input, options);
  for (const { path, note } of directory.leftOut) warn(`${path}: ${note}, and left out`, 'IO');
  tellNotKept(input, [notKeptOf(await stat(input)), directory.notKept], context);
  for (const { path, note } of directory.notes) log.info(`${path}: kept as bytes: ${note}`);
  return directory;
}

/** Gives models for the data sets of a folder. */
export interface FolderModels {
  readonly find: FindDataModel;
  /** That the model named fits none of the data sets it has been asked about, where that is so. */
  readonly unused: () => string | undefined;
}

/** The model named for the data that it fits, and for all others what would be without it. */
export function modelsOfFolder(options: ModelOptions): FolderModels {
  const automatic = modelFor({ ...options, model: undefined });
  const { model: named } = options;
  if (named === undefined) return { find: automatic, unused: () => undefined };
  const choose = modelFor(options);
  let used = false;
  const find: FindDataModel = async (dataset) => {
    const found = await choose(dataset);
    const taken = takes('model' in found ? found.model : found, dataset);
    used ||= taken;
    return taken ? found : automatic(dataset);
  };
  const text = `model ${named} fits none of what is in it: all is by those that are best without it`;
  return { find, unused: () => (used ? undefined : text) };
}

/** Whether a model fits data, or the bytes of an array, which it takes apart by what the array is. */
function takes(model: Model, dataset: Dataset): boolean {
  const { data } = model.spec;
  const apart = dataset.inFile !== undefined && takesFields(model) && fits(data, BYTES);
  return apart || fits(data, dataset);
}

/** The model named for the data sets that were written with it, and for all others the one they name. */
export function modelsOfFolderFile(named: string | undefined, input: string): FindModel {
  const automatic = modelOfFile(undefined, input);
  if (named === undefined) return automatic;
  const load = modelOfFile(named, input);
  return (header, provenance) => {
    const model = load(header);
    const written = Buffer.compare(model.specDigest, header.specDigest) === 0;
    return written ? model : automatic(header, provenance);
  };
}

/** How a folder is restored. */
interface Unpacking extends DecompressOptions {
  readonly model?: string | undefined;
  readonly force: boolean;
  /** Told what is damaged, where that does not end it. */
  readonly onDamage?: ((message: string) => void) | undefined;
}

/** Restores a folder, or what can be saved of it. @returns bytes of all files that were made */
export async function unpackFolder(
  input: string,
  { stream, front }: Looked,
  output: string,
  { model, force, onDamage, ...options }: Unpacking,
): Promise<number> {
  const findModel = modelsOfFolderFile(model, input);
  let made = 0;
  const make = async (root: string) => {
    const target = counting(onDisk(root, output), (bytes) => {
      made += bytes;
    });
    if (!onDamage) return decompressFolder(stream, findModel, target, options);
    const file = await seekableOf(stream, options.memory);
    return salvageFolder(file, findModel, target, { ...options, onDamage });
  };
  await writeFolder(output, make, force, folderStamp(front));
  return made;
}

/** A target that tells of the bytes that its files are given. */
function counting(target: FolderTarget, onBytes: (bytes: number) => void): FolderTarget {
  return {
    ...target,
    file: (path, contents) =>
      target.file(
        path,
        (async function* () {
          for await (const bytes of contents) {
            onBytes(bytes.length);
            yield bytes;
          }
        })(),
      ),
  };
}

/** What the folder itself is given, as far as the file says it. */
function folderStamp(front: Looked['front']): Stamp {
  const { mode, mtime } = front?.provenance ?? {};
  return {
    mode: mode === undefined ? undefined : Number.parseInt(mode, 8),
    mtime: mtime === undefined ? undefined : Number(mtime),
  };
}
