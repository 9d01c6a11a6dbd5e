import type { LayerSpec } from '../model/schema.js';

/** Rows and columns of a convolution. */
export interface Kernel {
  readonly rows: number;
  readonly columns: number;
}

/** Sizes of a weight of so many inputs and outputs, in a layout. */
export function shapeOf(
  layout: LayerSpec['layout'],
  inputs: number,
  outputs: number,
  { rows, columns }: Kernel,
): number[] {
  switch (layout) {
    case 'inputs-outputs':
      return [inputs, outputs];
    case 'outputs-inputs':
      return [outputs, inputs];
    case 'convolution':
      return [outputs, inputs / seenTaps({ rows, columns }), rows, columns];
  }
}

/** Taps of a masked convolution that count: those before the middle, or the only one. */
export function seenTaps({ rows, columns }: Kernel): number {
  return Math.max(1, (rows * columns - 1) / 2);
}

/** [inputs, outputs] as a layout has it: the inverse of reading it. */
export function inLayout(
  values: Float32Array,
  layout: LayerSpec['layout'],
  inputs: number,
  kernel: Kernel,
): Float32Array {
  const outputs = values.length / inputs;
  if (layout === 'inputs-outputs') return values.slice();
  const taps = layout === 'convolution' ? kernel.rows * kernel.columns : 1;
  const seen = layout === 'convolution' ? seenTaps(kernel) : 1;
  const channels = inputs / seen;
  const out = new Float32Array(outputs * channels * taps);
  for (let k = 0; k < inputs; k++) {
    const [tap, channel] = [Math.floor(k / channels), k % channels];
    for (let o = 0; o < outputs; o++) {
      out[(o * channels + channel) * taps + tap] = values[k * outputs + o] as number;
    }
  }
  return out;
}
