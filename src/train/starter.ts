import { CrayError } from '../errors.js';
import { inLines } from '../model/inLines.js';
import type { Items } from './data.js';
import { areMoments, areNumbers, leastOf, mixturesOf, numbers } from './numbersStarter.js';
import { imageOf } from './starterImages.js';
import { type Unit, unitOf, wide } from './unit.js';

/** What a starter spec is of. */
export type Kind = 'vae' | 'neighbourhood';

/** Items as a starter sees them. */
interface Data {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** 2 where all are bits, else 256, or 65,536 of two bytes each. */
  readonly levels: number;
}

/**
 * A spec to begin with that fits items: to be trained as it is, or to be changed first.
 *
 * @param where what to call the items in errors.
 * @returns the text of a model.json, but for weights.
 * @throws CrayError DATA_MISMATCH for items that no starter fits.
 */
export function starter(kind: Kind, items: Items, name: string, where: string): string {
  const { shapes, levels } = items;
  // A sign is no difference to models.
  const dtype = items.dtype.replace('i', 'u');
  const shape = shapes[0] as readonly number[];
  const other = shapes.find((one) => `${one}` !== `${shape}`);
  if (other && kind === 'vae') {
    const message = `expected items of one shape, got ${shape.join(' x ')} and ${other.join(' x ')}`;
    throw new CrayError('DATA_MISMATCH', `${where}: ${message}`);
  }
  if (wide(levels) && kind === 'vae' && areMoments(shape)) {
    const message = `expected items of more than a few numbers, got ${shape.join(' x ') || '1'}`;
    const help = 'a neighbourhood sees the items before';
    throw new CrayError('DATA_MISMATCH', `${where}: ${message}; ${help}`);
  }
  const unit = wide(levels) ? unitOf(levels) : undefined;
  const count = unit ? 65536 : levels.every((v) => v <= 1) ? 2 : 256;
  const data = { dtype, shape, levels: count };
  const parts =
    kind === 'vae'
      ? { data, ...vae(data, unit, where) }
      : areNumbers(items)
        ? numbers({ ...items, dtype }, where)
        : neighbourhood(data, other === undefined, where);
  const spec = { format: 1, name, weights: 'weights.safetensors', ...parts };
  return `${inLines(spec)}\n`;
}

const layer = (network: string, name: string) => ({ network, layer: name });
const dense = (name: string, rest: object = {}) => ({
  name,
  weight: `${name}.weight`,
  bias: `${name}.bias`,
  ...rest,
});

/** Precision of intervals. */
const precision = 20;

/** Elements of items beyond which the weights of an autoencoder's first layer are too many. */
const LARGE = 1 << 16;

/** An autoencoder with two hidden layers either way. @param unit of levels of 16 bits. */
function vae({ shape, levels }: Data, unit: Unit | undefined, where: string) {
  const size = shape.reduce((a, b) => a * b, 1);
  if (size > LARGE) {
    const message = `expected items of ${LARGE} elements at most, got ${size}`;
    throw new CrayError('DATA_MISMATCH', `${where}: ${message}; a neighbourhood takes any`);
  }
  const latents = Math.max(2, Math.min(64, 2 * Math.ceil(Math.sqrt(size))));
  const widths = size > 256 ? [256, 128] : [128, 64];
  const hidden = (network: string, all: readonly number[]) =>
    all.map((width, i) => ({
      ...dense(`hidden${i}`, { width, activation: 'relu' }),
      weight: `${network}.${i}.weight`,
      bias: `${network}.${i}.bias`,
    }));
  const { heads, likelihood } = likelihoodOf(size, { shape, levels }, unit);
  const parameters = Object.fromEntries(heads.map(({ name }) => [name, layer('decoder', name)]));
  return {
    networks: {
      encoder: [
        ...hidden('encoder', widths),
        dense('mean', { input: 'hidden1' }),
        dense('std', { input: 'hidden1', activation: 'exp', least: 1e-3 }),
      ],
      decoder: [...hidden('decoder', [...widths].reverse()), ...heads],
    },
    codec: {
      type: 'bitsBack',
      prior: { type: 'uniform', size: latents, precision: 8 },
      likelihood: { ...likelihood, ...parameters },
      posterior: {
        type: 'gaussianStandardBins',
        size: latents,
        binBits: 8,
        precision: 24,
        mean: layer('encoder', 'mean'),
        std: layer('encoder', 'std'),
      },
    },
    training: { steps: 10_000, batch: 128, rate: 1e-3 },
  };
}

