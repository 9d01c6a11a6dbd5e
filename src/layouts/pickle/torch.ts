import { unsuitable } from '../../data/format.js';
import { arrayField } from '../build.js';
import {
  type Axis,
  type Field,
  type Layout,
  NUMBER_BYTES,
  type NumberType,
  numbersIn,
} from '../layout.js';
import { hasAt } from '../reader.js';
import { type StoredMember, storedMembers } from '../zip.js';
import { runPickle } from './run.js';
import { Global, isMadeBy, Persistent, sizesIn, type Value } from './values.js';

const NAME = 'PyTorch checkpoint';

/** Classes of storages, and numbers of such to an element. */
const STORAGES: Readonly<Record<string, readonly [NumberType, 1 | 2]>> = {
  'torch FloatStorage': ['f32', 1],
  'torch DoubleStorage': ['f64', 1],
  'torch HalfStorage': ['f16', 1],
  'torch BFloat16Storage': ['bf16', 1],
  'torch LongStorage': ['i64', 1],
  'torch IntStorage': ['i32', 1],
  'torch ShortStorage': ['i16', 1],
  'torch CharStorage': ['i8', 1],
  'torch ByteStorage': ['u8', 1],
  'torch BoolStorage': ['u8', 1],
  'torch ComplexFloatStorage': ['f32', 2],
  'torch ComplexDoubleStorage': ['f64', 2],
};

/** A storage as a pickle names it, and the axes of a tensor that takes all of it, in elements. */
interface Storage {
  readonly type: NumberType;
  readonly components: 1 | 2;
  readonly count: number;
  readonly axes?: readonly Axis[];
}

/** Checkpoints of PyTorch: a zip file of a pickle, and of storages as they are. */
export const torch: Layout = {
  name: NAME,
  detects(start) {
    const name = Buffer.from(start.subarray(30, 300)).toString('latin1');
    return hasAt(start, 0, 'PK\x03\x04') && /^[^/]{1,255}\/data\.pkl/.test(name);
  },
  fieldsOf(start, size) {
    if (size !== undefined && size > start.length) {
      throw unsuitable(NAME, 'it is too large to be read whole');
    }
    const members = storedMembers(start, NAME);
    const pickled = members.find(({ name }) => name.endsWith('/data.pkl'));
    if (!pickled) throw unsuitable(NAME, 'its pickle is compressed');
    const folder = pickled.name.slice(0, -'data.pkl'.length);
    const order = members.find(({ name }) => name === `${folder}byteorder`);
    const isBig = order !== undefined && hasAt(start, order.at, 'big');
    const storages = storagesIn(start.subarray(0, pickled.end), pickled.at);
    return members.flatMap((member) => {
      const key = member.name.slice(`${folder}data/`.length);
      const storage = member.name.startsWith(`${folder}data/`) ? storages.get(key) : undefined;
      return storage ? [fieldOf(storage, member, key, isBig)] : [];
    });
  },
};

/** The field of a storage: as a tensor has it that takes all of it, or in a row. */
function fieldOf(
  { type, components, count, axes }: Storage,
  { at, end }: StoredMember,
  key: string,
  bigEndian: boolean,
): Field {
  const bytes = NUMBER_BYTES[type] * components;
  const whole = Math.min(count, Math.floor((end - at) / bytes));
  const inRow = arrayField(`storage ${key}`, at, { type, bigEndian }, components === 1 ? [] : [2]);
  const shape = whole === count && axes ? axes : [{ count: whole, stride: 1 }];
  const outer = shape.map((axis) => ({ count: axis.count, stride: axis.stride * bytes }));
  return { ...inRow, axes: [...outer, ...inRow.axes] };
}

/** The storages that a pickle names, by their keys. */
function storagesIn(bytes: Uint8Array, from: number): Map<string, Storage> {
  const storages = new Map<string, Storage>();
  runPickle(bytes, from, NAME, (object) => {
    if (!isMadeBy(object, '_rebuild_tensor_v2') || !Array.isArray(object.args)) return;
    const [reference, offset, shape, strides] = object.args;
    const found = storageOf(reference);
    if (!found) return;
    const axes = offset === 0 ? wholeAxes(shape, strides, found.storage.count) : undefined;
    const before = storages.get(found.key);
    if (!before || (axes && !before.axes)) {
      storages.set(found.key, { ...found.storage, ...(axes && { axes }) });
    }
  });
  return storages;
}

/** What stands for a storage: ("storage", its class, its key, a device, and its elements). */
function storageOf(reference: Value | undefined): { key: string; storage: Storage } | undefined {
  const id = reference instanceof Persistent ? reference.id : undefined;
  const [, kind, key, , count] = Array.isArray(id) ? id : [];
  const [type, components] = kind instanceof Global ? (STORAGES[kind.name] ?? []) : [];
  if (!type || !components || typeof count !== 'number' || typeof key !== 'string') {
    return undefined;
  }
  return { key, storage: { type, components, count } };
}

/** Axes of a tensor, outermost first as it lies in memory, where it takes all elements of its storage. */
function wholeAxes(
  shape: Value | undefined,
  strides: Value | undefined,
  count: number,
): Axis[] | undefined {
  const [sizes, steps] = [sizesIn(shape), sizesIn(strides)];
  if (!sizes || !steps || sizes.length !== steps.length) return undefined;
  const axes = sizes
    .map((size, i) => ({ count: size, stride: steps[i] ?? 0 }))
    .filter((axis) => axis.count !== 1)
    .sort((a, b) => b.stride - a.stride);
  const isDense = axes.every(({ stride }, i) => {
    const inner = axes[i + 1];
    return stride === (inner ? inner.count * inner.stride : 1);
  });
  return isDense && numbersIn({ axes }) === count ? axes : undefined;
}
