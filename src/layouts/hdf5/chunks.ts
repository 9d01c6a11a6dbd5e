/** Data sets that are stored in chunks, by trees of version 1 (section III.A.1) or one after another. */
import { dense, repeated } from '../build.js';
import type { Field } from '../layout.js';
import { hasAt } from '../reader.js';
import { fieldsOfRuns, type Placed } from '../runs.js';
import type { Hdf5 } from './superblock.js';

/** More levels than a tree can have. */
const HIGHEST = 256;

/** Where chunks are whose tree begins at a place, in the order of the tree. */
export function chunksOfTree(file: Hdf5, root: number, rank: number): number[] {
  const { reader, addressBytes } = file;
  const chunks: number[] = [];
  const seen = new Set<number>();
  const visit = (node: number, above: number): void => {
    file.step();
    const start = reader.bytes(node, 8);
    const [level = 0, entries] = [start[5], reader.u16(node + 6)];
    if (seen.has(node) || !hasAt(start, 0, 'TREE') || start[4] !== 1 || level >= above) return;
    seen.add(node);
    const key = 8 + 8 * (rank + 1);
    let at = node + 8 + 2 * addressBytes;
    for (let i = 0; i < entries; i++) {
      file.step();
      const child = file.placeAt(at + key);
      if (child !== undefined && level > 0) visit(child, level);
      else if (child !== undefined) chunks.push(child);
      at += key + addressBytes;
    }
  };
  visit(root, HIGHEST);
  return chunks;
}

/** The fields of chunks of a size, each an array of elements. */
export function chunkFields(
  chunks: readonly number[],
  element: readonly Field[],
  sizes: readonly number[],
  bytes: number,
): Field[] {
  const fields = repeated(element, 0, dense(sizes, bytes));
  return fieldsOfRuns(chunks.map((at): Placed => ({ at, fields })));
}
