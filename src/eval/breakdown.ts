import { unflatten } from '../ans/flatten.js';
import { seededMessage } from '../ans/message.js';
import type { MessageChunk } from '../container/chunk.js';
import { buildCodec, type ItemCodec } from '../model/build.js';
import type { Model } from '../model/model.js';
import { decodeItems } from '../pipeline/chunk/chunks.js';
import { settingsOf } from '../pipeline/chunk/settings.js';
import { finish } from '../pipeline/chunk/steps.js';
import { toSymbols } from '../pipeline/chunk/symbols.js';
import { dissect } from './bytes.js';
import { concatenated } from './concatenated.js';
import { type Estimate, estimate } from './estimate.js';
import { realLength } from './length.js';
import { type Observation, observed } from './observed.js';
import { refinedModel } from './refine.js';

/** Bits of a file by where they go; they add up to those of the file. */
export interface Breakdown {
  /**
   * What the model says that the items cost: the negative ELBO or log-likelihood. Of a codec that
   * learns while it codes, which cannot be had any finer, what its message carries.
   */
  readonly estimate: number;
  /** What intervals and bins of finite size add, and the difference between two samples of latents. */
  readonly discretisation: number;
  /** What ANS itself adds: spreading a message over lanes, and folding it. */
  readonly coder: number;
  /** Words taken from the supply where bits-back coding found an empty message. */
  readonly initialBits: number;
  /** The head that a message begins with, and what its last head leaves unused of 64 bits. */
  readonly heads: number;
  /** What items stored as they are take beyond the estimate; less than nothing for good reasons. */
  readonly plain: number;
  readonly residue: number;
  readonly checksums: number;
  readonly index: number;
  readonly model: number;
  readonly header: number;
}

/** Where the bits of a file went. */
export interface Account {
  readonly parts: Breakdown;
  /** Standard error of the estimate in bits, from sampling latents. */
  readonly standardError: number;
  /** Bits of messages and of items as they are. */
  readonly message: number;
  readonly items: number;
  /** Bits of each item by the estimate; undefined where the codec learns while it codes. */
  readonly itemBits: Float64Array | undefined;
}

/**
 * Takes a file apart, down to what each step of coding added. Decodes all of it and, unless the codec
 * learns, estimates the cost of every item under the same model with finer intervals and bins.
 *
 * @param file the bytes of a .cray file of one part with the order kept.
 * @param codec the model's, for the items of the file.
 * @param onPart told the part of the file that is done, 0 … 1.
 * @throws CrayError DATA_MISMATCH where an item has no probability, or what decoding throws.
 */
export function account(
  file: Uint8Array,
  model: Model,
  codec: ItemCodec,
  onPart: (part: number) => void = () => {},
): Account {
  const { header, chunks, bytes } = dissect(file);
  const { dtype, shape } = header;
  const settings = settingsOf(header);
  const { size, width, seed } = settings;
  const finest = codec.learns
    ? undefined
    : buildCodec(refinedModel(model), { item: { dtype, shape } }).group(1);
  const sums = { estimate: 0, discretisation: 0, coder: 0, initialBits: 0, heads: 0, plain: 0 };
  const itemBits: Float64Array[] = [];
  let [variance, items] = [0, 0];
  const all = size * chunks.reduce((n, chunk) => n + chunk.items, 0);
  let worked = 0;
  const onWork = (elements: number) => {
    worked += elements;
    onPart(Math.min(1, worked / all));
  };
  for (const chunk of chunks) {
    const note: Observation = { bits: 0, length: 0, words: 0 };
    const { elements } = finish(decodeItems(chunk, observed(codec, note), settings), onWork);
    let known: Estimate | undefined;
    if (finest) known = estimate(toSymbols(elements, width), size, finest, items);
    if (known) itemBits.push(known.bits);
    variance += known?.variance ?? 0;
    items += chunk.items;
    const own = known?.bits.reduce((sum, bits) => sum + bits, 0);
    if (chunk.kind === 'plain') {
      sums.estimate += own ?? 8 * chunk.bits.length;
      sums.plain += 8 * chunk.bits.length - (own ?? 8 * chunk.bits.length);
      continue;
    }
    const [heads, initialBits] = [headBits(chunk, seed), 32 * note.words];
    sums.estimate += own ?? note.bits;
    sums.discretisation += note.bits - (own ?? note.bits);
    sums.heads += heads;
    sums.initialBits += initialBits;
    sums.coder += 32 * chunk.words.length - note.bits - heads - initialBits;
  }
  const { residue, checksums, index, model: inside, header: around } = bytes;
  return {
    parts: {
      ...sums,
      residue: 8 * residue,
      checksums: 8 * checksums,
      index: 8 * index,
      model: 8 * inside,
      header: 8 * around,
    },
    standardError: Math.sqrt(variance),
    message: 8 * (bytes.message + bytes.plain),
    items,
    itemBits: finest && concatenated(itemBits, Float64Array),
  };
}

/** The bits of the first head, and those that the last one does not use. */
function headBits({ words }: MessageChunk, seed: number): number {
  const { heads } = unflatten(words.subarray(0, 2), 1);
  const last = Math.log2(Number(heads[0]));
  return realLength(seededMessage(1, seed)) + 64 - last;
}
