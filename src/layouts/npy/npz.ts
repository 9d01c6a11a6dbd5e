import { unsuitable } from '../../data/format.js';
import { checkedFields } from '../check.js';
import type { Field, Layout } from '../layout.js';
import { hasAt } from '../reader.js';
import { storedMembers } from '../zip.js';
import { NPY_MAGIC, npyArray } from './npy.js';

/** NumPy arrays inside a zip file, where they are stored as they are. */
export const npz: Layout = {
  name: 'npz',
  detects: (start) => hasAt(start, 0, 'PK\x03\x04'),
  fieldsOf(start, size) {
    if (size !== undefined && size > start.length) {
      throw unsuitable('npz', 'it is too large to be read whole');
    }
    const fields: Field[] = [];
    for (const { name, at, end } of storedMembers(start, 'npz')) {
      if (!hasAt(start, at, NPY_MAGIC)) continue;
      const prefix = `${name.replace(/\.npy$/, '')}.`;
      const { fields: inside } = npyArray(start.subarray(0, end), at, prefix, end);
      for (const field of checkedFields(inside, end, 'npz')) fields.push(field);
    }
    return fields;
  },
};
