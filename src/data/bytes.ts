import type { ByteSource } from '../bytes/source.js';
import { CrayError } from '../errors.js';
import { openArray, restoreArray } from './array.js';
import type { Dataset } from './dataset.js';
import type { Format } from './format.js';
import type { SampleType } from './samples.js';

/** Bytes as they are. */
export const BYTE: SampleType = { kind: 'unsigned', bytes: 1, bigEndian: false };

/** Any file at all: each byte is an item. */
export const bytes: Format = {
  name: 'bytes',
  fidelity: 'bytes',
  detects: () => true,
  open: async (source) => openBytes(source, undefined),
  restore(contents) {
    if (contents.head.length > 0) throw new CrayError('CORRUPT', 'bytes: expected no head');
    return restoreArray(contents, { type: BYTE, shape: [] });
  },
  recount: (head) => head,
};

/** @param note why the file is read as bytes, where it looks like something else. */
export function openBytes(source: ByteSource, note: string | undefined): Dataset {
  const array = { type: BYTE, shape: [], items: undefined };
  return { ...openArray(source, 'bytes', new Uint8Array(0), array), note };
}
