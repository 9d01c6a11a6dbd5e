import { layerOf } from '../model/parameters.js';
import type { ModelSpec } from '../model/schema.js';
import { specError } from '../model/specError.js';
import { seenAs } from '../model/types/neighbourhood/images.js';
import type { NeighbourhoodSpec } from '../model/types/neighbourhood/schema.js';
import type { Tensor } from '../networks/safetensors.js';
import { type Likelihood, likelihoodOf } from './batch.js';
import type { Images } from './images.js';
import type { RowLoss } from './losses/loss.js';
import { lossOf } from './losses/losses.js';
import { seenLoss } from './losses/seen.js';
import type { Engine, LearningNetwork, NetworkPlan, Rows, Score } from './network.js';
import type { Objective, ToTrain } from './objective.js';
import type { Parameters } from './parameters.js';
import { planOf, tensorsOf } from './plan.js';
import { Random } from './random.js';
import { demandsOf, type PassReader, passesOf } from './readers.js';
import { Relative } from './relative.js';
import { type Drawn, type SiteShape, type SiteSink, Sites } from './sites.js';
import { drawWeights, rolesOf } from './start.js';

/** Most rows of a pass: activations stay in the second-level cache. */
const ROWS = 1024;

/** Passes of an estimate. */
const ESTIMATE = 32;

/** Steps between one draw of bits and the next. */
const FRESH = 500;

/** One pass of the model, made ready to learn. */
interface Pass {
  readonly reader: PassReader;
  readonly likelihood: Likelihood;
  readonly shape: SiteShape;
  readonly relative: Relative | undefined;
  /** The layer that gives origins, and the numbers it would give. */
  readonly origins: { readonly weight: string; readonly rows: Rows } | undefined;
  readonly plan: NetworkPlan;
  readonly network: LearningNetwork;
}

/** What a neighbourhood model is trained on. */
export interface NeighbourhoodData {
  /** The images of a round, of which there may be but one. */
  readonly train: (round: number) => Images;
  /** Those by which its rate is measured. */
  readonly measured: Images;
}

/** Sites of images drawn at random, each pass of a neighbourhood model by its own network. */
export class NeighbourhoodObjective implements Objective {
  readonly parameters: Parameters;
  readonly rates: Float32Array;
  private readonly passes: readonly Pass[];
  private readonly channels: number;
  private readonly count: number;
  private readonly seed: number;
  private readonly data: NeighbourhoodData;
  private readonly measured: readonly Sites[];
  private round: { readonly number: number; readonly sites: readonly Sites[] } | undefined;

  /** @throws CrayError SPEC_INVALID with the JSON path where parts do not meet. */
  constructor(
    { spec, codec, training }: ToTrain<NeighbourhoodSpec>,
    data: NeighbourhoodData,
    make: Engine,
  ) {
    const { batch, seed, relative } = training;
    if (relative && codec.features.length > 1) {
      throw specError('training.relative', `expected one feature, got ${codec.features.length}`);
    }
    const readers = passesOf(codec, 'codec');
    if (relative && codec.passes.some(({ recall }) => recall)) {
      throw specError('training.relative', 'expected levels as they are, which recall looks at');
    }
    const relatives = readers.map(({ site }) => (relative ? new Relative(site.taps) : undefined));
    const likelihoods = readers.map((reader) => likelihoodOf(reader, lossOfPass(reader)));
    const fixed = new Set(
      readers.flatMap((reader) => {
        const origins = originsOf(reader);
        return origins ? [`${origins.network}.${origins.layer}`] : [];
      }),
    );
    const { networks, parameters } = planOf(spec, demandsOf(readers), fixed);
    this.parameters = parameters;
    const roles = readers.flatMap((reader, p) =>
      rolesOf(reader, (likelihoods[p] as Likelihood).loss.parameters),
    );
    this.rates = drawWeights(parameters, networks, roles, new Random(seed));
    this.count = Math.ceil(batch / ROWS);
    const rows = 4 * Math.ceil(batch / this.count / 4);
    this.passes = readers.map((reader, p) => {
      const likelihood = likelihoods[p] as Likelihood;
      const plan = networks.get(likelihood.network) as NetworkPlan;
      const network = make(plan, parameters, { rows, inputGradients: false });
      const seen = relatives[p];
      const origins = layerOfOrigins(spec, reader, seen, rows);
      const shape = {
        channels: codec.channels,
        layout: codec.layout,
        coded: reader.site.channels,
        taps: reader.site.taps,
        embedding: embeddingOf(codec),
        position: codec.position,
        tally: codec.tally ? { except: codec.edge } : undefined,
      };
      return { reader, likelihood, shape, relative: seen, origins, plan, network };
    });
    this.channels = codec.channels;
    this.seed = seed;
    this.data = data;
    this.measured = this.passes.map(({ shape }) => new Sites(shape, data.measured));
  }

