import { decodeHeader, encodeHeader, type Header } from '../../src/container/header.js';
import { decodeSmallPart, encodeSmall } from '../../src/container/smallPart.js';
import type { Random } from '../../src/train/random.js';
import { framed, isSmall, putTogether, type RawBlock, type RawPart, takeApart } from './blocks.js';

/** Damages a file. Two sound files are given, to splice. */
export type Mutation = (file: Uint8Array, random: Random, other: Uint8Array) => Uint8Array;

const below = (random: Random, n: number): number => Math.floor(random.uniform() * n);
const pick = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)] as T;

/** Numbers that break things. */
const EXTREMES = [0, 1, 2, 127, 128, 255, 65535, 65536, 0x7fffffff, 0xffffffff, 2 ** 53 - 1];

/** Flips one to three bits. */
const flips: Mutation = (file, random) => {
  const out = file.slice();
  for (let n = 1 + below(random, 3); n > 0; n--) {
    const at = below(random, out.length);
    out[at] = (out[at] as number) ^ (1 << below(random, 8));
  }
  return out;
};

/** Keeps a piece of the start, or leaves a piece of it out. */
const cuts: Mutation = (file, random) =>
  random.uniform() < 0.7
    ? file.slice(0, below(random, file.length))
    : file.slice(below(random, file.length));

/** The start of one file, the end of another, or a piece of it in between. */
const splices: Mutation = (file, random, other) => {
  const at = below(random, file.length);
  const from = below(random, other.length);
  const to = random.uniform() < 0.5 ? other.length : from + below(random, other.length - from);
  const rest = random.uniform() < 0.5 ? file.subarray(at) : new Uint8Array(0);
  return Buffer.concat([file.subarray(0, at), other.subarray(from, to), rest]);
};

/** Bytes put in, or taken out, anywhere. */
const shifts: Mutation = (file, random) => {
  const at = below(random, file.length);
  const n = 1 + below(random, 8);
  return random.uniform() < 0.5
    ? Buffer.concat([file.subarray(0, at), file.subarray(at + n)])
    : Buffer.concat([file.subarray(0, at), noise(random, n), file.subarray(at)]);
};

/** A whole run of bytes overwritten: a bad sector. */
const sectors: Mutation = (file, random) => {
  const out = file.slice();
  const at = below(random, out.length);
  const run = noise(random, Math.min(1 + below(random, 64), out.length - at));
  out.set(random.uniform() < 0.5 ? run : run.fill(0), at);
  return out;
};

/** The length of a block set to anything, its check left as it was. */
const lengths: Mutation = (file, random) => {
  const parts = takeApart(file);
  const out = file.slice();
  const starts: number[] = [];
  let at = 0;
  for (const part of parts) {
    at += part.magic.length;
    for (const block of part.blocks) {
      // The length of a small part has no type before it.
      starts.push(isSmall(part) ? at - 1 : at);
      at += framed(part, block).length;
    }
  }
  const length = random.uniform() < 0.5 ? pick(random, EXTREMES) : random.uint32();
  new DataView(out.buffer, out.byteOffset).setUint32(pick(random, starts) + 1, length, true);
  return out;
};

/** One payload changed, and its check made good: what a forger would write. */
function forged(change: (payload: Uint8Array, random: Random) => Uint8Array): Mutation {
  return (file, random) =>
    inBlock(file, random, ({ type, payload }) => ({ type, payload: change(payload, random) }));
}

const forgedFlip = forged((payload, random) =>
  payload.length > 0 ? flips(payload, random, payload) : payload,
);
const forgedCut = forged((payload, random) => payload.slice(0, below(random, payload.length + 1)));
const forgedShift = forged((payload, random) => shifts(payload, random, payload));

/** A huge varint in the place of a byte. */
const forgedVarint = forged((payload, random) => {
  const at = below(random, payload.length + 1);
  const continued = new Uint8Array(1 + below(random, 9)).fill(0xff);
  return Buffer.concat([
    payload.subarray(0, at),
    continued,
    Uint8Array.of(below(random, 128)),
    payload.subarray(at + 1),
  ]);
});

/** Another type for a block. */
const retyped: Mutation = (file, random) =>
  inBlock(file, random, ({ payload }) => ({
    type: String.fromCharCode(random.uniform() < 0.8 ? 65 + below(random, 58) : below(random, 256)),
    payload,
  }));

