import { type Message, seededMessage } from '../ans/message.js';
import type { Codec } from '../codecs/codec.js';
import { CrayError, OutsideSupportError } from '../errors.js';
import { paidLength } from './length.js';

/** What items cost under a model, whatever they cost in a file. */
export interface Estimate {
  /** Bits of each item: the mean over the samples. */
  readonly bits: Float64Array;
  /** Sum of the squared standard errors of these, from sampling latent variables. */
  readonly variance: number;
}

/**
 * Estimates the cost of items one by one: by how much each lengthens two messages whose initial bits,
 * and so the latents sampled from them, are different. For a model with latents this is the negative
 * ELBO; for others the negative log-likelihood.
 *
 * @param symbols item after item.
 * @param size symbols an item.
 * @param codec of one item.
 * @param from number of the first item, for errors.
 * @throws CrayError DATA_MISMATCH where an item has no probability; PARAMETERS_INVALID.
 */
export function estimate(
  symbols: Uint32Array,
  size: number,
  codec: Codec<Uint32Array>,
  from: number,
): Estimate {
  const bits = new Float64Array(symbols.length / size);
  const messages = SEEDS.map((seed) => seededMessage(1, seed));
  let variance = 0;
  for (let i = 0; i < bits.length; i++) {
    const item = symbols.subarray(i * size, (i + 1) * size);
    const [a, b] = messages.map((message) => cost(message, item, codec, from + i)) as [
      number,
      number,
    ];
    bits[i] = (a + b) / 2;
    variance += ((a - b) / 2) * ((a - b) / 2);
  }
  return { bits, variance };
}

/** Any two, but not that of files: what was measured of a file is another sample. */
const SEEDS = [0x5eed0001, 0x5eed0002];

function cost(
  message: Message,
  item: Uint32Array,
  codec: Codec<Uint32Array>,
  number: number,
): number {
  const before = paidLength(message);
  try {
    codec.push(message, item);
  } catch (error) {
    if (!(error instanceof OutsideSupportError)) throw error;
    throw new CrayError(
      'DATA_MISMATCH',
      `item ${number}: the model gives it no probability, so there is no finite estimate: ${error.message}`,
      { cause: error },
    );
  }
  return paidLength(message) - before;
}
