import { specError } from '../model/specError.js';
import type { Levels, RowLoss } from './losses/loss.js';
import { lossOf } from './losses/losses.js';
import type { Rows } from './network.js';
import { type Reader, sourceOf } from './readers.js';

/** What symbols are drawn from, and what they cost by that: a distribution of a spec that is learned. */
export interface Likelihood {
  /** The network that gives its parameters. */
  readonly network: string;
  readonly loss: RowLoss;
  /** Symbols an item. */
  readonly size: number;
  /**
   * Fills in the gradients of the weighted sum of what items cost.
   *
   * @param outputs of the network.
   * @param levels [items, size].
   * @param weights [items].
   * @param given parameters that are no outputs of layers that learn, by name.
   * @returns that sum, in bits.
   */
  evaluate(
    outputs: ReadonlyMap<string, Rows>,
    levels: Levels,
    weights: Float32Array,
    given?: ReadonlyMap<string, Rows>,
  ): number;
}

/** @throws CrayError SPEC_INVALID for what training does not know. */
export function likelihoodOf(
  reader: Pick<Reader, 'spec' | 'path' | 'more'>,
  loss: RowLoss = lossOf(reader.spec, reader.path),
): Likelihood {
  const { spec, path } = reader;
  const sources = loss.parameters.map(({ name }) => parameterOf(reader, name));
  const networks = sources.flatMap((source) =>
    source.network === undefined ? [] : [source.network],
  );
  const [network] = networks;
  if (network === undefined)
    throw specError(path, 'training wants a network that gives parameters');
  if (new Set(networks).size > 1) {
    throw specError(
      path,
      `training wants one network here, got ${[...new Set(networks)].join(', ')}`,
    );
  }
  const rows = spec.size / loss.symbols;
  return {
    network,
    loss,
    size: spec.size,
    evaluate(outputs, levels, weights, given) {
      const parts = loss.parameters.map(({ name, width }, p): Rows => {
        const { layer, constant } = sources[p] as Source;
        return (
          given?.get(name) ??
          (layer === undefined ? spread(constant, width, rows) : (outputs.get(layer) as Rows))
        );
      });
      const values = parts.map((part) => part.values);
      const d = parts.map((part) => part.d);
      const at = new Array<number>(parts.length).fill(0);
      let bits = 0;
      for (let item = 0; item < weights.length; item++) {
        const weight = (weights[item] as number) / Math.LN2;
        for (let row = 0; row < rows; row++) {
          for (let p = 0; p < parts.length; p++) {
            const { width } = loss.parameters[p] as { width: number };
            at[p] = item * (parts[p] as Rows).stride + row * width;
          }
          const from = item * spec.size + row * loss.symbols;
          bits += weight * loss.row(values, at, levels, from, d, weight);
        }
      }
      return bits;
    },
  };
}

/** Where a parameter comes from: a layer, or numbers. */
interface Source {
  readonly network?: string;
  readonly layer?: string;
  readonly constant: readonly number[];
}

function parameterOf(reader: Pick<Reader, 'spec' | 'more'>, name: string): Source {
  const given = sourceOf(reader, name);
  if (given === undefined) return { constant: [] };
  if (typeof given === 'number') return { constant: [given] };
  if (Array.isArray(given)) return { constant: given };
  if ('network' in given) return { ...given, constant: [] };
  throw specError(name, 'training takes parameters from networks and numbers, not from tensors');
}

/** A parameter that is the same for all items. */
function spread(constant: readonly number[], width: number, rows: number): Rows {
  const values = Float32Array.from(
    { length: rows * width },
    (_, i) => constant[i % constant.length] as number,
  );
  return { values, d: new Float32Array(values.length), stride: 0 };
}
