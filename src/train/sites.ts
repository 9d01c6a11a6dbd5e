import type { Tap } from '../networks/window.js';
import type { Images, Layout, Size } from './images.js';
import type { Levels } from './losses/loss.js';
import type { Random } from './random.js';

/** What a network sees of a site of an image. */
export interface SiteShape {
  /** Levels a site, and how they lie. */
  readonly channels: number;
  readonly layout: Layout;
  /** Those of them that are coded. */
  readonly coded: readonly number[];
  /** The neighbours that it sees, in order. */
  readonly taps: readonly Tap[];
  /** [levels + 1, features]: what stands for a level, and in the end for what lies outside the image. */
  readonly embedding: { readonly features: number; readonly values: Float32Array };
  /** Whether the row and the column are inputs too, one-hot; of images of one size. */
  readonly position: boolean;
  /** Whether a tally of the coded levels is an input, and which is not counted. */
  readonly tally?: { readonly except: number } | undefined;
}

/** What was drawn. */
export interface Drawn {
  /** [rows, coded channels] */
  readonly targets: Levels;
  /** [rows]: how much each row counts; 1 on average. */
  readonly weights: Float32Array;
}

/** Where sites go: rows of what a network reads. */
export interface SiteSink {
  readonly x: Float32Array;
  readonly stride: number;
  readonly rows: number;
  /** Is called for each row, once its neighbours are in, with where they begin. */
  readonly see: (at: number, row: number) => void;
}

/** Where a site is. */
interface Place {
  readonly y: number;
  readonly x: number;
  readonly size: Size;
  /** Its first level, and how far it is to the next channel's. */
  readonly at: number;
  readonly plane: number;
}

/** One in so many sites is drawn where the nearest neighbours are all alike, and counts so many times. */
const ALIKE = 4;

/** Neighbours up to here are the nearest. */
const NEAR = 2;

/** Images as sites that are drawn at random. */
export class Sites {
  /** Where each image begins among all sites, and in the end how many there are. */
  private readonly starts: Float64Array;
  private readonly offsets = new Map<string, Int32Array>();
  private readonly near: readonly number[];
  private readonly reach: number;
  /** The levels of the taps of the site that was looked at last. */
  private readonly seen: Uint32Array;

  constructor(
    private readonly shape: SiteShape,
    private readonly images: Images,
  ) {
    const { sizes } = images;
    this.starts = new Float64Array(sizes.length + 1);
    sizes.forEach(({ height, width }, i) => {
      this.starts[i + 1] = (this.starts[i] as number) + height * width;
    });
    this.reach = reachOf(shape.taps);
    this.seen = new Uint32Array(shape.taps.length);
    this.near = shape.taps.flatMap(([dy, dx], k) =>
      Math.abs(dy) <= NEAR && Math.abs(dx) <= NEAR ? [k] : [],
    );
  }

  /** Sites of all images, or of the first so many. */
  sitesOf(images = this.images.sizes.length): number {
    return this.starts[images] as number;
  }

  /**
   * Draws as many sites as there are rows. Where the nearest neighbours are all alike there is less to
   * learn: such sites are drawn less often, and count the more.
   */
  draw(random: Random, sink: SiteSink): Drawn {
    const { rows } = sink;
    const all = this.sitesOf();
    const drawn = this.nothingDrawn(rows);
    // Rows are those kept of as many draws as it takes; their weights make up for it.
    let draws = 0;
    for (let row = 0; row < rows; ) {
      const place = this.look(Math.floor(random.uniform() * all));
      draws++;
      const alike = this.alike();
      if (alike && random.uniform() * ALIKE >= 1) continue;
      drawn.weights[row] = alike ? ALIKE : 1;
      this.put(place, row++, sink, drawn.targets);
    }
    for (let row = 0; row < rows; row++) {
      drawn.weights[row] = ((drawn.weights[row] as number) * rows) / draws;
    }
    return drawn;
  }

  /** Takes the sites from … up to `to`, of which there are not more than rows. The other rows count 0. */
  take(from: number, to: number, sink: SiteSink): Drawn {
    const drawn = this.nothingDrawn(sink.rows);
    for (let site = from; site < to; site++) {
      drawn.weights[site - from] = 1;
      this.put(this.look(site), site - from, sink, drawn.targets);
    }
    return drawn;
  }

  private nothingDrawn(rows: number): Drawn {
    const { levels } = this.images;
    const targets = new (levels.constructor as Uint8ArrayConstructor)(
      rows * this.shape.coded.length,
    );
    return { targets, weights: new Float32Array(rows) };
  }

