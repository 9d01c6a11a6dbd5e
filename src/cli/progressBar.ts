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
   */
  draw(part: number | undefined, facts: readonly string[]): void;
  stop(): void;
}

/**
 * A bar, which is there at once: what takes a while says so.
 *
 * @param show false for a bar that shows nothing.
 */
export function createBar(label: string, show: boolean): Bar {
  if (!show) return { draw: () => {}, stop: () => {} };
  const left = timeLeft();
  const draw = (part: number | undefined, facts: readonly string[]) =>
    showBar({ label, part, left: left(part, performance.now() / 1000), facts });
  draw(undefined, []);
  return { draw, stop: () => showBar(undefined) };
}

/** Seconds of work before anything is said of the time that is left. */
const MEASURED = 0.5;

/**
 * Tells the seconds that are left from the part that is done, 0 … 1, at times in seconds: as what is done took since
 * there was anything to tell, so does the rest.
 */
export function timeLeft(): (part: number | undefined, now: number) => number | undefined {
  let first: { readonly part: number; readonly time: number } | undefined;
  return (part, now) => {
    if (part === undefined) return undefined;
    first ??= { part, time: now };
    const [done, took] = [part - first.part, now - first.time];
    return done > 0 && took > MEASURED ? (took * (1 - part)) / done : undefined;
  };
}

/** @param show false for a bar that shows nothing. */
export function createProgressBar(label: string, show: boolean): ProgressBar {
  const bar = createBar(label, show);
  // From where the summary counts too, so that in the end both have one speed.
  const start = performance.now();
  return {
    update(progress) {
      bar.draw(progress.part, factsOf(progress, (performance.now() - start) / 1000));
    },
    stop: bar.stop,
  };
}

/** "15.2 MB/s, 0.1732 bits/dim, 7.84 MB, photo", as far as these are known. */
function factsOf(progress: Progress, seconds: number): string[] {
  const { fileBytes, model } = progress;
  const bits = bitsPerDim(progress);
  return [
    ...(seconds > MEASURED ? [`${size(fileBytes / seconds)}/s`] : []),
    ...(bits === undefined ? [] : [`${bits.toFixed(4)} bits/dim`]),
    size(fileBytes),
    model,
  ];
}
