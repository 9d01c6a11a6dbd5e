/** Tables of codes and of quantisation as segments define them: ITU-T T.81, B.2.4.1 and B.2.4.2. */

import { BLOCK } from '../../codecs/learning/blocks.js';
import { type HuffmanTable, huffmanTable } from './huffman.js';

/** A table in a segment. */
interface TableAt {
  /** Its class, or size of a step, and number. */
  readonly id: number;
  /** What follows that, in the segment. */
  readonly from: number;
  readonly end: number;
}

/** Where the tables of a DHT segment are; what is no table ends them. */
export function huffmanTablesIn(payload: Uint8Array): TableAt[] {
  const tables: TableAt[] = [];
  for (let at = 0; at < payload.length; ) {
    const from = at + 1;
    const counts = payload.subarray(from, from + 16);
    const end = from + 16 + counts.reduce((sum, count) => sum + count, 0);
    if (end > payload.length || end - from - 16 > 256) break;
    tables.push({ id: payload[at] as number, from, end });
    at = end;
  }
  return tables;
}

/** The same of a DQT segment. */
export function stepTablesIn(payload: Uint8Array): TableAt[] {
  const tables: TableAt[] = [];
  for (let at = 0; at < payload.length; ) {
    const id = payload[at] as number;
    const from = at + 1;
    const end = from + BLOCK * ((id >> 4) + 1);
    if (id >> 4 > 1 || end > payload.length) break;
    tables.push({ id, from, end });
    at = end;
  }
  return tables;
}

/** Takes the tables of a DHT segment. Returns whether they are sound. */
export function takeCodes(
  payload: Uint8Array,
  { dc, ac }: { dc: (HuffmanTable | undefined)[]; ac: (HuffmanTable | undefined)[] },
): boolean {
  const tables = huffmanTablesIn(payload);
  for (const { id, from, end } of tables) {
    const symbols = payload.subarray(from + 16, end);
    const table = huffmanTable(payload.subarray(from, from + 16), symbols);
    if (!table || (id & 0xef) > 3) return false;
    (id >> 4 ? ac : dc)[id & 15] = table;
  }
  return (tables.at(-1)?.end ?? 0) === payload.length;
}

/** Takes the tables of a DQT segment, 64 steps in zigzag order. Returns whether they are sound. */
export function takeSteps(payload: Uint8Array, steps: (Uint16Array | undefined)[]): boolean {
  const tables = stepTablesIn(payload);
  for (const { id, from, end } of tables) {
    if ((id & 15) > 3) return false;
    const bytes = payload.subarray(from, end);
    steps[id & 15] = Uint16Array.from({ length: BLOCK }, (_, k) =>
      id >> 4
        ? ((bytes[2 * k] as number) << 8) | (bytes[2 * k + 1] as number)
        : (bytes[k] as number),
    );
  }
  return (tables.at(-1)?.end ?? 0) === payload.length;
}
