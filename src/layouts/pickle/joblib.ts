import type { Machine } from './machine.js';
import { fieldsOf, type PickledArray, type TypeReader } from './numpy.js';
import { Dictionary, isMadeBy, type Made, sizesIn } from './values.js';

/** An array that joblib writes after the object that stands for it, filled up as it says; goes over it. */
export function joblibArray(
  object: Made,
  machine: Machine,
  typeOf: TypeReader,
): PickledArray | undefined {
  if (!isMadeBy(object, ' NumpyArrayWrapper') || !(object.state instanceof Dictionary)) {
    return undefined;
  }
  // It has six entries, or a few more.
  if (object.state.pairs.length > 64) return undefined;
  const state = object.state.entries();
  const dtype = typeOf(state.get('dtype'));
  const sizes = sizesIn(state.get('shape'));
  if (!dtype || !sizes) return undefined;
  // A byte says how many follow it up to a place that is a multiple.
  const isAligned = typeof state.get('numpy_array_alignment_bytes') === 'number';
  const at = machine.at + (isAligned ? 1 + machine.reader.u8(machine.at) : 0);
  const length = sizes.reduce((a, b) => a * b, dtype.bytes);
  machine.at = at + length;
  return { at, length, fields: fieldsOf(dtype, at, sizes, state.get('order') === 'F') };
}
