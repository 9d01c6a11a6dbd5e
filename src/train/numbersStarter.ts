import { itemSize } from '../data/dataset.js';
import type { Items } from './data.js';
import { type ImageShape, imageOf } from './starterImages.js';
import { type Unit, unitOf, wide } from './unit.js';

/** Elements up to which an item without rows is one moment of a series; more are a series themselves. */
const CHANNELS = 8;

/** Items of a stretch of a series. */
const STRETCH = 4096;

/** How far networks see, in items of a series, and in sites of an image. */
const [BEFORE, REACH] = [16, 3];

/** Components of mixtures, and units of hidden layers. */
const [COMPONENTS, WIDTH] = [3, 64];

/** The smallest scale, in levels: next to all of its mass is on one. */
const LEAST_SCALE = 0.05;

/** Whether a starter for numbers fits: of 16 bits, or of one moment or one column an item. */
export function areNumbers({ shapes, levels }: Items): boolean {
  return wide(levels) || (shapes[0] as readonly number[]).length < 2;
}

/**
 * Numbers of 8 or 16 bits, predicted from those before: each channel by a network of its own, as a mixture around
 * the nearest numbers, by what is linear in the others and what is not. Items that are moments are a series.
 *
 * @param where what to call the items in errors.
 * @throws CrayError DATA_MISMATCH for items that are neither moments, columns nor images.
 */
export function numbers(items: Items, where: string) {
  const { dtype } = items;
  const shape = items.shapes[0] as readonly number[];
  const layout = layoutOf(shape, where);
  const unit = unitOf(items.levels);
  const bits = wide(items.levels) ? 16 : 8;
  const passes = Array.from({ length: layout.channels }, (_, c) =>
    passOf(c, layout.series, bits, unit),
  );
  const codec = {
    type: 'neighbourhood',
    channels: layout.channels,
    layout: layout.layout,
    levels: 2 ** bits,
    edge: unit.centre,
    features: [{ centre: unit.centre, scale: unit.scale }],
    ...(layout.skew === undefined ? {} : { skew: layout.skew }),
    passes: passes.map(({ pass }) => pass),
  };
  return {
    data: { dtype, shape: layout.shape },
    networks: Object.fromEntries(passes.map(({ name, network }) => [name, network])),
    codec: layout.moments ? { type: 'series', length: STRETCH, codec } : codec,
    training: { steps: 6000, batch: 2048, rate: 2e-3, relative: true },
  };
}

/** How items lie: as moments of a series, as columns or as images. */
interface NumbersLayout extends Pick<ImageShape, 'channels' | 'layout'> {
  readonly shape: readonly (number | null)[];
  /** Whether they have no columns, and whether each is one moment only. */
  readonly series: boolean;
  readonly moments: boolean;
  readonly skew?: number;
}

function layoutOf(shape: readonly number[], where: string): NumbersLayout {
  const size = itemSize(shape);
  if (shape.length > 1) {
    const { channels, layout } = imageOf(shape, where);
    const any = layout === 'planes' ? [channels, null, null] : [null, null, ...shape.slice(2)];
    return { channels, layout, shape: any, series: false, moments: false, skew: REACH + 1 };
  }
  const flat = { layout: 'sites', series: true } as const;
  if (areMoments(shape)) return { ...flat, channels: size, shape, moments: true };
  return { ...flat, channels: 1, shape: [null], moments: false };
}

/** The pass of a channel, after those of the channels before, and its network. */
function passOf(channel: number, series: boolean, bits: number, unit: Unit) {
  const name = channel === 0 ? 'site' : `site${channel}`;
  const dense = (layer: string, rest: object) => ({
    name: layer,
    weight: `${name}.${layer}.weight`,
    ...rest,
  });
  const biased = (layer: string, rest: object) =>
    dense(layer, { bias: `${name}.${layer}.bias`, ...rest });
  const own = series ? { up: BEFORE } : { up: REACH, left: REACH, right: REACH };
  const around = series ? { up: BEFORE / 2, down: 1 } : { up: 1, down: 1, left: 1, right: 1 };
  const known = Array.from({ length: channel }, (_, c) => c);
  const least = leastOf(unit);
  const read = ['logits', 'means', 'logScales', 'origins'];
  return {
    name,
    network: [
      dense('origins', {}),
      dense('linear', { input: null, width: COMPONENTS }),
      biased('hidden0', { input: null, width: WIDTH, activation: 'relu' }),
      biased('hidden1', { width: WIDTH, activation: 'relu', add: 'hidden0' }),
      biased('logits', { input: 'hidden1' }),
      biased('means', { input: 'hidden1', add: 'linear' }),
      biased('logScales', { input: 'hidden1', least }),
    ],
    pass: {
      channels: [channel],
      window: [
        { ...own, channels: [channel] },
        ...(channel === 0 ? [] : [{ ...around, channels: known }]),
      ],
      codec: {
        ...mixturesOf(1, bits, unit),
        ...Object.fromEntries(read.map((layer) => [layer, { network: name, layer }])),
      },
    },
  };
}

/** Mixtures for so many symbols of so many bits, in a unit, but for what networks give. */
export function mixturesOf(size: number, bits: number, { centre, scale }: Unit) {
  return {
    type: 'wideLogisticMixture',
    size,
    components: COMPONENTS,
    binBits: bits,
    lower: (-0.5 - centre) / scale,
    upper: (2 ** bits - 0.5 - centre) / scale,
    precision: 28,
  };
}

/** The least logarithm of a scale of theirs. */
export function leastOf({ scale }: Unit): number {
  return Number(Math.log(LEAST_SCALE / scale).toFixed(2));
}

/** Whether items are moments of a series: single numbers, or a few. */
export function areMoments(shape: readonly number[]): boolean {
  return shape.length < 2 && itemSize(shape) <= CHANNELS;
}
