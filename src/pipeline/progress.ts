import { type Restored, restoredByBoth } from './restored.js';
import { partOf, type Share } from './shares.js';

/** How far a compression or decompression is, and in the end what came of it. */
export interface Progress {
  /** Name of the model; of several, all names. */
  readonly model: string;
  /** Items done. */
  readonly items: number;
  /** Items in all, where that is known. */
  readonly totalItems: number | undefined;
  /**
   * Dimensions in the chunks that are done: numbers as the file has them, and bytes after the items, each as one. Of a
   * folder the bytes of all files that went in, once it is done, since what is in it has numbers of many kinds.
   */
  readonly elements: number;
  /** Whether it is a folder. */
  readonly folder?: boolean;
  /** Bytes of original data, read or restored. */
  readonly rawBytes: number;
  /** Bytes of .cray file, written or read. */
  readonly bytes: number;
  /** Of these, those of a model inside the file. */
  readonly modelBytes?: number;
  /** What the .cray file restores, where one is written. */
  readonly restores?: Restored | undefined;
  /** The part of the work that is done, 0 … 1, where the whole is known; it moves within chunks. */
  readonly part: number | undefined;
  /**
   * Bytes of the original that have been gone through, those of chunks that are not done yet included. Where it is restored,
   * and its bytes are not known before, those of its elements.
   */
  readonly fileBytes: number;
}

/** Called as bytes are given, and in between. */
export type OnProgress = (progress: Progress) => void;

/** Bytes of the original for each byte of the .cray file. */
export function ratioOf({ rawBytes, bytes }: Pick<Progress, 'rawBytes' | 'bytes'>): number {
  return rawBytes / bytes;
}

/** Bits of file, but for a model in it, for each dimension; undefined where there are none. */
export function bitsPerDim({
  bytes,
  modelBytes = 0,
  elements,
}: Pick<Progress, 'bytes' | 'modelBytes' | 'elements'>): number | undefined {
  return elements > 0 ? (8 * (bytes - modelBytes)) / elements : undefined;
}

/** How much there is to go through, as far as that is known. */
export interface Extent {
  /** Items in all. */
  readonly items?: number | undefined;
  /** Elements in all. */
  readonly elements?: number | undefined;
  /** Bytes of what is read: a file, or all files of a folder; they count before elements. */
  readonly bytes?: number | undefined;
  /** Whether it is a folder. */
  readonly folder?: boolean;
  /** Data sets that come one after another, where that is known before: of the bytes above, each has its own. */
  readonly shares?: readonly Share[] | undefined;
  /** Where what is read is a .cray file: bytes of the original, as far as they are known. */
  readonly restoring?: { readonly fileBytes?: number | undefined };
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
  /** Original bytes of the data sets before this one. */
  private rawBytesBefore = 0;
  /** What has been gone through: bytes of elements, elements, and bytes of what is read, of this data set and those before. */
  private elementBytesWorked = 0;
  private elementsWorked = 0;
  private bytesWorked = 0;
  private bytesWorkedBefore = 0;
  /** Data sets that are done. */
  private done = -1;

  constructor(
    private readonly onProgress: OnProgress = () => {},
    readonly extent: Extent = {},
  ) {}

  get folder(): boolean {
    return this.extent.folder ?? false;
  }

  get totalItems(): number | undefined {
    return this.extent.items;
  }

  get part(): number | undefined {
    const { bytes, elements, shares } = this.extent;
    if (shares) return partOf(shares, this.done, this.bytesWorked - this.bytesWorkedBefore);
    if (bytes) return Math.min(1, this.bytesWorked / bytes);
    return elements ? Math.min(1, this.elementsWorked / elements) : undefined;
  }

  get fileBytes(): number {
    const { restoring, bytes } = this.extent;
    if (!restoring) return Math.min(this.read, bytes ?? this.read) || this.rawBytes;
    const { fileBytes } = restoring;
    const part = bytes ? Math.min(1, this.read / bytes) : this.part;
    if (fileBytes !== undefined && part !== undefined) return Math.round(part * fileBytes);
    return this.elementBytesWorked || this.rawBytes;
  }

  /** Bytes of what is read that have been gone through: all of those data sets that are done. */
  private get read(): number {
    const { shares } = this.extent;
    if (!shares) return this.bytesWorked;
    const own = shares[this.done]?.bytes ?? 0;
    const before = shares.slice(0, Math.max(0, this.done)).reduce((n, { bytes }) => n + bytes, 0);
    return before + Math.min(own, this.bytesWorked - this.bytesWorkedBefore);
  }

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
    this.bytesWorkedBefore = this.bytesWorked;
    this.done++;
    if (restores) this.restores = restoredByBoth(this.restores ?? restores, restores);
    this.onProgress(this);
  }

  /**
   * The coder has gone through more: so many bytes of elements, so many elements, which were so many bytes of what
   * is read. Each may be a fraction.
   */
  worked(elementBytes: number, elements: number, bytes: number): void {
    this.elementBytesWorked += elementBytes;
    this.elementsWorked += elements;
    this.bytesWorked += bytes;
    this.onProgress(this);
  }

  /** Another chunk is done: its items that count, and all dimensions of it. */
  chunk(items: number, dimensions: number): void {
    this.items += items;
    if (!this.folder) this.elements += dimensions;
  }

  /** So many bytes of the file that follow its items are done: what they take is part of it, so they are dimensions too. */
  tail(bytes: number): void {
    if (!this.folder) this.elements += bytes;
  }

  /** All files of a folder are done, of so many bytes: a dimension of it is one of these. */
  files(bytes: number): void {
    this.elements = bytes;
    this.bytesWorkedBefore = this.bytesWorked;
    this.done = this.extent.shares?.length ?? 0;
    this.onProgress(this);
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
