/** How far a compression or decompression is. */
export interface Progress {
  /** Items done. */
  readonly items: number;
  /** Items in all, where that is known. */
  readonly totalItems: number | undefined;
  /** Elements done: pixels, say. */
  readonly elements: number;
  /** Bytes of original data, read or restored. */
  readonly rawBytes: number;
  /** Bytes of .cray file, written or read. */
  readonly bytes: number;
  /** Of these, those of a model inside the file. */
  readonly modelBytes?: number;
}

/** Called after each piece. */
export type OnProgress = (progress: Progress) => void;
