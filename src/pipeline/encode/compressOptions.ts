import type { Provenance } from '../../container/provenance.js';
import type { OpenOptions } from '../../data/open.js';
import type { Model } from '../../model/model.js';
import type { OptionNames } from '../../options.js';
import type { OnProgress } from '../progress.js';

/** Options of compress; all can be left out. */
export interface CompressOptions extends OpenOptions {
  /**
   * Lanes of a message, 1 … 4096, 16 by default. Part of the file; more lanes code faster, up to a
   * point.
   */
  readonly lanes?: number | undefined;
  /**
   * Items a chunk, or as many as a chunk may have where that is less. Part of the file; larger chunks are smaller in
   * all, and need more memory.
   * Without order the default is all items in one chunk, up to 128 MiB of them.
   */
  readonly chunkItems?: number | undefined;
  /**
   * Whether a picture, an archive, a file inside gzip or an array may be kept as bytes, where that is better; true by
   * default. With 'arrays', an array alone.
   */
  readonly asBytes?: boolean | 'arrays' | undefined;
  /** Most rows a network call, 256 by default. Speed only. */
  readonly batch?: number | undefined;
  /** Seed of the initial bits, in [0, 2^32); 0 by default. */
  readonly seed?: number | undefined;
  /**
   * Whether to leave out the order of the items, which saves log2(n!) bits for a chunk of n
   * different items: what is restored has the items of each chunk in lexicographic order.
   */
  readonly unordered?: boolean | undefined;
  /** Whether the file brings its model, so that it suffices alone. */
  readonly embedModel?: boolean | undefined;
  /**
   * Where a model is, for the file to say where it does not bring it: the whole path of its model.json; nothing by
   * default, and of models that come with the program.
   */
  readonly modelPlace?: ((model: Model) => string | undefined) | undefined;
  /**
   * What the file tells people of where it comes from; nothing by default. What takes too much of a small file, and of
   * one of less than 1 KiB all but the comment, is left out.
   */
  readonly provenance?: Provenance | undefined;
  /** Whether all of the provenance is in the file, however small that is; false by default. */
  readonly keepProvenance?: boolean | undefined;
  /** 1 for a file that craystack 0.2.0 reads as well; whatever is smallest by default. */
  readonly version?: 1 | undefined;
  /**
   * The revision of the arithmetic that bits are computed with, 1 … the newest. By default the oldest from 2 on that
   * has what the model calls, with version 1 from 1 on: programs that have no later one read the file.
   */
  readonly revision?: number | undefined;
  /**
   * Threads that code chunks, 1 … 256; 1 by default, which is that of the caller. Fewer where their
   * chunks do not fit the memory. Speed only.
   */
  readonly threads?: number | undefined;
  /** Bytes that may be taken, roughly; 2 GiB by default. */
  readonly memory?: number | undefined;
  /** Whether to decode each chunk before it is given out, and compare; false by default. */
  readonly verify?: boolean | undefined;
  /** Called as bytes are given, and in between, with one object that changes. */
  readonly onProgress?: OnProgress | undefined;
}

/** The names of these options. */
export const COMPRESS_OPTIONS: OptionNames<CompressOptions> = {
  format: true,
  raw: true,
  exact: true,
  lanes: true,
  chunkItems: true,
  asBytes: true,
  batch: true,
  seed: true,
  unordered: true,
  embedModel: true,
  modelPlace: true,
  provenance: true,
  keepProvenance: true,
  version: true,
  revision: true,
  threads: true,
  memory: true,
  verify: true,
  onProgress: true,
};
