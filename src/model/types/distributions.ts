import { z } from 'zod';
import type { SpecOf } from '../codecType.js';
import type { Distribution } from '../distribution.js';
import { benford64 } from './benford64.js';
import { bernoulli } from './bernoulli.js';
import { bernoulliLogits } from './bernoulliLogits.js';
import { betaBinomial } from './betaBinomial.js';
import { bigUniform } from './bigUniform.js';
import { categorical } from './categorical.js';
import { categoricalBytes } from './categoricalBytes.js';
import { categoricalLogits } from './categoricalLogits.js';
import { categoricalWeights } from './categoricalWeights.js';
import { discretised } from './discretised.js';
import { gaussianBins } from './gaussianBins.js';
import { gaussianStandardBins } from './gaussianStandardBins.js';
import { gaussianUniformBins } from './gaussianUniformBins.js';
import { logistic } from './logistic.js';
import { logisticMixture } from './logisticMixture.js';
import { negativeBinomial } from './negativeBinomial.js';
import { pixelMixture } from './pixelMixture.js';
import { poisson } from './poisson.js';
import { studentT } from './studentT.js';
import { uniform } from './uniform.js';
import { wideLogisticMixture } from './wideLogisticMixture.js';

/**
 * The types that are distributions, in the order of the guide. They begin the list of all types, and have one
 * of their own for those types that may have nothing else inside.
 */
export const DISTRIBUTIONS = [
  uniform,
  bigUniform,
  benford64,
  bernoulli,
  bernoulliLogits,
  categorical,
  categoricalWeights,
  categoricalLogits,
  categoricalBytes,
  discretised,
  logistic,
  logisticMixture,
  wideLogisticMixture,
  studentT,
  gaussianStandardBins,
  gaussianBins,
  gaussianUniformBins,
  poisson,
  negativeBinomial,
  betaBinomial,
  pixelMixture,
] as const;

/** A spec of any distribution. */
export type DistributionSpec = SpecOf<(typeof DISTRIBUTIONS)[number]>;

/** The schema of any distribution, by its type. */
export const distributionSchema = z
  .discriminatedUnion('type', DISTRIBUTIONS.map((one) => one.schema()) as unknown as [z.ZodObject])
  .meta({ id: 'distribution' }) as unknown as z.ZodType<DistributionSpec>;

const byName = new Map<string, Distribution>(DISTRIBUTIONS.map((one) => [one.type, one]));

/** The type of a distribution. */
export function distributionOf(spec: DistributionSpec): Distribution {
  return byName.get(spec.type) as Distribution;
}
