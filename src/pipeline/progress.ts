import { type Restored, restoredByBoth } from './restored.js';

/** How far a compression or decompression is, and in the end what came of it. */
export interface Progress {
  /** Name of the model; of several, all names. */
  readonly model: string;
  /** Items done. */
  readonly items: number;
  /** Items in all, where that is known. */
  readonly totalItems: number | undefined;
  /** Elements in the chunks that are done: pixels, say. */
  readonly elements: number;
  /** Bytes of original data, read or restored. */
  readonly rawBytes: number;
  /** Bytes of .cray file, written or read. */
  readonly bytes: number;
  /** Of these, those of a model inside the file. */
  readonly modelBytes?: number;
  /** What the .cray file restores, where one is written. */
  readonly restores?: Restored | undefined;
}

/** Called as bytes are given, and in between. */
export type OnProgress = (progress: Progress) => void;

/** Bytes of the original for each byte of the .cray file. */
export function ratioOf({ rawBytes, bytes }: Pick<Progress, 'rawBytes' | 'bytes'>): number {
  return rawBytes / bytes;
}

/** Bits of file, but for a model in it, for each element coded; undefined before the first. */
export function bitsPerDim({
  bytes,
  modelBytes = 0,
  elements,
}: Pick<Progress, 'bytes' | 'modelBytes' | 'elements'>): number | undefined {
  return elements > 0 ? (8 * (bytes - modelBytes)) / elements : undefined;
}

/**
 * Counts what a run has done, in whichever direction, and tells of it: always the same object, which
 * changes.
 */
export class Meter implements Progress {
  model = '';
  items = 0;
  elements = 0;
  rawBytes = 0;
  bytes = 0;
  modelBytes = 0;
  restores: Restored | undefined;
  /** Items of the chunks that are done. */
  private itemsInChunks = 0;
  /** Original bytes of the data sets before this one. */
  private rawBytesBefore = 0;

  /** @param totalItems items in all, where that is known. */
  constructor(
    private readonly onProgress: OnProgress = () => {},
    readonly totalItems: number | undefined = undefined,
  ) {}

  /**
   * Another part begins, coded by a model that takes so many bytes of the file, if it is inside.
   *
   * @param restores what a part that is written will restore.
   */
  begin(model: string, modelBytes: number, restores?: Restored): void {
    const names = this.model === '' ? [] : this.model.split(', ');
    this.model = names.includes(model) ? this.model : [...names, model].join(', ');
    this.modelBytes += modelBytes;
    this.rawBytesBefore = this.rawBytes;
    if (restores) this.restores = restoredByBoth(this.restores ?? restores, restores);
  }

  /** So many items more are coded, and their original bytes read, of a chunk that is not done yet. */
  underway(items: number, rawBytes = 0): void {
    this.items += items;
    this.rawBytes += rawBytes;
    this.onProgress(this);
  }

  /** Another chunk is done: its items that count, and all elements of it. */
  chunk(items: number, elements: number): void {
    this.itemsInChunks += items;
    this.items = this.itemsInChunks;
    this.elements += elements;
  }

  /** So many bytes more of the .cray file are there, of which the original has been read so far. */
  written(bytes: number, rawBytes: number): void {
    this.bytes += bytes;
    this.rawBytes = this.rawBytesBefore + rawBytes;
    this.onProgress(this);
  }

  /** So many bytes more of the original are there, of which the .cray file has been read so far. */
  restored(rawBytes: number, bytes: number): void {
    this.rawBytes += rawBytes;
    this.bytes = bytes;
    this.onProgress(this);
  }
}
