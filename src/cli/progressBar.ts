import { SingleBar } from 'cli-progress';
import { bitsPerDim, type OnProgress, type Progress } from '../pipeline/progress.js';
import { onInterrupt } from './signals.js';
import { duration, size } from './units.js';

/** Shows how far a run is, on stderr, and only on a terminal. */
export interface ProgressBar {
  readonly update: OnProgress;
  stop(): void;
}

/** Steps of a whole bar, finer than it can be drawn. */
const STEPS = 1000;

/** A bar, or but a line where the whole is not known. */
export interface Bar {
  /** @param part that is done, 0 … 1, or undefined where the whole is not known. */
  draw(part: number | undefined, status: string): void;
  stop(): void;
}

/** @param show false for a bar that shows nothing. */
export function createBar(label: string, show: boolean): Bar {
  if (!show) return { draw: () => {}, stop: () => {} };
  let bar: SingleBar | undefined;
  let forget = () => {};
  const stop = () => {
    bar?.stop();
    forget();
  };
  return {
    draw(part, status) {
      const steps = Math.floor(STEPS * (part ?? 0));
      if (bar) return bar.update(steps, { status });
      bar = new SingleBar({
        stream: process.stderr,
        format:
          part === undefined ? `${label} {status}` : `${label} [{bar}] {percentage}% {status}`,
        barCompleteChar: '=',
        barIncompleteChar: ' ',
        barsize: 12,
        clearOnComplete: true,
        hideCursor: true,
        // Signals are dealt with in one place.
        gracefulExit: false,
      });
      bar.start(STEPS, steps, { status });
      forget = onInterrupt(stop);
    },
    stop,
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
      const part = done(progress);
      bar.draw(part, statusOf(progress, part, (performance.now() - start) / 1000));
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

/** "7.84 MB, 15.2 MB/s, 0.1732 bits/dim, 3 s left", as far as these are known. */
function statusOf(progress: Progress, part: number | undefined, seconds: number): string {
  const bits = bitsPerDim(progress);
  return [
    size(progress.rawBytes),
    `${size(progress.rawBytes / seconds)}/s`,
    ...(bits === undefined ? [] : [`${bits.toFixed(4)} bits/dim`]),
    ...(part ? [`${duration((seconds * (1 - part)) / part)} left`] : []),
  ].join(', ');
}
