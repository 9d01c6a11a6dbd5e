import type { Kernels } from '../../kernels/kernels.js';
import { type Margins, marginsOf, type Tap } from '../../networks/window.js';
import { Tally } from './tally.js';

/** What a tally counts. */
export interface TallyOptions {
  /** The level that is not counted, that of all outside the image for instance. */
  readonly except: number;
}

/** Images of one size, and what networks see of their levels. */
export interface SeenImages {
  /** Rows. */
  readonly height: number;
  /** Columns. */
  readonly width: number;
  /** Levels a site. */
  readonly channels: number;
  /** What stands for each level: [levels, features]. */
  readonly embedding: Float32Array;
  /** Numbers that stand for a level. */
  readonly features: number;
  /** What stands for levels outside the image: [features]. */
  readonly edge: Float32Array;
  /** Whether codecs also see the row and the column of a site, one-hot: height + width numbers. */
  readonly position: boolean;
  /**
   * Whether codecs also see, level by level, how often each has been in the image so far among the
   * channels of their pass, as n / (n + 1). Where taps see nothing but the edge the tally is all 0: most
   * of such sites are alike then, and are worked out once.
   */
  readonly tally?: TallyOptions | undefined;
}

/** How much is seen. */
interface Extent {
  /** Images. */
  readonly items: number;
  /** The taps of each pass. */
  readonly windows: readonly (readonly Tap[])[];
  /** Most sites that are seen at once. */
  readonly most: number;
}

/** Numbers that a pass with these taps sees of a site: of the taps, then the position, then the tally. */
export function seenOf(model: SeenImages, taps: readonly Tap[]): number {
  const { features, position, height, width, tally, embedding } = model;
  const place = position ? height + width : 0;
  return taps.length * features + place + (tally ? embedding.length / features : 0);
}

/**
 * Images in the kernels' memory as networks see them: in place of each level its features, around
 * each image as many sites of the edge's features as taps reach. One lasts for one push or pop.
 */
export class Planes {
  private readonly margins: Margins;
  /** Numbers a site, a row and an image. */
  private readonly site: number;
  private readonly row: number;
  private readonly image: number;
  private readonly at: number;
  private readonly sitesAt: number;
  private readonly runsAt: number;
  private readonly seenAt: number;
  private readonly blankAt: number;
  private readonly numbersAt: number;
  private readonly values: Float32Array;

  private readonly items: number;
  private readonly tally: Tally | undefined;
  /** Levels of the tally. */
  private readonly levels: number;

  constructor(
    private readonly kernels: Kernels,
    private readonly model: SeenImages,
    { items, windows, most }: Extent,
  ) {
    const { height, width, channels, features, edge } = model;
    this.items = items;
    this.levels = model.tally ? model.embedding.length / features : 0;
    this.margins = marginsOf(windows.flat());
    const { up, down, left, right } = this.margins;
    this.site = channels * features;
    this.row = (left + width + right) * this.site;
    this.image = (up + height + down) * this.row;
    const seen = windows.reduce((m, taps) => Math.max(m, seenOf(model, taps)), 0);
    const taps = windows.reduce((m, { length }) => Math.max(m, length), 0);
    [this.at, this.sitesAt, this.runsAt, this.seenAt, this.blankAt, this.numbersAt] =
      kernels.layout(
        4 * items * this.image,
        4 * most,
        8 * windows.flat().length,
        4 * most * seen,
        4 * taps * features,
        4 * items * this.levels,
      );
    const blank = kernels.f32(this.blankAt, taps * features);
    blank.forEach((_, i) => {
      blank[i] = edge[i % features] as number;
    });
    if (model.tally) {
      const numbers = kernels.f32(this.numbersAt, items * this.levels);
      this.tally = new Tally(numbers, this.levels, model.tally.except);
    }
    this.values = kernels.f32(this.at, items * this.image);
    if (edge.every((v) => v === 0)) this.values.fill(0);
    else
      this.values.forEach((_, i) => {
        this.values[i] = edge[i % features] as number;
      });
  }

  /** Begins a pass of some channels: nothing of them has been seen, or all of these symbols has. */
  beginPass(channels: readonly number[], symbols?: Uint32Array): void {
    this.tally?.clear();
    if (symbols) this.count(symbols, this.allSites(), channels, 1);
  }

  /** Has symbols not been seen yet, for the tally. */
  forget(symbols: Uint32Array, sites: Uint32Array, channels: readonly number[]): void {
    this.count(symbols, sites, channels, -1);
  }

  private allSites(): Uint32Array {
    return Uint32Array.from({ length: this.model.height * this.model.width }, (_, i) => i);
  }

