/** What a scan header says: ITU-T T.81, B.2.3 and G.1.1.1. */

import { BLOCK } from '../../codecs/learning/blocks.js';
import type { Component, Frame } from './frame.js';
import type { HuffmanTable } from './huffman.js';

/** A component in a scan. */
export interface Scanned {
  readonly component: Component;
  readonly dc: HuffmanTable | undefined;
  readonly ac: HuffmanTable | undefined;
}

/** A scan of some components, of some of their coefficients, of some of these bits. */
export interface Scan {
  readonly frame: Frame;
  readonly components: readonly Scanned[];
  /** First and last coefficient. */
  readonly first: number;
  readonly last: number;
  /** Lowest bit of the scan before of the same coefficients, 0 for none; lowest bit of this one. */
  readonly high: number;
  readonly low: number;
  /** Units between restarts; 0 for none. */
  readonly interval: number;
}

/** Tables as they stand where a scan begins. */
export interface CodeTables {
  readonly dc: readonly (HuffmanTable | undefined)[];
  readonly ac: readonly (HuffmanTable | undefined)[];
}

/** The scan of an SOS segment, or why it cannot be read. */
export function scanOf(
  payload: Uint8Array,
  frame: Frame,
  { dc, ac }: CodeTables,
  interval: number,
): Scan | string {
  const count = payload[0] ?? 0;
  if (count < 1 || count > 4 || payload.length !== 4 + 2 * count) return 'a scan header is wrong';
  const components: Scanned[] = [];
  for (let i = 0; i < count; i++) {
    const [id, table = 0] = payload.subarray(1 + 2 * i);
    const component = frame.components.find((one) => one.id === id);
    if (!component || components.some((one) => one.component === component)) {
      return `a scan has a component ${id}`;
    }
    components.push({ component, dc: dc[table >> 4], ac: ac[table & 15] });
  }
  const [first = 0, last = 0, bits = 0] = payload.subarray(1 + 2 * count);
  const scan = { frame, components, first, last, high: bits >> 4, low: bits & 15, interval };
  return wrongIn(scan) ?? scan;
}

function wrongIn({ frame, components, first, last, high, low }: Scan): string | undefined {
  if (!frame.progressive) {
    if (first !== 0 || last !== 63 || high !== 0 || low !== 0) return 'a scan has other bands';
  } else if (
    last > 63 ||
    first > last ||
    (first === 0) !== (last === 0) ||
    (first > 0 && components.length > 1) ||
    low > 13 ||
    (high !== 0 && high !== low + 1)
  ) {
    return `a scan has the band ${first} to ${last}, bits ${high} to ${low}`;
  }
  const needsDc = first === 0 && high === 0;
  const needsAc = last > 0;
  if (components.some(({ dc, ac }) => (needsDc && !dc) || (needsAc && !ac))) {
    return 'a scan has no Huffman table';
  }
  return undefined;
}

/** The table of a band, which is of one component. */
export function bandTable({ components }: Scan): HuffmanTable {
  return (components[0] as Scanned).ac as HuffmanTable;
}

/** What the scans of a picture have said so far: by component and coefficient, down to which bit. */
export class SaidSoFar {
  private readonly lows: ReadonlyMap<Component, Int8Array>;

  constructor({ components }: Frame) {
    this.lows = new Map(components.map((one) => [one, new Int8Array(BLOCK).fill(-1)]));
  }

  /** Whether a scan goes on where those before it ended, as it is taken to have done then. */
  goesOn({ components, first, last, high, low }: Scan): boolean {
    const expected = high === 0 ? -1 : high;
    const all = components.map(({ component }) => this.lows.get(component) as Int8Array);
    const bands = all.map((one) => one.subarray(first, last + 1));
    if (bands.some((band) => band.some((bit) => bit !== expected))) return false;
    for (const band of bands) band.fill(low);
    return true;
  }
}
