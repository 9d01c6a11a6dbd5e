/** The formats whose files say what lies where in them. */
import { isUnsuitable } from '../data/format.js';
import { checkedFields } from './check.js';
import { fits } from './fits/fits.js';
import { gguf } from './gguf/gguf.js';
import { grib } from './grib.js';
import { hdf5 } from './hdf5/hdf5.js';
import { las } from './las.js';
import type { Field, Layout } from './layout.js';
import { matlab } from './matlab.js';
import { netcdf } from './netcdf/netcdf.js';
import { nifti } from './nifti.js';
import { npy } from './npy/npy.js';
import { npz } from './npy/npz.js';
import { parquet } from './parquet/parquet.js';
import { pickle } from './pickle/pickle.js';
import { torch } from './pickle/torch.js';
import { ply } from './ply.js';
import { pp } from './pp.js';
import { safetensors } from './safetensors.js';

/** All of them, those first that are known by more bytes. */
export const LAYOUTS: readonly Layout[] = [
  npy,
  torch,
  npz,
  fits,
  las,
  gguf,
  hdf5,
  parquet,
  netcdf,
  nifti,
  matlab,
  ply,
  grib,
  pp,
  safetensors,
  pickle,
];

/** What there is to say of a file that seems to be of a format: its fields, or why it has none. */
export type Looked =
  | { readonly name: string; readonly fields: readonly Field[] }
  | { readonly name: string; readonly note: string };

/**
 * The fields of a file, of the first layout that knows it and whose header is sound: inside the file, apart from each
 * other, sorted by where they begin.
 *
 * @param start the beginning of the file, all of it where it is not larger than 512 MiB.
 * @param size of the file in bytes, where it is known.
 */
export function fieldsOf(
  start: Uint8Array,
  size: number | undefined,
): { name: string; fields: readonly Field[] } | undefined {
  for (const looked of lookAt(start, size)) if ('fields' in looked) return looked;
  return undefined;
}

/** Why a file has no fields that seems to be of a format; undefined where it has some, or is of none. */
export function whyWithout(start: Uint8Array, size: number | undefined): string | undefined {
  let why: string | undefined;
  for (const looked of lookAt(start, size)) {
    if ('fields' in looked) return undefined;
    why ??= looked.note;
  }
  return why;
}

/** What each layout says of a file that it knows. */
function* lookAt(start: Uint8Array, size: number | undefined): Generator<Looked> {
  for (const layout of LAYOUTS) {
    if (!layout.detects(start)) continue;
    const { name } = layout;
    try {
      const fields = checkedFields(layout.fieldsOf(start, size), size, name);
      yield fields.length > 0 ? { name, fields } : { name, note: `${name}: it has no numbers` };
    } catch (error) {
      if (!isUnsuitable(error)) throw error;
      yield { name, note: (error as Error).message };
    }
  }
}
