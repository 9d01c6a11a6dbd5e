import type { Network } from '../../networks/network.js';
import type { Sources } from '../parameters.js';
import { specError } from '../parse.js';
import type { DistributionNode } from './family.js';
import type { DistributionSpec, ParameterSpec } from './fields.js';

/**
 * Checks that no network lets a row of parameters depend on a symbol that is not decoded before it.
 * What decodes must not need what is to be decoded; a file would be written that nobody can read.
 *
 * @param layout how many inputs come before the item, and how many symbols are decoded at once.
 * @throws CrayError SPEC_INVALID naming the first output that reads ahead.
 */
export function checkCausal(
  spec: DistributionSpec,
  path: string,
  { node, before, width }: { node: DistributionNode; before: number; width: number },
  { networks }: Sources,
): void {
  for (const [name, numbers] of Object.entries(node.widths)) {
    const parameter = (spec as unknown as Record<string, ParameterSpec>)[name];
    if (typeof parameter !== 'object' || !('network' in parameter)) continue;
    const network = networks.get(parameter.network) as Network;
    const reads = network.dependencies(parameter.layer);
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