  private count(
    symbols: Uint32Array,
    sites: Uint32Array,
    channels: readonly number[],
    by: 1 | -1,
  ): void {
    const { tally } = this;
    if (!tally) return;
    const { height, width, channels: all } = this.model;
    for (let item = 0; item < this.items; item++) {
      for (const site of sites) {
        const from = (item * height * width + site) * all;
        for (const c of channels) tally.count(item, symbols[from + c] as number, by);
      }
    }
  }

  /** Puts all levels in. @param symbols [items, height, width, channels] */
  write(symbols: Uint32Array): void {
    const { height, width, channels } = this.model;
    let i = 0;
    for (let item = 0; item < this.items; item++) {
      for (let site = 0; site < height * width; site++) {
        const to = this.numberOf(item, site);
        for (let c = 0; c < channels; c++, i++) this.embed(to, c, symbols[i] as number);
      }
    }
  }

  /** What a pass with these taps sees of sites: [items, sites, numbers], valid until the next call. */
  viewOf(taps: readonly Tap[]): (sites: Uint32Array) => Float32Array {
    const { kernels, items, model } = this;
    const { position, height, width } = model;
    const runs = this.runsOf(taps);
    kernels.u32(this.runsAt, runs.length).set(runs);
    const stride = seenOf(model, taps);
    const tallyAt = stride - this.levels;
    const positionAt = tallyAt - height - width;
    return (sites) => {
      const n = items * sites.length;
      const where = kernels.u32(this.sitesAt, n);
      for (let item = 0, i = 0; item < items; item++) {
        for (let s = 0; s < sites.length; s++, i++) {
          where[i] = this.at + 4 * this.numberOf(item, sites[s] as number);
        }
      }
      kernels.call.gather(this.sitesAt, n, this.runsAt, runs.length / 2, this.seenAt, stride);
      const seen = kernels.f32(this.seenAt, n * stride);
      if (position) {
        for (let i = 0, at = positionAt; i < n; i++, at += stride) {
          const site = sites[i % sites.length] as number;
          seen.fill(0, at, at + height + width);
          seen[at + Math.floor(site / width)] = 1;
          seen[at + height + (site % width)] = 1;
        }
      }
      if (this.tally) {
        kernels.call.putTallies(
          this.seenAt,
          n,
          stride,
          this.blankAt,
          taps.length * model.features,
          tallyAt,
          this.numbersAt,
          this.levels,
          sites.length,
        );
      }
      return seen;
    };
  }

  /** Levels of some channels at sites: [items, sites, channels]. */
  take(symbols: Uint32Array, sites: Uint32Array, channels: readonly number[]): Uint32Array {
    const out = new Uint32Array(this.items * sites.length * channels.length);
    let i = 0;
    this.each(sites, channels, (symbol) => {
      out[i++] = symbols[symbol] as number;
    });
    return out;
  }

  /** Puts levels in, here and into all symbols. @param levels [items, sites, channels] */
  put(
    symbols: Uint32Array,
    sites: Uint32Array,
    channels: readonly number[],
    levels: Uint32Array,
  ): void {
    let i = 0;
    this.each(sites, channels, (symbol, at, channel) => {
      const level = levels[i++] as number;
      symbols[symbol] = level;
      this.embed(at, channel, level);
    });
    this.count(symbols, sites, channels, 1);
  }

  private each(
    sites: Uint32Array,
    channels: readonly number[],
    visit: (symbol: number, at: number, channel: number) => void,
  ): void {
    const { height, width, channels: all } = this.model;
    for (let item = 0; item < this.items; item++) {
      for (let s = 0; s < sites.length; s++) {
        const site = sites[s] as number;
        const at = this.numberOf(item, site);
        const symbol = (item * height * width + site) * all;
        for (let c = 0; c < channels.length; c++) {
          const channel = channels[c] as number;
          visit(symbol + channel, at, channel);
        }
      }
    }
  }

  private embed(at: number, channel: number, level: number): void {
    const { features, embedding } = this.model;
    for (let f = 0; f < features; f++) {
      this.values[at + channel * features + f] = embedding[level * features + f] as number;
    }
  }

  /** Where a site's numbers are among the values. */
  private numberOf(item: number, site: number): number {
    const { up, left } = this.margins;
    const { width } = this.model;
    const y = Math.floor(site / width);
    return item * this.image + (up + y) * this.row + (left + site - y * width) * this.site;
  }

  /** Taps as runs of numbers that lie one after another: [bytes from the site, numbers]. */
  private runsOf(taps: readonly Tap[]): Uint32Array {
    const { features } = this.model;
    const runs: [number, number][] = [];
    for (const [dy, dx, channel] of taps) {
      const from = dy * this.row + dx * this.site + channel * features;
      const last = runs.at(-1);
      if (last && last[0] + last[1] === from) last[1] += features;
      else runs.push([from, features]);
    }
    return Uint32Array.from(runs.flatMap(([from, n]) => [4 * from, n]));
  }
}
