import { autoregressive as autoregressiveCodec } from '../../codecs/autoregressive.js';
import { mapped } from '../../codecs/mapped.js';
import type { Network } from '../../networks/network.js';
import { codecType } from '../codecType.js';
import { type DistributionNode, parameterOf } from '../family.js';
import { beside, columns } from '../node.js';
import { layerOf, type Sources } from '../parameters.js';
import { specError } from '../specError.js';
import { type DistributionSpec, distributionOf, distributionSchema } from './distributions.js';

export const autoregressive = codecType({
  type: 'autoregressive',
  codes: 'Symbols one by one; networks read the item, and may use only what came before.',
  fields: () => ({ codec: distributionSchema }),
  withInner: (spec, change) => ({
    ...spec,
    codec: change(spec.codec, 'data') as DistributionSpec,
  }),
  build(spec, path, { inputs, sources }) {
    const { size } = spec.codec;
    // Networks read what is given, and after it the item, in which what is not known yet is 0.
    const before = inputs ?? 0;
    const read = { inputs: before + size, sources };
    const node = distributionOf(spec.codec).build(spec.codec, `${path}.codec`, read);
    const width = size / node.rows;
    checkCausal(spec.codec, `${path}.codec`, { node, before, width }, sources);
    const seen = (given: Float32Array | undefined, symbols: Uint32Array, items: number) =>
      given ? beside([given, node.embed(symbols)], items) : node.embed(symbols);
    return {
      size,
      limit: node.limit,
      embed: node.embed,
      codec(items, given) {
        const codec = autoregressiveCodec<Uint32Array>({
          order: Array.from({ length: node.rows }, (_, row) => row),
          element(known, row) {
            const pieces = known.map((piece) => piece ?? new Uint32Array(items * width));
            const symbols = beside(pieces as [Uint32Array], items);
            return node.each(items, seen(given, symbols, items))(row);
          },
          elements(values) {
            const symbols = beside(values as [Uint32Array, ...Uint32Array[]], items);
            const at = node.each(items, seen(given, symbols, items));
            return values.map((_, row) => at(row));
          },
        });
        return mapped(
          codec,
          (values) => beside(values as [Uint32Array], items),
          (symbols) =>
            Array.from({ length: node.rows }, (_, row) =>
              columns(symbols, items, row * width, width),
            ),
        );
      },
    };
  },
});

/**
 * Checks that no network lets a row of parameters depend on a symbol that is not decoded before it.
 * What decodes must not need what is to be decoded; a file would be written that nobody can read.
 *
 * @param layout how many inputs come before the item, and how many symbols are decoded at once.
 * @throws CrayError SPEC_INVALID naming the first output that reads ahead.
 */
function checkCausal(
  spec: DistributionSpec,
  path: string,
  { node, before, width }: { node: DistributionNode; before: number; width: number },
  { networks }: Sources,
): void {
  for (const [name, numbers] of Object.entries(node.widths)) {
    const from = layerOf(parameterOf(spec, name));
    if (!from) continue;
    const network = networks.get(from.network) as Network;
    const reads = network.dependencies(from.layer);
    const { inputs } = network;
    for (let output = 0; output < node.rows * numbers; output++) {
      const known = before + Math.floor(output / numbers) * width;
      for (let input = known; input < inputs; input++) {
        if (reads[output * inputs + input]) {
          throw specError(
            `${path}.${name}.layer`,
            `output ${output} reads symbol ${input - before}, which is decoded after it or with it`,
          );
        }
      }
    }
  }
}
