import { type Model, makeModel } from '../../src/model/model.js';
import type { CodecSpec } from '../../src/model/types/index.js';
import { writeSafetensors } from '../../src/networks/safetensors.js';
import { Random } from '../../src/train/random.js';

const LN3 = Math.log(3);
const random = new Random(1);
const tensors = new Map([
  ['table', { shape: [2, 2], values: Float32Array.of(1, 3, 6, 2) }],
  // Output i reads input i - 1.
  ['causal', { shape: [3, 3], values: Float32Array.of(0, LN3, 0, 0, 0, LN3, 0, 0, 0) }],
  ['ahead', { shape: [3, 3], values: Float32Array.of(0, 1, 0, 0, 0.1, 0, 0, 0, 0) }],
  ['zeros3', { shape: [3], values: new Float32Array(3) }],
  ['two', { shape: [2, 2], values: random.normals(4).map((v) => 3 * v) }],
  ['four', { shape: [4, 2], values: random.normals(8).map((v) => 3 * v) }],
  ['ln3', { shape: [1, 1], values: Float32Array.of(LN3) }],
  ['zeros2', { shape: [2], values: new Float32Array(2) }],
]);

const networks = {
  causal: [{ name: 'logits', weight: 'causal', bias: 'zeros3' }],
  ahead: [{ name: 'logits', weight: 'ahead', bias: 'zeros3' }],
  two: [{ name: 'out', weight: 'two', bias: 'zeros2' }],
  above: [{ name: 'logits', weight: 'ln3' }],
  four: [{ name: 'out', weight: 'four', bias: 'zeros2' }],
};

/** Entries whose names are in a text. */
function namedIn<T>(entries: Iterable<[string, T]>, text: string): [string, T][] {
  return [...entries].filter(([name]) => text.includes(`"${name}"`));
}

/** A model whose codec is an example's, of items of so many symbols, with what its codec names of networks and tensors. */
export function modelOf(codec: CodecSpec, size: number, levels = 2): Model {
  const data = { dtype: 'u32', shape: [size], levels };
  const named = namedIn(Object.entries(networks), JSON.stringify(codec));
  const spec = { format: 1, name: 'x', data, networks: Object.fromEntries(named), codec };
  const own = new Map(namedIn(tensors, JSON.stringify(spec)));
  if (own.size === 0) return makeModel(JSON.stringify(spec), new Uint8Array(0), 'x');
  return makeModel(JSON.stringify({ ...spec, weights: 'w' }), writeSafetensors(own), 'x');
}
