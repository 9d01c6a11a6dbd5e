import type { Tap } from '../networks/window.js';

/** What differences are multiplied by, to be of the size of other inputs. */
const SCALE = 4;

/** A channel that is made relative: its taps, and which of them are on the left and above, or the one there is. */
interface Relative1 {
  readonly channel: number;
  readonly taps: readonly number[];
  readonly nearest: readonly [number, ...number[]];
}

/**
 * Inputs relative to the mean of the neighbours on the left and above, channel by channel; that mean
 * itself takes the place of the neighbour on the left, which follows from the mean and the one above. In a
 * window with one of the two, it is that one. That is linear and can be undone, so a trained network's first
 * layer takes it in, and what decodes knows nothing of it. Channels without those neighbours stay as they are.
 */
export class Relative {
  private readonly channels: readonly Relative1[];

  constructor(taps: readonly Tap[]) {
    const channels = [...new Set(taps.map(([, , channel]) => channel))];
    this.channels = channels.flatMap((channel) => {
      const find = (dy: number, dx: number) =>
        taps.findIndex((tap) => `${tap}` === `${[dy, dx, channel]}`);
      const [first, ...others] = [find(0, -1), find(-1, 0)].filter((tap) => tap >= 0);
      if (first === undefined) return [];
      const own = taps.flatMap((tap, k) => (tap[2] === channel ? [k] : []));
      return [{ channel, taps: own, nearest: [first, ...others] as const }];
    });
  }

  /** Channels that are made relative. */
  get known(): number[] {
    return this.channels.map(({ channel }) => channel);
  }

  /** The mean that a channel is relative to, as weights of its nearest neighbours: tap and weight. */
  meanOf(channel: number): readonly (readonly [tap: number, weight: number])[] {
    const nearest = this.channels.find((one) => one.channel === channel)?.nearest ?? [];
    return nearest.map((tap) => [tap, 1 / nearest.length] as const);
  }

  /** Makes the row that begins at `at` relative. @param origins [channels]: receives the means. */
  apply(x: Float32Array, at: number, origins: Float32Array, row: number): void {
    for (const { channel, taps, nearest } of this.channels) {
      let mean = 0;
      for (const k of nearest) mean += x[at + k] as number;
      mean /= nearest.length;
      for (const k of taps) x[at + k] = SCALE * ((x[at + k] as number) - mean);
      x[at + nearest[0]] = mean;
      origins[row + channel] = mean;
    }
  }

  /** Has weights that read relative inputs read them as they are. @param weight [inputs, outputs] */
  fold(weight: Float32Array, outputs: number): void {
    for (const { taps, nearest } of this.channels) {
      const [held, ...others] = nearest;
      for (let o = 0; o < outputs; o++) {
        let ofMean = weight[held * outputs + o] as number;
        for (const k of taps) {
          if (k === held) continue;
          const scaled = SCALE * (weight[k * outputs + o] as number);
          ofMean -= scaled;
          weight[k * outputs + o] = scaled;
        }
        const share = ofMean / nearest.length;
        weight[held * outputs + o] = share;
        for (const k of others)
          weight[k * outputs + o] = (weight[k * outputs + o] as number) + share;
      }
    }
  }
}
