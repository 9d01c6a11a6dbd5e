import { bernoulliLogits } from '../../src/codecs/bernoulli.js';
import { itemSize, NO_SIDE } from '../../src/data/dataset.js';
import { standardCentres } from '../../src/distributions/standardBins.js';
import { buildCodec, DEFAULT_BATCH } from '../../src/model/build.js';
import type { Model } from '../../src/model/model.js';
import { buildNetworks } from '../../src/model/networks.js';
import { decodeItems, encodeItems } from '../../src/pipeline/chunk/chunks.js';
import { finish } from '../../src/pipeline/chunk/steps.js';
import { vaeOf } from '../reference/vaeSpec.js';

/** Milliseconds of one pass over a data set, and of its parts. */
export interface Shares {
  readonly encode: number;
  readonly decode: number;
  /** Both networks over all items; they run once on the way in and once on the way out. */
  readonly networks: number;
  /** Quantising the likelihood's parameters. */
  readonly distribution: number;
  /** Bits of the message. */
  readonly bits: number;
}

/** Times a latent-variable model over items, in process, from elements to words and back. */
export function timeShares(model: Model, elements: Uint8Array, lanes: number): Shares {
  const { binBits, latents, lockstep, logits, mean, precision } = vaeOf(model.spec);
  const size = itemSize(model.spec.data.shape as number[]);
  const items = elements.length / size;
  const codec = buildCodec(model);
  const settings = { size, width: 1, levels: codec.levels, seed: 0, lanes, unordered: false };

  const t0 = performance.now();
  const chunk = finish(encodeItems({ elements, side: NO_SIDE }, codec, settings));
  const t1 = performance.now();
  const back = finish(decodeItems(chunk, codec, settings));
  const t2 = performance.now();
  if (Buffer.compare(back.elements, elements) !== 0)
    throw new Error('the data came back different');

  const networks = buildNetworks(model, DEFAULT_BATCH);
  const encoder = networks.get(mean.network);
  const decoder = networks.get(logits.network);
  if (!encoder || !decoder) throw new Error('expected networks');
  const centre = standardCentres(binBits)[1] as number;
  let [network, distribution] = [0, 0];
  for (let from = 0; from < items; from += lockstep) {
    const n = Math.min(lockstep, items - from);
    const t = performance.now();
    encoder.evaluate(new Float32Array(elements.subarray(from * size, (from + n) * size)));
    const outputs = decoder.evaluate(new Float32Array(n * latents).fill(centre));
    const u = performance.now();
    bernoulliLogits(outputs.get(logits.layer) as Float32Array, precision);
    network += u - t;
    distribution += performance.now() - u;
  }
  return {
    encode: t1 - t0,
    decode: t2 - t1,
    networks: network,
    distribution,
    bits: 32 * (chunk.kind === 'message' ? chunk.words.length : 0),
  };
}
