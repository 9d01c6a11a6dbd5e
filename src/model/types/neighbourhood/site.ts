import type { Codec } from '../../../codecs/codec.js';
import type { Tap } from '../../../networks/window.js';

/** What a pass sees of a site. */
export interface SeenSite {
  /** The channels that the pass codes. */
  readonly channels: readonly number[];
  readonly taps: readonly Tap[];
  /** Numbers that stand for a level, and the first of them. */
  readonly features: number;
  readonly feature: { readonly centre: number; readonly scale: number } | undefined;
  /** Numbers a row, and where the tally begins, or undefined where there is none. */
  readonly stride: number;
  readonly tally: number | undefined;
  readonly levels: number;
}

/** What codes a site's level, where it may be known not to be among the lowest. */
export interface OpenSite extends SeenSite {
  /** Numbers that networks read. */
  readonly inputs: number;
  /** The lowest level that there may be: symbols are levels less this. */
  readonly least: number;
}

/** What codes the symbols of some sites. */
export interface SiteCodec {
  /** Symbols a site. */
  readonly size: number;
  /** Symbols are 0 … limit - 1. */
  readonly limit: number;
  /**
   * @param seen [sites, numbers]: what is seen around the sites.
   * @param read [sites, numbers]: what networks read; the same, but behind a decision about 0.
   */
  codec(seen: Float32Array, read: Float32Array, sites: number): Codec<Uint32Array>;
}
