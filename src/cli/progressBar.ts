import { bitsPerDim, type OnProgress, type Progress } from '../pipeline/progress.js';
import { showBar } from './thread/port.js';
import { size } from './units.js';

/** Shows how far a run is, on stderr, and only on a terminal. */
export interface ProgressBar {
  readonly update: OnProgress;
  stop(): void;
}

/** A bar, or but a line where the whole is not known. */
export interface Bar {
  /**
   * @param part that is done, 0 … 1, or undefined where the whole is not known.
   * @param facts what else there is to say, the most important first.
   * @param left how long the rest takes, in seconds; as long as the part until now, where it is left out.
   */
  draw(part: number | undefined, facts: readonly string[], left?: number): void;
  stop(): void;
}

/** @param show false for a bar that shows nothing. */
export function createBar(label: string, show: boolean): Bar {
  if (!show) return { draw: () => {}, stop: () => {} };
  const start = performance.now();
  return {
    draw(part, facts, told) {
      const seconds = (performance.now() - start) / 1000;
      const left = told ?? (part ? (seconds * (1 - part)) / part : undefined);
      showBar({ label, part, left, facts });
    },
    stop: () => showBar(undefined),
  };
}

/**
 * @param show false for a bar that shows nothing.
 * @param done the part that is done, 0 … 1, or undefined where the whole is not known.
 */
export function createProgressBar(
  label: string,
  show: boolean,
  done: (progress: Progress) => number | undefined,
): ProgressBar {
  const bar = createBar(label, show);
  const start = performance.now();
  return {
    update(progress) {
      bar.draw(done(progress), factsOf(progress, (performance.now() - start) / 1000));
    },
    stop: bar.stop,
  };
}

/** Which part of a .cray file of so many bytes has been read, where that is known. */
export function partOfBytes(total: number | undefined) {
  return ({ bytes }: Progress) => (total === undefined ? undefined : bytes / Math.max(1, total));
}

/** Which part of the items is compressed; where their number is not known, of the file's bytes. */
export function partOfItems(total: number | undefined) {
  return ({ items, totalItems, rawBytes }: Progress): number | undefined => {
    if (totalItems !== undefined) return items / Math.max(1, totalItems);
    // More bytes than there are in the file come out of a .gz.
    return total === undefined || rawBytes > total ? undefined : rawBytes / Math.max(1, total);
  };
}

/** "15.2 MB/s, 0.1732 bits/dim, 7.84 MB", as far as these are known. */
function factsOf(progress: Progress, seconds: number): string[] {
  const bits = bitsPerDim(progress);
  return [
    `${size(progress.rawBytes / seconds)}/s`,
    ...(bits === undefined ? [] : [`${bits.toFixed(4)} bits/dim`]),
    size(progress.rawBytes),
  ];
}
