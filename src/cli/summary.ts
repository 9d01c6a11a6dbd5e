import type { Logger } from 'pino';
import type { Fidelity } from '../data/dataset.js';
import type { Progress } from '../pipeline/progress.js';
import { FIDELITIES } from './reading.js';
import { size } from './units.js';

/** Bits of file, but for a model in it, for each element coded, or undefined before the first. */
export function rate({ bytes, modelBytes = 0, elements }: Progress): number | undefined {
  return elements > 0 ? (8 * (bytes - modelBytes)) / elements : undefined;
}

/** Says in one line what came of a transfer; as JSON with the bare figures too. */
export function logSummary(
  log: Logger,
  output: string,
  label: 'compress' | 'decompress' | 'concat',
  progress: Progress,
  seconds: number,
  fidelity?: Fidelity,
): void {
  const bitsPerDim = rate(progress);
  const { rawBytes, bytes, model, modelBytes = 0 } = progress;
  const [from, to] = label === 'decompress' ? [bytes, rawBytes] : [rawBytes, bytes];
  const ratio = rawBytes / bytes;
  const text = [
    `${output}: ${size(from)} -> ${size(to)}`,
    ...(modelBytes > 0 ? [`${size(modelBytes)} of it the model`] : []),
    `ratio ${ratio.toFixed(2)}`,
    ...(bitsPerDim === undefined ? [] : [`${bitsPerDim.toFixed(4)} bits/dim`]),
    `${(rawBytes / seconds / 1e6).toFixed(2)} MB/s`,
    `model ${model}`,
    ...(fidelity ? [`restores ${FIDELITIES[fidelity]}`] : []),
  ].join(', ');
  log.info({ output, from, to, ratio, bitsPerDim, seconds, model, modelBytes, fidelity }, text);
}
