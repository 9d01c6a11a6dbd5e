import { CrayError } from '../../errors.js';
import type { DistributionSpec } from '../../model/types/distributions.js';
import { bernoulliLoss } from './bernoulli.js';
import { betaBinomialLoss } from './betaBinomial.js';
import { categoricalLoss } from './categorical.js';
import { logisticLoss, logisticMixtureLoss } from './logisticMixture.js';
import type { RowLoss } from './loss.js';
import { pixelMixtureLoss } from './pixelMixture.js';

/**
 * What the symbols of a codec cost.
 *
 * @throws CrayError SPEC_INVALID with the JSON path for a codec that training knows no loss of.
 */
export function lossOf(spec: DistributionSpec, path: string): RowLoss {
  switch (spec.type) {
    case 'bernoulliLogits':
      return bernoulliLoss();
    case 'categoricalLogits':
      return categoricalLoss(spec.symbols);
    case 'logistic':
      return logisticLoss(spec);
    case 'logisticMixture':
      return logisticMixtureLoss(spec.components, spec);
    case 'betaBinomial':
      return betaBinomialLoss(spec.max);
    case 'pixelMixture':
      return pixelMixtureLoss(spec.components, spec.origins !== undefined);
    default: {
      const known =
        'bernoulliLogits, categoricalLogits, logistic, logisticMixture, betaBinomial, pixelMixture';
      const message = `${path}.type: training knows the losses of ${known}, got ${spec.type}`;
      throw new CrayError('SPEC_INVALID', message);
    }
  }
}
