import { CrayError } from '../errors.js';
import { avif } from './avif/avif.js';
import { bytes } from './bytes.js';
import { cifar10, cifar100 } from './cifar/cifar.js';
import type { Contents, Fidelity } from './dataset.js';
import type { Format } from './format.js';
import { idx } from './idx/idx.js';
import { npy } from './npy/npy.js';
import { npz } from './npz/npz.js';
import { pngBands } from './png/bands.js';
import { png, pngExact } from './png/png.js';
import { pnmBands } from './pnm/bands.js';
import { pnm } from './pnm/pnm.js';
import { raw } from './raw/raw.js';
import { tiffExact } from './tiff/exact.js';
import { tiff } from './tiff/tiff.js';
import { wav } from './wav/wav.js';
import { webp } from './webp/webp.js';

/** Formats that are known by their content, those with a plain mark first. */
export const DETECTED: readonly Format[] = [
  png,
  tiff,
  webp,
  avif,
  npy,
  npz,
  wav,
  pnm,
  idx,
  cifar10,
  cifar100,
];

const FORMATS: ReadonlyMap<string, Format> = new Map(
  [...DETECTED, pngExact, pngBands, pnmBands, tiffExact, raw, bytes].map((format) => [
    format.name,
    format,
  ]),
);

/** Names of all formats. */
export function formatNames(): string[] {
  return [...FORMATS.keys()];
}

/** @throws CrayError UNSUPPORTED for a format that this program does not know. */
export function formatNamed(name: string): Format {
  const format = FORMATS.get(name);
  if (!format) {
    const known = formatNames().join(', ');
    throw new CrayError('UNSUPPORTED', `data format: expected one of ${known}, got ${name}`);
  }
  return format;
}

/** What a file of this format is restored to. @throws CrayError UNSUPPORTED for one that is not known */
export function fidelityOf(name: string): Fidelity {
  return formatNamed(name).fidelity;
}

/** The file again, in pieces. @throws CrayError UNSUPPORTED, or CORRUPT for contents that do not fit. */
export async function* restore(name: string, contents: Contents): AsyncGenerator<Uint8Array> {
  try {
    yield* formatNamed(name).restore(contents);
  } catch (error) {
    // What would be no file of the format, had it come from one, is here no container.
    if (!(error instanceof CrayError) || error.code !== 'DATA_INVALID') throw error;
    throw new CrayError('CORRUPT', `head: ${error.message}`, { cause: error });
  }
}