  learn(random: Random, step: number): number {
    const number = Math.floor(step / FRESH);
    if (this.round?.number !== number) {
      const images = this.data.train(number);
      this.round = { number, sites: this.passes.map(({ shape }) => new Sites(shape, images)) };
    }
    const { sites } = this.round;
    let bits = 0;
    this.passes.forEach((pass, p) => {
      for (let i = 0; i < this.count; i++) {
        const share = 1 / this.count / pass.network.rows;
        bits += this.score(pass, share, true, (sink) => (sites[p] as Sites).draw(random, sink));
      }
    });
    return bits;
  }

  estimate(): number {
    const random = new Random(this.seed);
    const items = this.data.measured.sizes.length;
    let bits = 0;
    for (const [p, pass] of this.passes.entries()) {
      const { rows } = pass.network;
      const sites = this.measured[p] as Sites;
      if (sites.sitesOf() <= ESTIMATE * rows) bits += this.all(pass, sites, 0, items);
      else {
        for (let i = 0; i < ESTIMATE; i++) {
          bits += this.score(pass, 1 / ESTIMATE / rows, false, (sink) => sites.draw(random, sink));
        }
      }
    }
    return bits;
  }

  estimateOf(from: number, to: number): number {
    let bits = 0;
    for (const [p, pass] of this.passes.entries()) {
      bits += this.all(pass, this.measured[p] as Sites, from, to);
    }
    return bits;
  }

  /** Scores all sites of some images. */
  private all(pass: Pass, sites: Sites, from: number, to: number): number {
    const { rows } = pass.network;
    const [first, end] = [sites.sitesOf(from), sites.sitesOf(to)];
    let bits = 0;
    for (let at = first; at < end; at += rows) {
      const next = Math.min(end, at + rows);
      bits += this.score(pass, 1 / (end - first), false, (sink) => sites.take(at, next, sink));
    }
    return bits;
  }

  /**
   * Scores the sites that are put into a pass's network.
   *
   * @param share of a site in the figure that is made.
   * @returns the part of these sites, in bits a dimension, of all channels of an image.
   */
  private score(
    { network, likelihood, relative, origins, reader }: Pass,
    share: number,
    learn: boolean,
    put: (sink: SiteSink) => Drawn,
  ): number {
    const { rows } = network;
    const { values: x, stride } = network.input();
    const means = new Float32Array(rows * this.channels);
    const see = (at: number, row: number) => relative?.apply(x, at, means, row * this.channels);
    const { targets, weights } = put({ x, stride, rows, see });
    const scaled = weights.map((w) => (w * share) / this.channels);
    if (origins) pickColumns(means, this.channels, reader.site.channels, origins.rows.values);
    // What is given has gradients that nobody reads: what was seen takes its own values for them.
    const given = new Map([['seen', { values: x, d: x, stride }]]);
    if (origins) given.set('origins', origins.rows);
    let bits = 0;
    const score: Score = (outputs) => {
      bits = likelihood.evaluate(outputs, targets, scaled, given);
    };
    if (learn) network.pass(score);
    else network.look(score);
    return bits;
  }

