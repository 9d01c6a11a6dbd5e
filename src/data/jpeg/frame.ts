/** What a frame header says, and where blocks lie: ITU-T T.81, A.1, A.2 and B.2.2. */
import { MOST_COMPONENTS } from '../../codecs/learning/blocks.js';

/** A component of a picture. */
export interface Component {
  readonly id: number;
  /** Blocks of it in a unit of several components, across and down. */
  readonly across: number;
  readonly down: number;
  /** Number of its quantisation table. */
  readonly table: number;
  /** Blocks across and down that hold samples: those of a scan of this component alone. */
  readonly own: { readonly wide: number; readonly high: number };
  /** Blocks across with those that fill units. */
  readonly wide: number;
  /** Blocks of other components that stand before its own in a row of units. */
  readonly before: number;
}

/** How coefficients are in scans: SOF0, SOF1 and SOF2. */
export type Coding = 'baseline' | 'extended sequential' | 'progressive';

/** A picture, whose blocks are in rows of units, in each the rows of each component. */
export interface Frame {
  readonly coding: Coding;
  readonly progressive: boolean;
  /** Bits of a sample. */
  readonly precision: number;
  readonly width: number;
  readonly height: number;
  /** Units of all components, across and down. */
  readonly unitsWide: number;
  readonly unitsHigh: number;
  readonly components: readonly Component[];
  /** Blocks of a row of units, and of all. */
  readonly rowBlocks: number;
  readonly blocks: number;
}

/** What a SOF segment says of a component. */
type Said = Pick<Component, 'id' | 'across' | 'down' | 'table'>;

const MOST_ACROSS = 4;

/**
 * The frame of a SOF segment.
 *
 * @param payload of the segment, after its length.
 * @returns or why it cannot be read.
 */
export function frameOf(payload: Uint8Array, coding: Coding): Frame | string {
  const word = (at: number) => ((payload[at] ?? 0) << 8) | (payload[at + 1] ?? 0);
  const [precision = 0, count = 0] = [payload[0], payload[5]];
  const [height, width] = [word(1), word(3)];
  if (payload.length !== 6 + 3 * count) return 'its frame header has another length than it says';
  if (precision !== 8 && precision !== 12) return `samples of ${precision} bits`;
  if (width === 0 || height === 0) return 'its frame header does not say how large it is';
  if (count === 0 || count > MOST_COMPONENTS) return `${count} components`;
  const said: Said[] = [];
  for (let i = 0; i < count; i++) {
    const [id = 0, sampling = 0, table = 0] = payload.subarray(6 + 3 * i);
    const one = { id, across: sampling >> 4, down: sampling & 15, table };
    if (Math.min(one.across, one.down) < 1 || Math.max(one.across, one.down) > MOST_ACROSS) {
      return `samplings of ${one.across} x ${one.down}`;
    }
    if (table > 3) return `a quantisation table ${table}`;
    said.push(one);
  }
  const progressive = coding === 'progressive';
  return laidOut({ coding, progressive, precision, width, height }, said);
}

function laidOut(
  picture: Pick<Frame, 'coding' | 'progressive' | 'precision' | 'width' | 'height'>,
  all: readonly Said[],
): Frame {
  // One component alone has units of one block, whatever it says.
  const said = all.length === 1 ? all.map((one) => ({ ...one, across: 1, down: 1 })) : all;
  const { width, height } = picture;
  const across = Math.max(...said.map((one) => one.across));
  const down = Math.max(...said.map((one) => one.down));
  const unitsWide = Math.ceil(width / (8 * across));
  const unitsHigh = Math.ceil(height / (8 * down));
  let rowBlocks = 0;
  const components = said.map((one) => {
    const own = {
      wide: Math.ceil(Math.ceil((width * one.across) / across) / 8),
      high: Math.ceil(Math.ceil((height * one.down) / down) / 8),
    };
    const component = { ...one, own, wide: unitsWide * one.across, before: rowBlocks };
    rowBlocks += component.wide * one.down;
    return component;
  });
  const blocks = unitsHigh * rowBlocks;
  return { ...picture, unitsWide, unitsHigh, components, rowBlocks, blocks };
}
