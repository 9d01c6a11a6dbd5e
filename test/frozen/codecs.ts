import { seededMessage } from '../../src/ans/message.js';
import type { CrayError } from '../../src/errors.js';
import { buildCodec } from '../../src/model/build.js';
import { makeModel } from '../../src/model/model.js';
import type { CodecSpec } from '../../src/model/types/index.js';
import { type Tensor, writeSafetensors } from '../../src/networks/safetensors.js';
import { Random } from '../../src/train/random.js';
import { npyFile } from '../data/npyFile.js';
import { idxFile, mnistSlice } from '../data.js';
import { modelOf } from '../model/exampleModel.js';
import { EXAMPLES, SERIES } from '../model/examples.js';
import { DISTRIBUTIONS } from './distributions.js';
import { bytesOf, cifarImages, type FrozenInput } from './input.js';

/** Enough for several lanes. */
const ITEMS = 400;
const ITEMS_OF_DISTRIBUTIONS = 80;

/** Every type of codec, by its examples: items that a decoder takes from random bits. */
function types(): FrozenInput[] {
  return EXAMPLES.flatMap(({ codec, item }, i) => {
    const before = EXAMPLES.slice(0, i).filter((other) => other.codec.type === codec.type).length;
    const { group, learns } = buildCodec(modelOf(codec, item.length));
    if (learns) return [];
    const message = seededMessage(1, 1);
    const drawn = Array.from({ length: ITEMS }, () =>
      codec.type === 'multiset' ? [...item] : [...group(1).pop(message)],
    );
    return [ofItems(`type-${codec.type}${ordinal(before)}`, codec, drawn)];
  });
}

/** Every distribution that tables or intervals are computed for, at parameters of all kinds. */
function distributions(): FrozenInput[] {
  return DISTRIBUTIONS.map((codec, i) => {
    const before = DISTRIBUTIONS.slice(0, i).filter(({ type }) => type === codec.type).length;
    const size = 'size' in codec ? codec.size : 'length' in codec ? codec.length : 1;
    const message = seededMessage(1, 2);
    const { group } = buildCodec(modelOf(codec, size));
    const drawn = Array.from({ length: ITEMS_OF_DISTRIBUTIONS }, () => [...group(1).pop(message)]);
    return ofItems(`distribution-${codec.type}${ordinal(before)}`, codec, drawn);
  });
}

/** What tells files of one type apart, by how many there were before. */
const ordinal = (before: number) => (before > 0 ? `-${before + 1}` : '');

/** A file of items that fit a codec, with the model inside. */
function ofItems(
  name: string,
  codec: CodecSpec,
  items: readonly (readonly number[])[],
): FrozenInput {
  const size = items[0]?.length ?? 0;
  const levels = levelsWithin(codec, items);
  const fitting = items.filter((item) => item.every((symbol) => symbol < levels));
  return {
    name,
    model: modelOf(codec, size, levels),
    data: npyFile('<u4', [fitting.length, size], bytesOf(Uint32Array.from(fitting.flat()))),
    options: { embedModel: true, lanes: 8 },
  };
}

/** Outputs of a layer. */
const WIDE = 13;

/** A network of every activation, one after another, between latents and pixels. */
function activations(): FrozenInput {
  const random = new Random(2);
  const layers = ['tanh', 'softplus', 'sigmoid', 'exp', 'relu', 'identity'].map(
    (activation, i) => ({
      name: `l${i}`,
      weight: `w${i}`,
      bias: `b${i}`,
      activation,
      ...(i === 4 ? { least: 0.25 } : {}),
      ...(i === 3 ? { add: 'l1' } : {}),
    }),
  );
  const tensors = layers.flatMap((_, i): [string, Tensor][] => {
    const inputs = i === 0 ? 16 : WIDE;
    const outputs = i === layers.length - 1 ? 16 : WIDE;
    const values = random.normals(inputs * outputs).map((v) => v / Math.sqrt(inputs));
    return [
      [`w${i}`, { shape: [inputs, outputs], values }],
      [`b${i}`, { shape: [outputs], values: random.normals(outputs).map((v) => v / 4) }],
    ];
  });
  const logits = { network: 'all', layer: 'l5' };
  const spec = {
    format: 1,
    name: 'activations',
    data: { dtype: 'u8', shape: [16], levels: 2 },
    weights: 'w',
    networks: { all: layers },
    codec: {
      type: 'bitsBack',
      prior: { type: 'uniform', size: 16, precision: 1 },
      likelihood: { type: 'bernoulliLogits', size: 16, precision: 20, logits },
      posterior: { type: 'bernoulliLogits', size: 16, precision: 20, logits },
    },
  };
  const model = makeModel(JSON.stringify(spec), writeSafetensors(new Map(tensors)), 'x');
  const bits = mnistSlice(0, 1).subarray(16, 16 + 784);
  return {
    name: 'network-activations',
    model,
    data: idxFile([49, 16], bits),
    options: { embedModel: true },
  };
}

/** Vectors of bytes on many lanes. */
function vectors(): FrozenInput[] {
  const bytes = cifarImages()[8]?.subarray(0, 3072) as Uint8Array;
  const weights = Array.from({ length: 256 }, (_, i) => 1 + bytes.filter((v) => v === i).length);
  const codec: CodecSpec = { type: 'categoricalBytes', size: 64, precision: 14, weights };
  const data = npyFile('<u4', [48, 64], bytesOf(Uint32Array.from(bytes)));
  const options = { embedModel: true, lanes: 8 };
  return [{ name: 'vectors-categoricalBytes', model: modelOf(codec, 64, 256), data, options }];
}

/** The most levels, of those that items have or fewer, that all parts of a codec take. */
function levelsWithin(codec: CodecSpec, items: readonly (readonly number[])[]): number {
  const builds = (levels: number) => {
    try {
      buildCodec(modelOf(codec, items[0]?.length ?? 0, levels));
      return true;
    } catch (error) {
      if ((error as CrayError).code === 'SPEC_INVALID') return false;
      throw error;
    }
  };
  const most = Math.max(1, ...items.flat()) + 1;
  return [most, 256, 128, 64, 32, 16, 8, 4, 2].find((n) => n <= most && builds(n)) ?? 2;
}

/** A series in stretches, of which several go together, and what is left. */
function series(): FrozenInput {
  const codec = { ...SERIES, length: 16 } as CodecSpec;
  const { group } = buildCodec(modelOf(codec, 2));
  const bits = [...group(16 * 40 + 5).pop(seededMessage(1, 3))];
  const items = Array.from({ length: bits.length / 2 }, (_, i) => bits.slice(2 * i, 2 * i + 2));
  return ofItems('type-series', codec, items);
}

/** What models made here code: every type, distribution and activation. */
export function codecInputs(): FrozenInput[] {
  return [...types(), ...distributions(), activations(), ...vectors(), series()];
}
