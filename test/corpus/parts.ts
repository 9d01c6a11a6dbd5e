import { FieldWriter } from '../../src/container/fields.js';
import { decodeHeader } from '../../src/container/header.js';
import { putTogether, type RawBlock, type RawPart, takeApart } from '../fuzz/blocks.js';

/** A whole file from other blocks for its first part. */
export function withBlocks(
  file: Uint8Array,
  change: (blocks: readonly RawBlock[]) => readonly RawBlock[],
): Uint8Array {
  const [part, ...others] = takeApart(file) as [RawPart, ...RawPart[]];
  return putTogether([{ ...part, blocks: change(part.blocks) }, ...others]);
}

/** Another payload for the n-th block of a type, from 0, its check made good. */
export function withPayload(
  file: Uint8Array,
  type: string,
  change: (payload: Uint8Array) => Uint8Array,
  n = 0,
): Uint8Array {
  return withBlocks(file, (blocks) => {
    const at = blocks.flatMap((block, i) => (block.type === type ? [i] : []))[n] as number;
    const block = blocks[at] as RawBlock;
    return blocks.with(at, { type, payload: change(block.payload) });
  });
}

/** A block put in before the n-th, or, from the end, a negative n. */
export function withBlock(file: Uint8Array, n: number, block: RawBlock): Uint8Array {
  return withBlocks(file, (blocks) => blocks.toSpliced(n, 0, block));
}

/** Without the blocks of some types. */
export function without(file: Uint8Array, ...types: string[]): Uint8Array {
  return withBlocks(file, (blocks) => blocks.filter(({ type }) => !types.includes(type)));
}

/** A bit flipped in the check of the first block of a type, or in its length. */
export function flipped(file: Uint8Array, type: string, where: 'check' | 'length'): Uint8Array {
  let at = 8;
  for (const block of (takeApart(file)[0] as RawPart).blocks) {
    const end = at + 13 + block.payload.length;
    if (block.type === type) return withByte(file, where === 'check' ? end - 1 : at + 4, 1);
    at = end;
  }
  throw new Error(`no block of type ${type}`);
}

/** A byte changed by exclusive or. */
export function withByte(file: Uint8Array, at: number, mask: number): Uint8Array {
  return Uint8Array.from(file, (byte, i) => (i === at ? byte ^ mask : byte));
}

/** The first block of a type. */
export function blockOf(file: Uint8Array, type: string): RawBlock {
  const found = takeApart(file).flatMap(({ blocks }) => blocks.filter((b) => b.type === type))[0];
  if (!found) throw new Error(`no block of type ${type}`);
  return found;
}

/** The fields of a header as bytes, in their order. */
export type HeaderFields = Readonly<
  Record<
    | 'flags'
    | 'dataFormat'
    | 'dtype'
    | 'rank'
    | 'shape'
    | 'levels'
    | 'head'
    | 'modelName'
    | 'specDigest'
    | 'weightsDigest'
    | 'seed'
    | 'lanes'
    | 'chunkItems'
    | 'sideBytes',
    Uint8Array
  >
>;

/** A file with some fields of its header written otherwise. */
export function withHeader(file: Uint8Array, changes: Partial<HeaderFields>): Uint8Array {
  return withPayload(file, 'H', (payload) => {
    const header = decodeHeader(payload);
    const fields: HeaderFields = {
      flags: payload.subarray(0, 1),
      dataFormat: text(header.dataFormat),
      dtype: text(header.dtype),
      rank: varint(header.shape.length),
      shape: Buffer.concat(header.shape.map(varint)),
      levels: varint(header.levels),
      head: bytes(header.head),
      modelName: text(header.modelName),
      specDigest: header.specDigest,
      weightsDigest: header.weightsDigest,
      seed: u32(header.seed),
      lanes: varint(header.lanes),
      chunkItems: varint(header.chunkItems),
      sideBytes: header.sideBytes > 0 ? varint(header.sideBytes) : NONE,
    };
    return Buffer.concat(Object.values({ ...fields, ...changes }));
  });
}

export const NONE = new Uint8Array(0);

export function varint(value: number): Uint8Array {
  return new FieldWriter().varint(value).finish();
}

export function bytes(value: Uint8Array): Uint8Array {
  return new FieldWriter().bytes(value).finish();
}

export function text(value: string): Uint8Array {
  return new FieldWriter().text(value).finish();
}

export function u32(value: number): Uint8Array {
  return new FieldWriter().u32(value).finish();
}

export function u64(value: number): Uint8Array {
  return new FieldWriter().u64(value).finish();
}
