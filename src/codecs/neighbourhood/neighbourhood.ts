import { atomically } from '../../ans/atomically.js';
import { ArgumentError } from '../../errors.js';
import { Kernels } from '../../kernels/kernels.js';
import type { Tap } from '../../networks/window.js';
import { counted } from '../../words.js';
import { worked } from '../../work.js';
import { type Codec, checkSize, checkSymbols } from '../codec.js';
import { Planes, type SeenImages } from './planes.js';
import { type Waves, wavesOf } from './waves.js';

/** Channels of all sites that are coded together, after those of the passes before. */
export interface NeighbourhoodPass {
  /** The channels of a site that are coded at once. */
  readonly channels: readonly number[];
  /** The neighbours that the codec sees, in the order in which it sees them. */
  readonly taps: readonly Tap[];
  /**
   * The codec of the pass's channels of some sites, site after site.
   *
   * @param seen [sites, taps · features + position + tally]: valid until the next call. A row of the result
   * must depend on nothing but its own row of this.
   */
  readonly codec: (seen: Float32Array, sites: number) => Codec<Uint32Array>;
}

/** Images of one size, and how each site follows from those around it. */
export interface NeighbourhoodModel extends SeenImages {
  /** Together they have every channel once. */
  readonly passes: readonly NeighbourhoodPass[];
  /**
   * Sites with the same x + skew · y are coded at once, in the order of that sum; without it sites
   * are coded one by one, row by row.
   */
  readonly skew?: number | undefined;
}

/**
 * Images whose sites are coded one after another, each given those around it that are known: the
 * channels of earlier passes everywhere, and of its own pass the sites before it. The same site of
 * all images, and the sites of a wave, are one call of the pass's codec and one vector, so decoding
 * costs what encoding costs.
 *
 * Values are [items, height, width, channels] levels. A wave's vector holds item after item, in an
 * item the sites from the top down, of a site the pass's channels.
 *
 * Source: van den Oord et al., "Pixel recurrent neural networks" (2016), for the factorisation;
 * Zhang et al., "Parallel neural local lossless compression" (2022), for waves of local models.
 *
 * @param model checked once, for any number of items.
 * @returns the codec of so many items.
 * @throws RangeError for channels that are missing or there twice, or a tap that is not known when its site is
 * coded.
 */
export function neighbourhood(model: NeighbourhoodModel): (items: number) => Codec<Uint32Array> {
  const { height, width, channels, passes } = model;
  const walk = walkOf(model);
  return (items) => ({
    push(message, symbols) {
      const vectors = walk.vectors(symbols, items);
      atomically(message, () => {
        for (const { codec, take } of vectors) {
          const some = take(symbols);
          codec.push(message, some);
          worked(some.length);
        }
      });
    },
    pop(message) {
      const symbols = new Uint32Array(items * height * width * channels);
      const planes = walk.planesFor(items);
      atomically(message, () => {
        for (const pass of passes) {
          const see = planes.viewOf(pass.taps);
          planes.beginPass(pass.channels);
          for (let wave = 0; wave < walk.waves; wave++) {
            const sites = walk.sitesOf(wave);
            const codec = pass.codec(see(sites), sites.length * items);
            const some = codec.pop(message);
            planes.put(symbols, sites, pass.channels, some);
            worked(some.length);
          }
        }
      });
      return symbols;
    },
  });
}

/** What a push codes in one go. */
export interface NeighbourhoodVector {
  /** Number of the pass that it belongs to. */
  readonly pass: number;
  /** Of the vector's symbols; to be used before the next vector is asked for. */
  readonly codec: Codec<Uint32Array>;
  /** Picks, out of as many numbers as there are symbols, those that stand where the vector's symbols do. */
  take(numbers: Uint32Array): Uint32Array;
}

/**
 * The vectors that a push of images consists of, in its order.
 *
 * @param model as {@link neighbourhood} takes it.
 * @returns those of the symbols of so many items, one after another.
 * @throws RangeError as neighbourhood does.
 */
export function neighbourhoodVectors(
  model: NeighbourhoodModel,
): (symbols: Uint32Array, items: number) => Iterable<NeighbourhoodVector> {
  return walkOf(model).vectors;
}

/** How the sites of a model's images are gone through. */
function walkOf(model: NeighbourhoodModel) {
  checkModel(model);
  const kernels = new Kernels();
  const waves = wavesOf(model);
  const { height, width, channels, embedding, features } = model;
  const levels = embedding.length / features;
  const windows = model.passes.map((pass) => pass.taps);
  const most = widest(waves);
  const planesFor = (items: number) =>
    new Planes(kernels, model, { items, windows, most: most * items });
  const sitesOf = (wave: number) =>
    waves.sites.subarray(waves.starts[wave], waves.starts[wave + 1]);
  function* backwards(planes: Planes, symbols: Uint32Array): Generator<NeighbourhoodVector> {
    const items = symbols.length / (height * width * channels);
    for (const [number, pass] of [...model.passes.entries()].reverse()) {
      const see = planes.viewOf(pass.taps);
      planes.beginPass(pass.channels, symbols);
      for (let wave = waves.starts.length - 2; wave >= 0; wave--) {
        const sites = sitesOf(wave);
        planes.forget(symbols, sites, pass.channels);
        const codec = pass.codec(see(sites), sites.length * items);
        yield {
          pass: number,
          codec,
          take: (numbers) => planes.take(numbers, sites, pass.channels),
        };
      }
    }
  }
  return {
    waves: waves.starts.length - 1,
    sitesOf,
    planesFor,
    vectors(symbols: Uint32Array, items: number): Iterable<NeighbourhoodVector> {
      checkSize(symbols, items * height * width * channels);
      checkSymbols(symbols, levels);
      const planes = planesFor(items);
      planes.write(symbols);
      return backwards(planes, symbols);
    },
  };
}

function widest({ starts }: Waves): number {
  let most = 0;
  for (let wave = 1; wave < starts.length; wave++) {
    most = Math.max(most, (starts[wave] as number) - (starts[wave - 1] as number));
  }
  return most;
}

function checkModel({ channels, passes, skew }: NeighbourhoodModel): void {
  const coded = passes.flatMap((pass) => pass.channels);
  const expected = Array.from({ length: channels }, (_, c) => c);
  if (`${[...coded].sort((a, b) => a - b)}` !== `${expected}`) {
    throw new ArgumentError(
      `expected passes with each of ${counted(channels, 'channel')} once, got ${coded}`,
    );
  }
  const known: number[] = [];
  passes.forEach(({ taps, channels: own }, p) => {
    for (const [dy, dx, channel] of taps) {
      if (known.includes(channel)) continue;
      const before = skew === undefined ? dy < 0 || (dy === 0 && dx < 0) : dx + skew * dy < 0;
      if (!own.includes(channel) || !before) {
        throw new ArgumentError(
          `pass ${p}: channel ${channel} at ${counted(dy, 'row')}, ${counted(dx, 'column')} is not known when a site is coded`,
        );
      }
    }
    known.push(...own);
  });
}
