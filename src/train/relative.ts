import type { Tap } from '../networks/window.js';

/** What differences are multiplied by, to be of the size of other inputs. */
const SCALE = 4;

/** A channel that is made relative: its taps, and which of them are on the left and above. */
interface Relative1 {
  readonly channel: number;
  readonly taps: readonly number[];
  readonly left: number;
  readonly up: number;
}

/**
 * Inputs relative to the mean of the neighbours on the left and above, channel by channel; that mean
 * itself takes the place of the neighbour on the left, which follows from the mean and the one above. That
 * is linear and can be undone, so a trained network's first layer takes it in, and what decodes knows
 * nothing of it. Channels without those neighbours stay as they are.
 */
export class Relative {
  private readonly channels: readonly Relative1[];

  constructor(taps: readonly Tap[]) {
    const channels = [...new Set(taps.map(([, , channel]) => channel))];
    this.channels = channels.flatMap((channel) => {
      const find = (dy: number, dx: number) =>
        taps.findIndex((tap) => `${tap}` === `${[dy, dx, channel]}`);
      const [left, up] = [find(0, -1), find(-1, 0)];
      if (left < 0 || up < 0) return [];
      const own = taps.flatMap((tap, k) => (tap[2] === channel ? [k] : []));
      return [{ channel, taps: own, left, up }];
    });
  }

  /** Channels that are made relative. */
  get known(): number[] {
    return this.channels.map(({ channel }) => channel);
  }

  /** The mean that a channel is relative to, as weights of its two neighbours: tap and weight. */
  meanOf(channel: number): readonly (readonly [tap: number, weight: number])[] {
    const found = this.channels.find((one) => one.channel === channel);
    return found
      ? [
          [found.left, 0.5],
          [found.up, 0.5],
        ]
      : [];
  }

  /** Makes the row that begins at `at` relative. @param origins [channels]: receives the means. */
  apply(x: Float32Array, at: number, origins: Float32Array, row: number): void {
    for (const { channel, taps, left, up } of this.channels) {
      const mean = ((x[at + left] as number) + (x[at + up] as number)) / 2;
      for (const k of taps) x[at + k] = SCALE * ((x[at + k] as number) - mean);
      x[at + left] = mean;
      origins[row + channel] = mean;
    }
  }

  /** Has weights that read relative inputs read them as they are. @param weight [inputs, outputs] */
  fold(weight: Float32Array, outputs: number): void {
    for (const { taps, left, up } of this.channels) {
      for (let o = 0; o < outputs; o++) {
        let ofMean = weight[left * outputs + o] as number;
        for (const k of taps) {
          if (k === left) continue;
          const scaled = SCALE * (weight[k * outputs + o] as number);
          ofMean -= scaled;
          weight[k * outputs + o] = scaled;
        }
        weight[left * outputs + o] = ofMean / 2;
        weight[up * outputs + o] = (weight[up * outputs + o] as number) + ofMean / 2;
      }
    }
  }
}