  /** Finds a site and the levels around it. */
  private look(site: number): Place {
    const { channels, layout, taps, embedding } = this.shape;
    const { levels, sizes } = this.images;
    const { seen, reach } = this;
    const outside = embedding.values.length / embedding.features - 1;
    const image = this.imageOf(site);
    const size = sizes[image] as Size;
    const { height, width } = size;
    const start = this.starts[image] as number;
    const y = Math.floor((site - start) / width);
    const x = site - start - y * width;
    const [step, plane] = layout === 'sites' ? [channels, 1] : [1, height * width];
    const at = start * channels + (y * width + x) * step;
    const offsets = this.offsetsFor(size);
    const inside = y >= reach && y < height - reach && x >= reach && x < width - reach;
    for (let k = 0; k < seen.length; k++) {
      let within = inside;
      if (!inside) {
        const [dy, dx] = taps[k] as Tap;
        within = y + dy >= 0 && y + dy < height && x + dx >= 0 && x + dx < width;
      }
      seen[k] = within ? (levels[at + (offsets[k] as number)] as number) : outside;
    }
    return { y, x, size, at, plane };
  }

  /** Puts what was looked at into a row. */
  private put(
    { y, x, size, at, plane }: Place,
    row: number,
    sink: SiteSink,
    targets: Levels,
  ): void {
    const { coded, embedding, position, tally } = this.shape;
    const { features, values } = embedding;
    const { seen } = this;
    const to = row * sink.stride;
    for (let k = 0, j = to; k < seen.length; k++) {
      const from = (seen[k] as number) * features;
      for (let f = 0; f < features; f++, j++) sink.x[j] = values[from + f] as number;
    }
    sink.see(to, row);
    if (position) {
      const one = to + seen.length * features;
      sink.x.fill(0, one, one + size.height + size.width);
      sink.x[one + y] = 1;
      sink.x[one + size.height + x] = 1;
    }
    if (tally) {
      const positions = position ? size.height + size.width : 0;
      this.tallyInto(sink.x, to + seen.length * features + positions, { y, x, size, at, plane });
    }
    for (let c = 0; c < coded.length; c++) {
      const level = this.images.levels[at + (coded[c] as number) * plane] as number;
      targets[row * coded.length + c] = level;
    }
  }

  /** How often each level has been in the image before a site that was looked at: n / (n + 1). */
  private tallyInto(out: Float32Array, at: number, { y, x, size, ...place }: Place): void {
    const { channels, coded, layout, embedding, tally } = this.shape;
    const { levels } = this.images;
    const outside = embedding.values.length / embedding.features - 1;
    out.fill(0, at, at + outside);
    if (this.seen.every((level) => level === outside || level === tally?.except)) return;
    const step = layout === 'sites' ? channels : 1;
    const start = place.at - (y * size.width + x) * step;
    for (let from = start; from < place.at; from += step) {
      for (const c of coded) {
        const level = levels[from + c * place.plane] as number;
        out[at + level] = (out[at + level] as number) + 1;
      }
    }
    if (tally && tally.except >= 0 && tally.except < outside) out[at + tally.except] = 0;
    for (let i = at; i < at + outside; i++) {
      const n = out[i] as number;
      if (n > 0) out[i] = n / (n + 1);
    }
  }

  /** The image that a site is of. */
  private imageOf(site: number): number {
    let [low, high] = [0, this.images.sizes.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] as number) <= site) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Where neighbours are, from a site of an image of some size. */
  private offsetsFor({ height, width }: Size): Int32Array {
    const key = `${height} ${width}`;
    const found = this.offsets.get(key);
    if (found) return found;
    const { channels, layout, taps } = this.shape;
    const [step, plane] = layout === 'sites' ? [channels, 1] : [1, height * width];
    const made = Int32Array.from(
      taps,
      ([dy, dx, channel]) => (dy * width + dx) * step + channel * plane,
    );
    this.offsets.set(key, made);
    return made;
  }

  /** Whether the nearest of the neighbours looked at are all alike. */
  private alike(): boolean {
    const { near, seen } = this;
    const first = seen[near[0] as number];
    for (let k = 1; k < near.length; k++) {
      if (seen[near[k] as number] !== first) return false;
    }
    return near.length > 0;
  }
}

/** How far neighbours are away at most. */
function reachOf(taps: readonly Tap[]): number {
  return taps.reduce((m, [dy, dx]) => Math.max(m, Math.abs(dy), Math.abs(dx)), 0);
}
