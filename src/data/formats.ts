/** The one list of formats, and what is asked of a format by its name. */
import type { BlockPicture } from '../codecs/learning/blocks.js';
import { CrayError } from '../errors.js';
import { aiff } from './aiff/aiff.js';
import { au } from './au/au.js';
import { avif } from './avif/avif.js';
import { bmp } from './bmp/bmp.js';
import { bytes } from './bytes.js';
import { caf } from './caf/caf.js';
import { cifar } from './cifar/cifar.js';
import { type Contents, dimensionsOf, type Fidelity, itemSize } from './dataset.js';
import type { DataFormat, Format, SaidPicture, Wrapper } from './format.js';
import { gzip } from './gzip/gzip.js';
import { idx } from './idx/idx.js';
import { jpeg } from './jpeg/jpeg.js';
import { npy } from './npy/npy.js';
import { npz } from './npz/npz.js';
import { png } from './png/png.js';
import { pnm } from './pnm/pnm.js';
import { qoi } from './qoi/qoi.js';
import { raw } from './raw/raw.js';
import { recordBytes } from './records.js';
import { tga } from './tga/tga.js';
import { tiff } from './tiff/tiff.js';
import { w64 } from './w64/w64.js';
import { wav } from './wav/wav.js';
import { webp } from './webp/webp.js';

/**
 * All formats. A file is of the first one that takes it, so those with a plain mark stand before those that
 * other files may begin like; what is of none of them is bytes.
 */
export const FORMATS: readonly Format[] = [
  png,
  tiff,
  webp,
  avif,
  jpeg,
  npy,
  npz,
  wav,
  w64,
  aiff,
  au,
  caf,
  pnm,
  bmp,
  qoi,
  idx,
  cifar,
  tga,
  raw,
  bytes,
];

/** All formats of files that have another one inside. */
export const WRAPPERS: readonly Wrapper[] = [gzip];

const BY_NAME: ReadonlyMap<string, { format: Format; dataFormat: DataFormat }> = new Map(
  FORMATS.flatMap((format) =>
    format.dataFormats.map((dataFormat) => [dataFormat.name, { format, dataFormat }] as const),
  ),
);

/**
 * Names of all data formats: those of files that are known by their content, in the order in which they are
 * looked for; the other ways of holding such files, by the names of these; and those that are only asked for.
 */
export function formatNames(): string[] {
  const isKnown = ({ detects }: DataFormat) => detects !== undefined;
  const known = FORMATS.filter(({ dataFormats }) => dataFormats.some(isKnown));
  const byName = [...known].sort((a, b) =>
    a.dataFormats[0].name < b.dataFormats[0].name ? -1 : 1,
  );
  return [
    ...known.flatMap(({ dataFormats }) => dataFormats.filter(isKnown)),
    ...byName.flatMap(({ dataFormats }) => dataFormats.filter((one) => !isKnown(one))),
    ...FORMATS.filter((format) => !known.includes(format)).flatMap(
      ({ dataFormats }) => dataFormats,
    ),
  ].map(({ name }) => name);
}

/** Names of those that a file can be read in with nothing else said. */
export function readableNames(): string[] {
  return formatNames().filter((name) => entryNamed(name).format.asksFor === undefined);
}

/** @throws CrayError UNSUPPORTED for a data format that this program does not know. */
export function formatNamed(name: string): DataFormat {
  return entryNamed(name).dataFormat;
}

/** What a file of this format is restored to. @throws CrayError UNSUPPORTED for one that is not known */
export function fidelityOf(name: string): Fidelity {
  return formatNamed(name).fidelity;
}

/**
 * Bytes of a file whose very bytes this format gives again, before its tail; undefined where these are others than
 * those of head and items, and have to be said. @throws CrayError UNSUPPORTED for a format that is not known
 */
