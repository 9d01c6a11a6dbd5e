import type { Logger } from 'pino';
import type { Progress } from '../pipeline/progress.js';
import { size } from './units.js';

/** Bits of file for each element coded, or undefined before the first. */
export function rate({ bytes, elements }: Progress): number | undefined {
  return elements > 0 ? (8 * bytes) / elements : undefined;
}

/** Says in one line what came of a transfer; as JSON with the bare figures too. */
export function logSummary(
  log: Logger,
  output: string,
  label: 'compress' | 'decompress',
  progress: Progress,
  seconds: number,
): void {
  const bitsPerDim = rate(progress);
  const { rawBytes, bytes, model } = progress;
  const [from, to] = label === 'compress' ? [rawBytes, bytes] : [bytes, rawBytes];
  const ratio = rawBytes / bytes;
  const text = [
    `${output}: ${size(from)} -> ${size(to)}`,
    `ratio ${ratio.toFixed(2)}`,
    ...(bitsPerDim === undefined ? [] : [`${bitsPerDim.toFixed(4)} bits/dim`]),
    `${(rawBytes / seconds / 1e6).toFixed(2)} MB/s`,
    `model ${model}`,
  ].join(', ');
  log.info({ output, from, to, ratio, bitsPerDim, seconds, model }, text);
}
