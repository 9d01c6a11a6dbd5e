import { SingleBar } from 'cli-progress';
import type { OnProgress, Progress } from '../pipeline/progress.js';

/** Shows how far a run is, on stderr, and only on a terminal. */
export interface ProgressBar {
  readonly update: OnProgress;
  stop(): void;
}

/** @param show false for a bar that shows nothing. */
export function createProgressBar(label: string, show: boolean): ProgressBar {
  if (!show) return { update: () => {}, stop: () => {} };
  const bar = new SingleBar({
    stream: process.stderr,
    format: `${label} [{bar}] {value}/{total} items | {bitsPerDim} bits/dim | {eta_formatted} left`,
    clearOnComplete: true,
    hideCursor: true,
    etaBuffer: 100,
  });
  let started = false;
  return {
    update(progress) {
      const total = progress.totalItems ?? progress.items;
      const payload = { bitsPerDim: bitsPerDim(progress)?.toFixed(4) ?? '-' };
      if (!started) bar.start(total, progress.items, payload);
      started = true;
      bar.setTotal(total);
      bar.update(progress.items, payload);
    },
    stop() {
      if (started) bar.stop();
    },
  };
}

/** Bits of file, but for a model in it, for each element coded, or undefined before the first. */
export function bitsPerDim({ bytes, modelBytes = 0, elements }: Progress): number | undefined {
  return elements > 0 ? (8 * (bytes - modelBytes)) / elements : undefined;
}
