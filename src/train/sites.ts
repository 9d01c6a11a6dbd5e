import { marginsOf, type Tap } from '../networks/window.js';
import type { Random } from './random.js';
import { Relative } from './relative.js';

/** What a network sees of a site of an image. */
export interface SiteShape {
  readonly height: number;
  readonly width: number;
  /** Levels a site. */
  readonly channels: number;
  /** The neighbours that it sees, in order. */
  readonly taps: readonly Tap[];
  /** The level of what lies outside the image. */
  readonly edge: number;
  /** [levels, features]: what stands for a level. */
  readonly embedding: { readonly features: number; readonly values: Float32Array };
  /**
   * Whether what is seen is made relative to the mean of the neighbours on the left and above, by
   * channel, and that mean is seen too: worth 0.28 bits a dimension on CIFAR-10. Needs one feature.
   */
  readonly relative: boolean;
  /** Whether the row and the column are inputs too, one-hot. */
  readonly position: boolean;
}

/** Targets [rows, channels], and how much each row counts. */
export interface Drawn {
  /** [rows, channels]: the means that what is seen is relative to, or undefined. */
  readonly origins: Float32Array | undefined;
  readonly targets: Uint8Array;
  readonly weights: Float32Array;
}

/** One in so many sites is drawn where the nearest neighbours are all alike, and counts so many times. */
const ALIKE = 4;

/** Neighbours up to here are the nearest. */
const NEAR = 2;

/** Draws sites of images. */
export class Sites {
  /** Numbers that the network reads a site. */
  readonly inputs: number;
  /** Those of them before the position. */
  private readonly seen: number;
  private readonly left: number;
  private readonly up: number;
  private readonly stride: number;
  private readonly imageSize: number;
  private readonly items: number;
  private readonly padded: Uint8Array;
  private readonly offsets: Int32Array;
  private readonly near: Int32Array;
  private readonly relative: Relative | undefined;

  constructor(
    private readonly shape: SiteShape,
    images: Uint8Array,
  ) {
    const { height, width, channels, taps, position, embedding } = shape;
    this.relative = shape.relative ? new Relative(taps, channels) : undefined;
    this.seen = taps.length * embedding.features + (this.relative ? channels : 0);
    this.inputs = this.seen + (position ? height + width : 0);
    const margins = marginsOf(taps);
    this.left = margins.left;
    this.up = margins.up;
    this.stride = (margins.left + width + margins.right) * channels;
    this.imageSize = (margins.up + height + margins.down) * this.stride;
    this.items = images.length / (height * width * channels);
    this.padded = new Uint8Array(this.items * this.imageSize).fill(shape.edge);
    const offset = ([dy, dx, channel]: Tap) => dy * this.stride + dx * channels + channel;
    this.offsets = Int32Array.from(taps, offset);
    this.near = Int32Array.from(
      taps.filter(([dy, dx]) => Math.abs(dy) <= NEAR && Math.abs(dx) <= NEAR),
      offset,
    );
    this.replaceImages(images);
  }

  replaceImages(images: Uint8Array): void {
    const { height, width, channels } = this.shape;
    const row = width * channels;
    for (let i = 0; i < this.items; i++) {
      for (let y = 0; y < height; y++) {
        const from = (i * height + y) * row;
        this.padded.set(images.subarray(from, from + row), this.at(i, y, 0));
      }
    }
  }

  /**
   * Draws so many sites into the rows of x. Where the nearest neighbours are all alike there is less
   * to learn: such sites are drawn less often, and count the more.
   */
  draw(random: Random, x: Float32Array, stride: number, rows: number): Drawn {
    const { height, width, channels, position, embedding } = this.shape;
    const { features, values } = embedding;
    const { padded, offsets } = this;
    const targets = new Uint8Array(rows * channels);
    const weights = new Float32Array(rows);
    const origins = this.relative && new Float32Array(rows * channels);
    // Rows are those kept of as many draws as it takes; their weights make up for it.
    let drawn = 0;
    for (let r = 0; r < rows; ) {
      const image = Math.floor(random.uniform() * this.items);
      const y = Math.floor(random.uniform() * height);
      const column = Math.floor(random.uniform() * width);
      const at = this.at(image, y, column);
      const alike = this.alike(at);
      drawn++;
      if (alike && random.uniform() * ALIKE >= 1) continue;
      weights[r] = alike ? ALIKE : 1;
      const to = r * stride;
      if (features === 1) {
        for (let k = 0; k < offsets.length; k++) {
          x[to + k] = values[padded[at + (offsets[k] as number)] as number] as number;
        }
      } else {
        for (let k = 0, j = to; k < offsets.length; k++) {
          const from = (padded[at + (offsets[k] as number)] as number) * features;
          for (let f = 0; f < features; f++, j++) x[j] = values[from + f] as number;
        }
      }
      if (origins) this.relative?.apply(x, to, origins, r);
      if (position) {
        const one = to + this.seen;
        x.fill(0, one, one + height + width);
        x[one + y] = 1;
        x[one + height + column] = 1;
      }
      for (let c = 0; c < channels; c++) targets[r * channels + c] = padded[at + c] as number;
      r++;
    }
    for (let r = 0; r < rows; r++) weights[r] = ((weights[r] as number) * rows) / drawn;
    return { targets, weights, origins };
  }

  private at(image: number, y: number, x: number): number {
    const { channels } = this.shape;
    return image * this.imageSize + (this.up + y) * this.stride + (this.left + x) * channels;
  }

  private alike(at: number): boolean {
    const { near, padded } = this;
    const first = padded[at + (near[0] as number)];
    for (let k = 1; k < near.length; k++) {
      if (padded[at + (near[k] as number)] !== first) return false;
    }
    return near.length > 0;
  }
}
