import { isUnsuitable, unsuitable } from '../../data/format.js';
import { MAX_FIELDS } from '../check.js';
import type { Field, Layout } from '../layout.js';
import { datasetFields } from './dataset.js';
import { hasDenseLinks, linkedFrom } from './groups.js';
import { messagesAt } from './messages.js';
import { type Hdf5, readSuperblock, signatureIn } from './superblock.js';

/** Letters of a name that are kept. */
const MAX_NAME = 200;

/**
 * Data sets of HDF5, and so of netCDF-4 and MAT-files of version 7.3: those that are in one piece, or in chunks that
 * are not filtered. What else there is, is bytes.
 */
export const hdf5: Layout = {
  name: 'HDF5',
  detects: (start) => signatureIn(start) !== undefined,
  fieldsOf(start) {
    const file = readSuperblock(start);
    const fields: Field[] = [];
    const objects = [{ name: '', header: file.root }];
    const seen = new Set([file.root]);
    let isScanned = false;
    for (const { name, header } of objects) {
      const found = objectAt(file, header, name);
      for (const field of found.fields) fields.push(field);
      const linked = [...found.linked, ...(found.isDense && !isScanned ? headersIn(start) : [])];
      isScanned ||= found.isDense;
      if (fields.length > MAX_FIELDS) throw unsuitable('HDF5', 'it has too many columns');
      for (const link of linked) {
        if (seen.has(link.header)) continue;
        seen.add(link.header);
        objects.push({ ...link, name: `${name && `${name}/`}${link.name}`.slice(-MAX_NAME) });
      }
    }
    return fields;
  },
};

/** What an object has, and what it leads to; nothing where it is damaged. */
function objectAt(file: Hdf5, header: number, name: string) {
  try {
    const messages = messagesAt(file, header);
    const fields = datasetFields(file, messages, name);
    return { fields, linked: linkedFrom(file, messages), isDense: hasDenseLinks(file, messages) };
  } catch (error) {
    if (!isUnsuitable(error) || header === file.root) throw error;
    return { fields: [], linked: [], isDense: false };
  }
}

/** All headers of the new form, wherever they are: for groups whose links are in a heap. */
function* headersIn(start: Uint8Array): Generator<{ name: string; header: number }> {
  const bytes = Buffer.from(start.buffer, start.byteOffset, start.length);
  let number = 1;
  for (let at = bytes.indexOf('OHDR\x02'); at >= 0; at = bytes.indexOf('OHDR\x02', at + 4)) {
    yield { name: `data set ${number++}`, header: at };
  }
}
