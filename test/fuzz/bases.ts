import { seekableBytes } from '../../src/bytes/seekable.js';
import { concat } from '../../src/pipeline/concat.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import type { CompressOptions } from '../../src/pipeline/encode/compressOptions.js';
import { Random } from '../../src/train/random.js';
import { npyFile } from '../data/npyFile.js';
import { collect, idxFile } from '../data.js';
import { makeJpegs } from './jpegs.js';
import { findModel, RARE, SHAPE, SIZE } from './models.js';

/** A sound file, and what it restores. */
export interface Base {
  readonly name: string;
  readonly file: Uint8Array;
  readonly restored: Uint8Array;
  /** Bytes of what is restored before the items, and of each item. */
  readonly headBytes: number;
  readonly itemBytes: number;
  /** Sound files that it consists of, each of which a cut may leave alone. */
  readonly parts?: readonly Base[];
}

const random = new Random(20);
const IDX_HEAD = 16;
const PROVENANCE = { creator: 'fuzz', comment: 'é', name: 'x', mtime: '-1.5', mode: '640' };

/**
 * Files with one chunk and with many, with and without order, coded and plain, with and without index,
 * in parts and joined, small and packed, with all blocks that there are, labels, bytes after the items, wide elements and
 * models that learn, numbers taken apart; and an empty one.
 */
export async function makeBases(): Promise<Base[]> {
  const part = await squeeze('noise', bits(11), { chunkItems: 4, lanes: 2 });
  const other = await squeeze('noise', bits(9), { chunkItems: 9, embedModel: true });
  const both = idxFile([20, ...SHAPE], Buffer.concat([part, other].map(itemsOf)));
  const files = [part, other].map(({ file }) => ({ name: 'x', input: seekableBytes(file) }));
  const little = await squeeze('noise', bits(5), {});
  const smallParts = [little, await squeeze('noise', bits(3), {}), part];
  const small = idxFile([19, ...SHAPE], Buffer.concat(smallParts.map(itemsOf)));
  const smallFiles = smallParts.map(({ file }) => ({ name: 'x', input: seekableBytes(file) }));
  const tailed = Buffer.concat([bits(12), text(2000)]);
  return [
    await base('noise', 'noise', bits(40), { chunkItems: 7, provenance: PROVENANCE }),
    await base('autoencoder', 'autoencoder', bits(60), { chunkItems: 50, lanes: 4, seed: 9 }),
    await base('unordered', 'noise', bits(30, true), {
      chunkItems: 30,
      unordered: true,
      version: 1,
    }),
    await base('single', 'autoencoder', bits(1), { version: 1 }),
    await base('empty', 'noise', bits(0), { version: 1 }),
    await base('small', 'autoencoder', bits(9), { provenance: PROVENANCE, seed: 9 }),
    await base('smallPlain', 'noise', bits(1)),
    await base('smallEmpty', 'noise', bits(0)),
    await base('smallUnordered', 'noise', bits(30, true), { unordered: true }),
    await base('smallTail', 'mixing', Buffer.concat([bits(6), text(90)])),
    await base('numbered', 'bytes', idxFile([5, 30], text(150)), {}, [12, 30]),
    bitsOfParts('smallParts', smallParts, small),
    bitsBase('smallJoined', await collect(concat(smallFiles)), small),
    await base('packed', 'autoencoder', tailed, { chunkItems: 5, embedModel: true }),
    bitsOfParts('parts', [part, other], both),
    bitsBase('joined', await collect(concat(files)), both),
    await base('embedded', 'autoencoder', bits(20), { chunkItems: 8, embedModel: true }),
    await base('tail', 'noise', tailed, { chunkItems: 5, version: 1 }),
    await base('mixing', 'mixing', idxFile([6, 40], text(240)), { chunkItems: 3 }, [12, 40]),
    await base('wide', 'prediction', waves(), { chunkItems: 20 }, [8, 2]),
    await base('experts', 'experts', squares(), { chunkItems: 2 }, [IDX_HEAD, 144]),
    await base('labels', 'mixing', labelled(), { chunkItems: 1 }, [0, 3073]),
    await base('numbers', 'numbers', prices(), { chunkItems: 400, format: 'bytes' }, [0, 1]),
    ...(await jpegBases()),
  ];
}