export function bytesBeforeTail(
  header: { readonly dataFormat: string; readonly head: Uint8Array } & Parameters<
    typeof recordBytes
  >[0],
  items: number,
): number | undefined {
  const { rebuilt, headOutside, headBeforeEach } = formatNamed(header.dataFormat);
  if (rebuilt) return undefined;
  const { dataFormat, head, dtype, shape } = header;
  // Numbers of 24 bits are elements of 32.
  const narrow = /24$/.test(numbersIn(dataFormat, head) ?? dtype) ? itemSize(shape) : 0;
  const heads = headBeforeEach ? items : 1;
  return (headOutside ? 0 : heads * head.length) + items * (recordBytes(header) - narrow);
}

/** Type of the numbers of a file of this format with this head, as far as they tell. */
export function numbersIn(name: string, head: Uint8Array): string | undefined {
  try {
    return BY_NAME.get(name)?.dataFormat.numbers?.(head);
  } catch (error) {
    // What is wrong with a head is said by what restores it; groups of a folder have none.
    if (error instanceof CrayError) return undefined;
    throw error;
  }
}

/** Whether tails of this format say what pictures are in a file. */
export function saysPictures(name: string): boolean {
  return BY_NAME.get(name)?.dataFormat.pictures !== undefined;
}

/** The pictures in a file of this format with this tail, as far as that tells. */
export function picturesIn(name: string, tail: Uint8Array): readonly SaidPicture[] | undefined {
  try {
    return BY_NAME.get(name)?.dataFormat.pictures?.(tail);
  } catch (error) {
    // What is wrong with a tail is said by what restores it.
    if (error instanceof CrayError) return undefined;
    throw error;
  }
}

/** Whether items of this format are blocks of pictures. */
export function isOfBlocks(name: string): boolean {
  return BY_NAME.get(name)?.dataFormat.blocks !== undefined;
}

/** Of which pictures items of this format are blocks. @throws CrayError CORRUPT for a bad tail */
export function blocksIn(name: string, tail: Uint8Array): readonly BlockPicture[] {
  return BY_NAME.get(name)?.dataFormat.blocks?.(tail) ?? [];
}

/** Dimensions of an item, as far as the head of the file tells its numbers. */
export function dimensionsIn({
  dataFormat,
  head,
  shape,
}: Readonly<{ dataFormat: string; head: Uint8Array; shape: readonly number[] }>): number {
  return dimensionsOf({ shape, numbers: numbersIn(dataFormat, head) });
}

/**
 * Dimensions after the items of a file of this format: each byte is one, as far as it is one of the file, and not what
 * says how that is written again.
 */
export function dimensionsAfter(name: string, bytes: number): number {
  const isFile = !isRebuilt(name) && BY_NAME.get(name)?.dataFormat.fidelity !== 'pixels';
  return isFile ? bytes : 0;
}

/** Whether files of this format have other bytes than what is held of them; see {@link DataFormat}. */
export function isRebuilt(name: string): boolean {
  return BY_NAME.get(name)?.dataFormat.rebuilt ?? false;
}

/** How the names of files of sound end; undefined for all others. @throws CrayError UNSUPPORTED */
export function soundEndingOf(name: string): string | undefined {
  return entryNamed(name).format.soundEnding;
}

/** The name of the file inside another of this name: "digits" of "digits.gz". */
export function nameInside(wrapper: string, name: string): string {
  return WRAPPERS.find(({ title }) => title === wrapper)?.innerName(name) ?? name;
}

/** The file again, as its bytes come. @throws CrayError UNSUPPORTED, or CORRUPT for contents that do not fit. */
export async function* restore(name: string, contents: Contents): AsyncGenerator<Uint8Array> {
  try {
    yield* formatNamed(name).restore(contents);
  } catch (error) {
    // What would be no file of the format, had it come from one, is here no container.
    if (!(error instanceof CrayError) || error.code !== 'DATA_INVALID') throw error;
    throw new CrayError('CORRUPT', `head: ${error.message}`, { cause: error });
  }
}

function entryNamed(name: string) {
  const entry = BY_NAME.get(name);
  if (entry) return entry;
  const known = formatNames().join(', ');
  throw new CrayError('UNSUPPORTED', `data format: expected one of ${known}, got ${name}`);
}