  tensors(): Map<string, Tensor> {
    const folded = this.parameters.values.slice();
    const out = new Map<string, Tensor>();
    for (const { reader, plan, relative, origins } of this.passes) {
      if (!relative) continue;
      const first = plan.layers.filter(({ input }) => input === undefined);
      for (const { at, inputs, outputs } of new Set(first.map(({ weight }) => weight.tensor))) {
        relative.fold(folded.subarray(at, at + inputs * outputs), outputs);
      }
      if (origins) out.set(origins.weight, originsTensor(reader, relative));
    }
    for (const [name, tensor] of tensorsOf(this.parameters, folded)) out.set(name, tensor);
    return out;
  }
}

/** What the levels of a pass cost. */
function lossOfPass({ spec, path, zero, recall, inputs }: PassReader): RowLoss {
  const loss = lossOf(spec, path);
  return zero || recall ? seenLoss(loss, { zero, recall, stride: inputs }) : loss;
}

/** Some columns of rows of `stride` numbers. */
function pickColumns(
  from: Float32Array,
  stride: number,
  columns: readonly number[],
  out: Float32Array,
): void {
  for (let i = 0; i < out.length; i++) {
    const row = Math.floor(i / columns.length);
    out[i] = from[row * stride + (columns[i % columns.length] as number)] as number;
  }
}

/** [levels + 1, features]: what networks see of each level, and of what is outside. */
function embeddingOf({ levels, features, edge }: NeighbourhoodSpec): SiteShape['embedding'] {
  const all = Array.from({ length: levels + 1 }, (_, v) => (v < levels ? v : edge));
  const values = all.flatMap((v) => features.map((feature) => seenAs(feature, v)));
  return { features: features.length, values: Float32Array.from(values) };
}

/** The layer that a codec takes origins from. */
function originsOf({ spec }: PassReader): { network: string; layer: string } | undefined {
  return 'origins' in spec ? layerOf(spec.origins) : undefined;
}

/** @throws CrayError SPEC_INVALID unless that layer can give the means that inputs are relative to. */
function layerOfOrigins(
  spec: ModelSpec,
  reader: PassReader,
  relative: Relative | undefined,
  rows: number,
): Pass['origins'] {
  const origins = originsOf(reader);
  if (!origins) return undefined;
  const layers = spec.networks[origins.network] ?? [];
  const index = layers.findIndex(({ name }) => name === origins.layer);
  const layer = layers[index];
  const path = `networks.${origins.network}.${index}`;
  if (!layer)
    throw specError(`${reader.path}.origins.layer`, `no layer is called ${origins.layer}`);
  const plain =
    (layer.input === null || (layer.input === undefined && index === 0)) &&
    layer.bias === undefined &&
    layer.activation === 'identity' &&
    layer.layout === 'inputs-outputs' &&
    !layer.outputs;
  if (!plain)
    throw specError(path, 'expected origins from the input, by a weight and nothing else');
  if (!relative || reader.site.channels.some((c) => !relative.known.includes(c))) {
    const message =
      'origins are the mean of the neighbours on the left and above: expected a window';
    throw specError(`${reader.path}.origins`, `${message} with one, and training.relative`);
  }
  const n = rows * reader.site.channels.length;
  const values = new Float32Array(n);
  const stride = reader.site.channels.length;
  return { weight: layer.weight, rows: { values, d: new Float32Array(n), stride } };
}

/** The weight of a layer that gives origins. */
function originsTensor({ site: { channels }, inputs }: PassReader, relative: Relative): Tensor {
  const values = new Float32Array(inputs * channels.length);
  channels.forEach((channel, c) => {
    for (const [tap, weight] of relative.meanOf(channel)) {
      values[tap * channels.length + c] = weight;
    }
  });
  return { shape: [inputs, channels.length], values };
}
