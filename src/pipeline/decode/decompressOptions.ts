import type { OptionNames } from '../../options.js';
import type { OnProgress } from '../progress.js';

/** Options of decompress; all can be left out. */
export interface DecompressOptions {
  /** Most rows a network call, 256 by default. Speed only. */
  readonly batch?: number | undefined;
  /**
   * Threads that decode chunks, 1 … 256; 1 by default, which is that of the caller. Fewer where their
   * chunks do not fit the memory, and one where some items only are restored. Speed only.
   */
  readonly threads?: number | undefined;
  /** Bytes that may be taken, roughly; 2 GiB by default. */
  readonly memory?: number | undefined;
  /** Called as bytes are given, and in between, with one object that changes. */
  readonly onProgress?: OnProgress | undefined;
}

/** The names of these options. */
export const DECOMPRESS_OPTIONS: OptionNames<DecompressOptions> = {
  batch: true,
  threads: true,
  memory: true,
  onProgress: true,
};
