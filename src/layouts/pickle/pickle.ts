import { unsuitable } from '../../data/format.js';
import { MAX_FIELDS } from '../check.js';
import type { Field, Layout } from '../layout.js';
import { joblibArray } from './joblib.js';
import { arrayOf, typeReader } from './numpy.js';
import { runPickle } from './run.js';

const NAME = 'pickle';

/** What the second byte of a pickle is, its protocol, and by it what the first operation is: a frame, or what begins a value. */
const FRAME = 0x95;
const BEGINNINGS = '(])}c';

/** NumPy's arrays in pickles of Python, and in those of joblib, which has them after their objects. */
export const pickle: Layout = {
  name: NAME,
  detects(start) {
    const [first, protocol = 0, operation = 0] = start;
    if (first !== 0x80 || protocol < 2 || protocol > 5) return false;
    return protocol < 4
      ? BEGINNINGS.includes(String.fromCharCode(operation))
      : operation === FRAME || BEGINNINGS.includes(String.fromCharCode(operation));
  },
  fieldsOf(start) {
    const found = new Map<number, readonly Field[]>();
    const typeOf = typeReader();
    let columns = 0;
    runPickle(start, 0, NAME, (object, machine) => {
      const array = arrayOf(object, typeOf) ?? joblibArray(object, machine, typeOf);
      if (!array || found.has(array.at)) return;
      columns += array.fields.length;
      if (columns > MAX_FIELDS) throw unsuitable(NAME, 'its arrays have too many columns');
      const prefix = `array ${found.size + 1}`;
      found.set(
        array.at,
        array.fields.map((field) => ({
          ...field,
          name: field.name ? `${prefix} ${field.name}` : prefix,
        })),
      );
    });
    return [...found.values()].flat();
  },
};