/** Coefficients of JPEG files: by each way of coding them, in one chunk and in several, and of two pictures. */
async function jpegBases(): Promise<Base[]> {
  const names = ['baseline', 'progressive', 'restarts', 'gray', 'cmyk', 'several'];
  const files = (await makeJpegs()).filter(({ name }) => names.includes(name));
  return Promise.all(
    files.map(({ name, file }, i) => {
      const options = i % 2 === 0 ? { chunkItems: 5 } : {};
      return base(`jpeg${name}`, 'jpeg', file, options, [0, 1]);
    }),
  );
}

interface Squeezed {
  readonly file: Uint8Array;
  readonly restored: Uint8Array;
}

async function squeeze(
  model: string,
  restored: Uint8Array,
  options: CompressOptions,
): Promise<Squeezed> {
  const found = findModel({ modelName: model });
  const file = await collect(compress([restored], () => found, options));
  // No Buffer, whose slices are views: what is damaged has to be a copy.
  return { file: new Uint8Array(file), restored };
}

async function base(
  name: string,
  model: string,
  original: Uint8Array,
  options: CompressOptions = {},
  [headBytes, itemBytes] = [IDX_HEAD, SIZE] as readonly [number, number],
): Promise<Base> {
  return { name, ...(await squeeze(model, original, options)), headBytes, itemBytes };
}

function bitsBase(name: string, file: Uint8Array, restored: Uint8Array): Base {
  return { name, file: new Uint8Array(file), restored, headBytes: IDX_HEAD, itemBytes: SIZE };
}

/** A file of parts one after another, of which a damage may leave one alone, and a cut the first ones. */
function bitsOfParts(name: string, parts: readonly Squeezed[], restored: Uint8Array): Base {
  const first = parts.slice(1, -1).map((_, i) => joined(parts.slice(0, i + 2)));
  return {
    ...bitsBase(name, Buffer.concat(parts.map(({ file }) => file)), restored),
    parts: [...parts, ...first].map((part) => bitsBase('a part', part.file, part.restored)),
  };
}

/** Parts one after another, and all that they restore. */
function joined(parts: readonly Squeezed[]): Squeezed {
  const items = Buffer.concat(parts.map(itemsOf));
  return {
    file: Buffer.concat(parts.map(({ file }) => file)),
    restored: idxFile([items.length / SIZE, ...SHAPE], items),
  };
}

function itemsOf({ restored }: Squeezed): Uint8Array {
  return restored.subarray(IDX_HEAD);
}

/** Items that the models of bits are for. */
function bits(items: number, sorted = false): Uint8Array {
  const drawn = Array.from({ length: items }, () =>
    Buffer.from(Array.from({ length: SIZE }, () => Number(random.uniform() < RARE))),
  );
  if (sorted) drawn.sort(Buffer.compare);
  return idxFile([items, ...SHAPE], Buffer.concat(drawn));
}

function text(n: number): Uint8Array {
  const words = ['lane ', 'word ', 'chunk ', 'item '];
  let written = '';
  while (written.length < n) written += words[Math.floor(random.uniform() * words.length)];
  return Buffer.from(written.slice(0, n));
}

/** An idx file of numbers of two bytes. */
function waves(): Uint8Array {
  const numbers = Buffer.alloc(2 * 50);
  for (let i = 0; i < 50; i++)
    numbers.writeInt16BE(20 * i + Math.floor(random.uniform() * 9), 2 * i);
  const file = idxFile([50], numbers);
  file[2] = 0x0b;
  return file;
}

/** Pictures of 12 x 12. */
function squares(): Uint8Array {
  const pixel = (i: number) => (i % 12) * 9 + Math.floor(random.uniform() * 5);
  return idxFile(
    [3, 12, 12],
    Uint8Array.from({ length: 3 * 144 }, (_, i) => pixel(i)),
  );
}

/** A NumPy file of prices, one of which is missing, as bytes. */
function prices(): Uint8Array {
  const values = Float64Array.from({ length: 90 }, (_, i) =>
    i === 40 ? Number.NaN : ((i * 7) % 100) / 100,
  );
  return npyFile('<f8', [90], new Uint8Array(values.buffer));
}

/** Two pictures of CIFAR-10. */
function labelled(): Uint8Array {
  const picture = (label: number) =>
    Uint8Array.from({ length: 3073 }, (_, i) => (i === 0 ? label : (i >> 5) & 255));
  return Buffer.concat([picture(3), picture(7)]);
}
