import type { Logger } from 'pino';
import { bitsPerDim, type Progress } from '../pipeline/progress.js';
import { restoredRecord, restoredText } from './restored.js';
import { rate, size } from './units.js';

/** Bytes of the files that went in, and of those that came out. */
export interface Moved {
  readonly from: number;
  readonly to: number;
}

type Label = 'compress' | 'decompress' | 'concat';

/** What came of a transfer. */
interface Transferred extends Moved {
  readonly label: Label;
  /** Whether only some items were restored, of which there is no ratio to tell. */
  readonly someItems: boolean;
  readonly seconds: number;
  readonly progress: Progress;
  /** The model without which nothing can be restored. */
  readonly needs: string | undefined;
}

/** Bytes of the files of a transfer, as its progress has them in the end. */
export function movedBy(label: Label, { rawBytes, bytes, restores }: Progress): Moved {
  if (label === 'decompress') return { from: bytes, to: rawBytes };
  // Of a folder, and inside gzip, other bytes are coded than those of the files.
  return { from: restores?.fileBytes ?? rawBytes, to: bytes };
}

/** Says in one line what came of a transfer; as JSON with the bare figures too. */
export function logSummary(
  log: Logger,
  output: string,
  { label, from, to, someItems, seconds, progress, needs }: Transferred,
): void {
  const { model, modelBytes = 0, restores } = progress;
  const [whole, packed] = label === 'decompress' ? [to, from] : [from, to];
  // Restored pictures may be new files: ratio and rate of a folder are both of the files that the line tells of.
  const elements = progress.folder ? whole : progress.elements;
  const bits = someItems ? undefined : bitsPerDim({ ...progress, elements });
  const ratio = someItems ? undefined : whole / packed;
  const text = [
    `${output}: ${size(from)} -> ${size(to)}`,
    ...(modelBytes > 0 ? [`${size(modelBytes)} of it the model`] : []),
    ...(ratio === undefined ? [] : [`ratio ${ratio.toFixed(2)}`]),
    ...(bits === undefined ? [] : [rate(bits, progress)]),
    `${(whole / seconds / 1e6).toFixed(2)} MB/s`,
    `model ${model}`,
    ...(restores ? [`restores ${restoredText(restores)}`] : []),
    ...(needs ? [`needs ${needs} for that: --embed-model puts it into the file`] : []),
  ].join(', ');
  const figures = { from, to, ratio, bitsPerDim: bits, seconds, model, modelBytes };
  log.info({ output, ...figures, ...(restores && restoredRecord(restores)), needs }, text);
}