/** Blocks doubled, left out, exchanged, or put in from another file. */
const reordered: Mutation = (file, random, other) => {
  const parts = takeApart(file);
  const blocks = parts.flatMap((part) => part.blocks);
  const at = below(random, blocks.length);
  const strange = pick(
    random,
    takeApart(other).flatMap((part) => part.blocks),
  );
  const block = blocks[at] as RawBlock;
  const changed = pick(random, [
    [...blocks.slice(0, at), block, ...blocks.slice(at)],
    [...blocks.slice(0, at), ...blocks.slice(at + 1)],
    [...blocks.slice(0, at), ...blocks.slice(at + 1), block],
    [...blocks.slice(0, at), strange, ...blocks.slice(at)],
    [...blocks.slice(0, at), strange, ...blocks.slice(at + 1)],
  ]);
  return putTogether([{ magic: (parts[0] as RawPart).magic, blocks: changed }]);
};

/** One field of the header set to something that breaks things. */
const headers: Mutation = (file, random) => {
  const [part, ...parts] = takeApart(file) as [RawPart, ...RawPart[]];
  const [block, ...blocks] = part.blocks as [RawBlock, ...RawBlock[]];
  const small = isSmall(part) ? decodeSmallPart(putTogether([part])) : undefined;
  const header = small?.header ?? decodeHeader(block.payload);
  const number = (): number =>
    random.uniform() < 0.6 ? pick(random, EXTREMES) : below(random, 100);
  const changes: Partial<Header>[] = [
    { levels: number() },
    { lanes: number() },
    { chunkItems: number() },
    { seed: random.uint32() },
    { sideBytes: Math.max(1, number()) },
    { shape: Array.from({ length: below(random, 10) }, number) },
    { shape: header.shape.map((size) => (random.uniform() < 0.5 ? number() : size)) },
    { head: noise(random, below(random, 40)) },
    { dtype: pick(random, ['u8', 'u16', 'u32', 'i8', 'f64', '', '\u0000']) },
    { dataFormat: pick(random, ['idx', 'npy', 'bytes', '../../x', '']) },
    { modelName: pick(random, ['', '..', '/etc/passwd', 'a'.repeat(5000), '\n']) },
    { specDigest: noise(random, 32) },
    { weightsDigest: noise(random, 32) },
    { unordered: !header.unordered },
    { packed: !header.packed },
    { digestBytes: header.digestBytes === 8 ? 32 : 8 },
  ];
  const changedHeader = { ...header, ...pick(random, changes) };
  if (small) {
    const { chunk, trailer, provenance } = small;
    const front = { header: changedHeader, provenance };
    const again = encodeSmall(front, chunk ? [chunk] : [], trailer) as Uint8Array;
    return Buffer.concat([again, putTogether(parts)]);
  }
  const payload = encodeHeader(changedHeader);
  const changed = [{ type: block.type, payload }, ...blocks];
  return putTogether([{ magic: part.magic, blocks: changed }, ...parts]);
};

/** Every way in which files are damaged here, by name. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  flips,
  cuts,
  splices,
  shifts,
  sectors,
  lengths,
  forgedFlip,
  forgedCut,
  forgedShift,
  forgedVarint,
  retyped,
  reordered,
  headers,
};

/** Those that make checks good again, or put blocks with good checks where they do not belong. */
export const FORGERIES: ReadonlySet<string> = new Set([
  'splices',
  'forgedFlip',
  'forgedCut',
  'forgedShift',
  'forgedVarint',
  'retyped',
  'reordered',
  'headers',
]);

function inBlock(
  file: Uint8Array,
  random: Random,
  change: (block: RawBlock) => RawBlock,
): Uint8Array {
  const parts = takeApart(file);
  const p = below(random, parts.length);
  const { magic, blocks } = parts[p] as RawPart;
  const b = below(random, blocks.length);
  const changed = blocks.map((block, i) => (i === b ? change(block) : block));
  return putTogether(parts.map((part, i) => (i === p ? { magic, blocks: changed } : part)));
}

function noise(random: Random, n: number): Uint8Array {
  return Uint8Array.from({ length: n }, () => random.uint32() & 255);
}
