import type { Logger } from 'pino';
import { bitsPerDim, type Progress, ratioOf } from '../pipeline/progress.js';
import { restoredRecord, restoredText } from './restored.js';
import { size } from './units.js';

/** Says in one line what came of a transfer; as JSON with the bare figures too. */
export function logSummary(
  log: Logger,
  output: string,
  label: 'compress' | 'decompress' | 'concat',
  progress: Progress,
  seconds: number,
  needs?: string,
): void {
  const bits = bitsPerDim(progress);
  const { rawBytes, bytes, model, modelBytes = 0, restores } = progress;
  const [from, to] = label === 'decompress' ? [bytes, rawBytes] : [rawBytes, bytes];
  const ratio = ratioOf(progress);
  const text = [
    `${output}: ${size(from)} -> ${size(to)}`,
    ...(modelBytes > 0 ? [`${size(modelBytes)} of it the model`] : []),
    `ratio ${ratio.toFixed(2)}`,
    ...(bits === undefined ? [] : [`${bits.toFixed(4)} bits/dim`]),
    `${(rawBytes / seconds / 1e6).toFixed(2)} MB/s`,
    `model ${model}`,
    ...(restores ? [`restores ${restoredText(restores)}`] : []),
    ...(needs ? [`needs ${needs} for that: --embed-model puts it into the file`] : []),
  ].join(', ');
  const figures = { from, to, ratio, bitsPerDim: bits, seconds, model, modelBytes };
  log.info({ output, ...figures, ...(restores && restoredRecord(restores)), needs }, text);
}