/** The likelihood of an autoencoder, and the layers that give its parameters, by the second hidden layer. */
function likelihoodOf(
  size: number,
  { shape, levels }: Omit<Data, 'dtype'>,
  unit: Unit | undefined,
): { heads: { name: string }[]; likelihood: object } {
  const head = (name: string, rest: object = {}) => dense(name, { input: 'hidden1', ...rest });
  if (unit) {
    const heads = [head('logits'), head('means'), head('logScales', { least: leastOf(unit) })];
    return { heads, likelihood: mixturesOf(size, 16, unit) };
  }
  if (levels === 2) {
    return { heads: [dense('logits')], likelihood: { type: 'bernoulliLogits', size, precision } };
  }
  if (shape.length === 3) {
    // Levels 0 … 255 are -1 … 1.
    const bins = { binBits: 8, lower: -256 / 255, upper: 256 / 255, precision };
    const heads = [head('means'), head('logScales', { least: -7 })];
    return { heads, likelihood: { type: 'logistic', size, ...bins } };
  }
  const positive = { activation: 'exp', least: 1e-3 };
  const heads = [head('alphas', positive), head('betas', positive)];
  return { heads, likelihood: { type: 'betaBinomial', size, max: 255, precision } };
}

/** Images whose rows and columns networks may see: more would be too many inputs. */
const SMALL = 64;

/** How images of so many channels are coded: pass by pass, each by a network of its own. */
const PASSES: Readonly<Record<number, readonly (readonly number[])[]>> = {
  1: [[0]],
  2: [[0], [1]],
  3: [[0, 1, 2]],
  4: [[0, 1, 2], [3]],
};

/**
 * A residual network over the neighbours of a site, for each pass of its channels; of images of any size
 * where they have many, or are large.
 */
function neighbourhood(data: Data, oneSize: boolean, where: string) {
  const { levels } = data;
  const { height, width, channels, layout } = imageOf(data.shape, where);
  const small = oneSize && height <= SMALL && width <= SMALL;
  const any = layout === 'planes' ? [channels, null, null] : [null, null, ...data.shape.slice(2)];
  const bits = levels === 2;
  const reach = bits ? 7 : channels === 1 ? 6 : 4;
  const own = PASSES[channels] as readonly (readonly number[])[];
  const passes = own.map((_, p) => passOf(own, p, levels, reach));
  return {
    data: small ? data : { ...data, shape: any },
    networks: Object.fromEntries(passes.map(({ name, network }) => [name, network])),
    codec: {
      type: 'neighbourhood',
      ...(small ? { height, width } : {}),
      channels,
      layout,
      levels,
      ...(bits ? {} : { edge: 127.5 }),
      features: [bits ? { centre: 0, scale: 1 } : { centre: 127.5, scale: 127.5 }],
      // Of a large image many sites at once, along a diagonal.
      ...(small ? { position: true } : { skew: reach + 1 }),
      passes: passes.map(({ pass }) => pass),
    },
    training: { steps: 6000, batch: 4096, rate: 2e-3, ...(bits ? {} : { relative: true }) },
  };
}

/**
 * A pass over some channels, and its network.
 *
 * @param all channels of each pass.
 * @param p which pass.
 * @param reach how far the network sees, in sites.
 */
function passOf(all: readonly (readonly number[])[], p: number, levels: number, reach: number) {
  const own = all[p] as readonly number[];
  const name = p === 0 ? 'site' : `site${p}`;
  const bits = levels === 2;
  const colours = own.length === 3 && !bits;
  const tensor = (layerName: string, rest: object = {}) => ({
    ...dense(layerName, rest),
    weight: `${name}.${layerName}.weight`,
    bias: `${name}.${layerName}.bias`,
  });
  const heads = colours
    ? [
        tensor('logits', { input: 'hidden2' }),
        tensor('means', { input: 'hidden2' }),
        tensor('logScales', { input: 'hidden2', least: -7 }),
        tensor('coefficients', { input: 'hidden2', activation: 'tanh' }),
      ]
    : [tensor('logits', { input: 'hidden2' })];
  const origins = { name: 'origins', weight: `${name}.origins.weight` };
  const network: object[] = [
    ...(colours ? [origins] : []),
    tensor('hidden0', { width: 128, activation: 'relu', ...(colours ? { input: null } : {}) }),
    tensor('hidden1', { width: 128, activation: 'relu', add: 'hidden0' }),
    tensor('hidden2', { width: 128, activation: 'relu', add: 'hidden1' }),
    ...heads,
  ];
  const read = [...heads.map((head) => head.name), ...(colours ? ['origins'] : [])];
  const parameters = Object.fromEntries(read.map((one) => [one, layer(name, one)]));
  const before = { up: reach, left: reach, right: reach };
  // Of the channels of passes before, what is known on all sides.
  const known = all.slice(0, p).flat();
  const around = { up: 1, down: 1, left: 1, right: 1, channels: known };
  const size = own.length;
  const codec = colours
    ? { type: 'pixelMixture', size, components: 5, precision }
    : bits
      ? { type: 'bernoulliLogits', size, precision }
      : { type: 'categoricalLogits', size, symbols: levels, precision };
  const window = [{ ...before, channels: own }, ...(known.length > 0 ? [around] : [])];
  return { name, network, pass: { channels: own, window, codec: { ...codec, ...parameters } } };
}
