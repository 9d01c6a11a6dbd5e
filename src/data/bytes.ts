/** Bytes: what a file is that is of no other format. */
import { ByteSource } from '../bytes/source.js';
import { CrayError } from '../errors.js';
import { openArray, restoreArray } from './array.js';
import type { CountedDataset, Dataset } from './dataset.js';
import { type Format, WITHOUT_COUNT } from './format.js';
import type { SampleType } from './samples.js';

const NAME = 'bytes';

/** Bytes as they are. */
export const BYTE: SampleType = { kind: 'unsigned', bytes: 1, bigEndian: false };

/** Any file at all: each byte is an item. */
export const bytes: Format = {
  title: 'bytes',
  dataFormats: [
    {
      name: NAME,
      fidelity: 'bytes',
      holds: {
        head: 'nothing',
        items: 'the bytes of the file, of no dimensions',
        tail: 'nothing',
      },
      open: async (source) => openBytes(source, undefined),
      restore(contents) {
        if (contents.head.length > 0) throw new CrayError('CORRUPT', 'bytes: expected no head');
        return restoreArray(contents, { type: BYTE, shape: [] });
      },
      heads: WITHOUT_COUNT,
    },
  ],
};

/** Whether a file is of no format that is known, or cannot be restored in it. */
export function isBytes({ format }: Pick<Dataset, 'format'>): boolean {
  return format === NAME;
}

/** @param note why the file is read as bytes, where it looks like something else. */
export function openBytes(source: ByteSource, note: string | undefined): Dataset {
  const array = { type: BYTE, shape: [], items: undefined };
  return { ...openArray(source, NAME, new Uint8Array(0), array), note };
}

/** The same of a file in memory, which also says how many bytes it has. */
export function bytesOf(file: Uint8Array): CountedDataset {
  const [source, items] = [new ByteSource([file]), file.length];
  return { ...openArray(source, NAME, new Uint8Array(0), { type: BYTE, shape: [], items }), items };
}
