import type { Tensor } from '../networks/safetensors.js';
import type { Tap } from '../networks/window.js';

/** What differences are multiplied by, to be of the size of other inputs. */
const SCALE = 4;

/**
 * Inputs relative to the mean of the neighbours on the left and above. That is linear in what is
 * seen, so a trained network's first layer takes it in, and what decodes knows nothing of it.
 */
export class Relative {
  /** The channel of each tap, and the taps of each channel's neighbours on the left and above. */
  private readonly channelOf: readonly number[];
  private readonly near: readonly (readonly [left: number, up: number])[];

  /** @throws RangeError where those neighbours are not among the taps. */
  constructor(
    taps: readonly Tap[],
    private readonly channels: number,
  ) {
    this.channelOf = taps.map(([, , channel]) => channel);
    const find = (dy: number, dx: number, channel: number): number => {
      const at = taps.findIndex((tap) => `${tap}` === `${[dy, dx, channel]}`);
      if (at < 0) throw new RangeError(`expected a tap at ${dy}, ${dx} of channel ${channel}`);
      return at;
    };
    this.near = Array.from({ length: channels }, (_, c) => [find(0, -1, c), find(-1, 0, c)]);
  }

  /** Makes the row that begins at `at` relative, and puts the means after its taps and into origins. */
  apply(x: Float32Array, at: number, origins: Float32Array, row: number): void {
    const { channels, channelOf } = this;
    this.near.forEach(([left, up], c) => {
      origins[row * channels + c] = ((x[at + left] as number) + (x[at + up] as number)) / 2;
    });
    const from = row * channels;
    for (let k = 0; k < channelOf.length; k++) {
      const origin = origins[from + (channelOf[k] as number)] as number;
      x[at + k] = SCALE * ((x[at + k] as number) - origin);
    }
    for (let c = 0; c < channels; c++) x[at + channelOf.length + c] = origins[from + c] as number;
  }

  /** Has the first layer read levels as they are, and adds a layer of the means. */
  fold(tensors: Map<string, Tensor>): void {
    const { channels, channelOf } = this;
    const taps = channelOf.length;
    const { shape, values } = tensors.get('hidden0.weight') as Tensor;
    const [rows, outputs] = shape as [number, number];
    const weight = new Float32Array((rows - channels) * outputs);
    const origins = new Float32Array((rows - channels) * channels);
    this.near.forEach((near, c) => {
      for (const k of near) origins[k * channels + c] = 0.5;
    });
    for (let o = 0; o < outputs; o++) {
      const of = (k: number) => values[k * outputs + o] as number;
      const ofMean = Array.from({ length: channels }, (_, c) => of(taps + c));
      channelOf.forEach((c, k) => {
        ofMean[c] = (ofMean[c] as number) - SCALE * of(k);
      });
      for (let k = 0; k < rows - channels; k++) {
        let w = k < taps ? SCALE * of(k) : of(k + channels);
        for (let c = 0; c < channels; c++) {
          w += (origins[k * channels + c] as number) * (ofMean[c] as number);
        }
        weight[k * outputs + o] = w;
      }
    }
    tensors.set('hidden0.weight', { shape: [rows - channels, outputs], values: weight });
    tensors.set('origins.weight', { shape: [rows - channels, channels], values: origins });
  }
}
