import { gatesOf, type Recall } from '../codecs/neighbourhood/recall.js';
import { parameterOf } from '../model/family.js';
import type { ParameterSpec } from '../model/fields.js';
import { layerOf } from '../model/parameters.js';
import { specError } from '../model/specError.js';
import { type DistributionSpec, distributionOf } from '../model/types/distributions.js';
import type { CodecSpecOf } from '../model/types/index.js';
import { passSites } from '../model/types/neighbourhood/images.js';
import { recallOf } from '../model/types/neighbourhood/recall.js';
import type { NeighbourhoodSpec, PassSpec } from '../model/types/neighbourhood/schema.js';
import type { SeenSite } from '../model/types/neighbourhood/site.js';
import { counted } from '../words.js';
import type { Kernel } from './layouts.js';

/** A distribution of a spec, and what its networks read. */
export interface Reader {
  readonly spec: DistributionSpec;
  /** Its JSON path. */
  readonly path: string;
  /** Numbers that its networks read an item, or a site. */
  readonly inputs: number;
  /** Rows and columns of a convolution that reads as much, where there is one. */
  readonly kernel?: Kernel | undefined;
  /** Parameters beside those of the distribution, by name. */
  readonly more?: ReadonlyMap<string, MoreParameter> | undefined;
}

/** A parameter beside those of a distribution. */
interface MoreParameter {
  readonly source: ParameterSpec;
  /** Numbers an item. */
  readonly size: number;
}

/** Where a parameter of a reader comes from; undefined of one that is given otherwise. */
export function sourceOf(
  { spec, more }: Pick<Reader, 'spec' | 'more'>,
  name: string,
): ParameterSpec | undefined {
  return more?.get(name)?.source ?? parameterOf(spec, name);
}

/** What networks have to give: by network its inputs, and by layer the numbers that codecs read. */
export interface Demand {
  readonly inputs: number;
  readonly kernel: Kernel | undefined;
  readonly layers: Map<string, number>;
}

/** The passes of a neighbourhood as networks see them. */
export interface PassReader extends Reader {
  readonly site: SeenSite;
  /** Whether it comes first if a level is 0. */
  readonly zero: boolean;
  /** How logits are raised where levels have been seen. */
  readonly recall: Recall | undefined;
}

/**
 * The distributions of a neighbourhood's passes.
 *
 * @throws CrayError SPEC_INVALID with the JSON path for what training does not know.
 */
export function passesOf(spec: NeighbourhoodSpec, path: string): PassReader[] {
  if (spec.tally && spec.skew !== undefined) {
    throw specError(`${path}.skew`, 'training knows tallies of sites that come one by one only');
  }
  return passSites(spec, path).map((site, p) => {
    const { codec, window, zero, recall } = spec.passes[p] as PassSpec;
    const where = `${path}.passes.${p}`;
    const [box] = window;
    const square = box && window.length === 1 && box.down === 0 && box.left === box.right;
    const least = zero ? 1 : 0;
    const raised =
      recall && recallOf(recall, `${where}.recall`, { ...site, least, inputs: site.stride });
    const more = new Map<string, MoreParameter>();
    if (zero) more.set('zero', { source: zero.logits, size: 1 });
    if (recall && raised) more.set('gates', { source: recall.gates, size: gatesOf(raised) });
    return {
      spec: codec,
      path: `${where}.codec`,
      inputs: site.stride,
      kernel:
        square && !spec.position && !spec.tally
          ? { rows: 2 * box.up + 1, columns: 2 * box.left + 1 }
          : undefined,
      more,
      site,
      zero: zero !== undefined,
      recall: raised,
    };
  });
}

/** The distributions of a variational autoencoder: what it is made of, and what networks read where. */
export interface VaeReaders {
  readonly likelihood: Reader;
  readonly posterior: Reader & {
    readonly spec: CodecSpecOf<'gaussianStandardBins'>;
  };
}

/** @throws CrayError SPEC_INVALID where training does not know the prior or the posterior. */
export function vaeOf(spec: CodecSpecOf<'bitsBack'>, path: string): VaeReaders {
  const { prior, likelihood, posterior } = spec;
  if (posterior.type !== 'gaussianStandardBins') {
    throw specError(
      `${path}.posterior.type`,
      `training knows gaussianStandardBins, got ${posterior.type}`,
    );
  }
  if (prior.type !== 'uniform') {
    throw specError(`${path}.prior.type`, `training knows uniform, got ${prior.type}`);
  }
  const data = likelihood as DistributionSpec;
  return {
    likelihood: { spec: data, path: `${path}.likelihood`, inputs: prior.size },
    posterior: { spec: posterior, path: `${path}.posterior`, inputs: data.size },
  };
}

/** What distributions ask of networks. @throws CrayError SPEC_INVALID where they ask for different things. */
export function demandsOf(readers: readonly Reader[]): Map<string, Demand> {
  const demands = new Map<string, Demand>();
  for (const reader of readers) {
    const { spec, path, inputs, kernel, more = new Map<string, MoreParameter>() } = reader;
    const sizes = Object.entries(distributionOf(spec).sizes(spec));
    for (const [name, size] of [...sizes, ...[...more].map(([n, m]) => [n, m.size] as const)]) {
      const from = layerOf(sourceOf(reader, name));
      if (!from) continue;
      const demand = demands.get(from.network) ?? { inputs, kernel, layers: new Map() };
      demands.set(from.network, demand);
      if (demand.inputs !== inputs) {
        const message = `reads ${counted(inputs, 'number')} here, and ${demand.inputs} elsewhere`;
        throw specError(`${path}.${name}.network`, `${from.network} ${message}`);
      }
      demand.layers.set(from.layer, size);
    }
  }
  return demands;
}
