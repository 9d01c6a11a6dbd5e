import { CrayError } from '../../errors.js';
import type { DistributionSpec } from '../../model/types/distributions.js';
import { bernoulliLoss } from './bernoulli.js';
import { betaBinomialLoss } from './betaBinomial.js';
import { categoricalLoss } from './categorical.js';
import { logisticLoss, logisticMixtureLoss, wideLogisticMixtureLoss } from './logisticMixture.js';
import type { RowLoss } from './loss.js';
import { pixelMixtureLoss } from './pixelMixture.js';

/** The losses that training knows, by type. */
const LOSSES: {
  readonly [N in DistributionSpec['type']]?: (
    spec: Extract<DistributionSpec, { type: N }>,
  ) => RowLoss;
} = {
  bernoulliLogits: () => bernoulliLoss(),
  categoricalLogits: ({ symbols }) => categoricalLoss(symbols),
  logistic: (spec) => logisticLoss(spec),
  logisticMixture: (spec) => logisticMixtureLoss(spec.components, spec),
  wideLogisticMixture: (spec) => wideLogisticMixtureLoss(spec),
  betaBinomial: ({ max }) => betaBinomialLoss(max),
  pixelMixture: ({ components, origins }) => pixelMixtureLoss(components, origins !== undefined),
};

/**
 * What the symbols of a codec cost.
 *
 * @throws CrayError SPEC_INVALID with the JSON path for a codec that training knows no loss of.
 */
export function lossOf(spec: DistributionSpec, path: string): RowLoss {
  const loss = LOSSES[spec.type] as ((spec: DistributionSpec) => RowLoss) | undefined;
  if (loss) return loss(spec);
  const known = Object.keys(LOSSES).join(', ');
  const message = `${path}.type: training knows the losses of ${known}, got ${spec.type}`;
  throw new CrayError('SPEC_INVALID', message);
}
