import { seekableBytes } from '../../src/bytes/seekable.js';
import { concat } from '../../src/pipeline/concat.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import type { CompressOptions } from '../../src/pipeline/encode/compressOptions.js';
import { Random } from '../../src/train/random.js';
import { collect, idxFile } from '../data.js';
import { findModel, RARE, SHAPE, SIZE } from '../fuzz/models.js';
import { text, withBlocks, withPayload } from './parts.js';

/** An idx file that the models of bits are for. */
export function bits(items: number, seed = 1): Uint8Array {
  const random = new Random(seed);
  const drawn = Uint8Array.from({ length: items * SIZE }, () => Number(random.uniform() < RARE));
  return idxFile([items, ...SHAPE], drawn);
}

/** Compresses with the model inside, so that a file says all of itself. */
export async function squeeze(
  original: Uint8Array,
  options: CompressOptions = {},
  model = 'noise',
): Promise<Uint8Array> {
  const found = findModel({ modelName: model });
  const squeezed = compress([original], () => found, { embedModel: true, ...options });
  return new Uint8Array(await collect(squeezed));
}

/** Two files joined as concat does it. */
export async function joined(): Promise<Uint8Array> {
  const files = [await squeeze(bits(8), { chunkItems: 4 }), await squeeze(bits(5, 2))];
  const inputs = files.map((file) => ({ name: 'x', input: seekableBytes(file) }));
  return new Uint8Array(await collect(concat(inputs)));
}

/** Two pictures with labels, as CIFAR-10 has them. */
export function pictures(): Uint8Array {
  const picture = (label: number) =>
    Uint8Array.from({ length: 3073 }, (_, i) => (i === 0 ? label : (i >> 5) & 255));
  return Buffer.concat([picture(3), picture(7)]);
}

const words = Buffer.from('to code a word, push the word; to decode it, pop the word. '.repeat(4));
const PROVENANCE = { creator: 'x 1', comment: 'für', name: 'bits', mtime: '-1.25', mode: '640' };

/** A block that a reader may skip. */
const UNKNOWN = { type: 'x', payload: text('?') };

/** An npy file of a float for each of so many steps. */
function floats(): Uint8Array {
  const head = "{'descr': '<f4', 'fortran_order': False, 'shape': (12, 2), }".padEnd(117);
  const values = Float32Array.from({ length: 24 }, (_, i) => (i % 2 ? i / 8 : -i));
  return Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00v\x00', 'latin1'),
    Buffer.from(`${head}\n`),
    Buffer.from(values.buffer),
  ]);
}

/** A wav file of two channels of 16 bits, and a chunk after them. */
function sound(): Uint8Array {
  const head = Buffer.alloc(44);
  head.write('RIFF\x00\x00\x00\x00WAVEfmt ', 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(2, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(32000, 28);
  head.writeUInt16LE(4, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(160, 40);
  const samples = Buffer.alloc(160);
  for (let i = 0; i < 80; i++) samples.writeInt16LE((i % 2 ? 3 : -5) * i, 2 * i);
  const after = Buffer.from('note\x04\x00\x00\x00soft', 'latin1');
  head.writeUInt32LE(36 + 160 + after.length, 4);
  return Buffer.concat([head, samples, after]);
}

/** Files that are as they should be, one for each thing that a file may have, by name. */
export const GOOD: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  'good-empty': () => squeeze(bits(0)),
  'good-plain': () => squeeze(bits(1)),
  'good-message': () => squeeze(bits(30)),
  'good-lanes': () => squeeze(bits(4000), { lanes: 4096, seed: 0xffffffff }),
  'good-autoencoder': () => squeeze(bits(100), { lanes: 4 }, 'autoencoder'),
  'good-chunks': () => squeeze(bits(20), { chunkItems: 5 }),
  'good-unordered': () => squeeze(bits(30), { unordered: true }),
  'good-provenance': () => squeeze(bits(2), { provenance: PROVENANCE }),
  'good-unknown-provenance': async () =>
    withPayload(await squeeze(bits(2), { provenance: PROVENANCE }), 'p', (payload) =>
      Buffer.concat([payload, text('mood'), text('calm')]),
    ),
  'good-unknown-block': async () =>
    withBlocks(await squeeze(bits(9)), (blocks) => blocks.flatMap((block) => [block, UNKNOWN])),
  'good-joined': joined,
  'good-parts-of-bytes': async () => {
    const part = await squeeze(Buffer.from('bytes and bytes'), {}, 'mixing');
    return Buffer.concat([part, part]);
  },
  'good-parts': async () =>
    Buffer.concat([
      await squeeze(bits(8), { chunkItems: 4 }),
      await squeeze(bits(5, 2), { seed: 5 }),
    ]),
  'good-short-tail': async () => squeeze(Buffer.concat([bits(9), words.subarray(0, 9)])),
  'good-long-tail': async () => squeeze(Buffer.concat([bits(9), words])),
  'good-bytes': () => squeeze(words, {}, 'mixing'),
  'good-side-bytes': () => squeeze(pictures(), { chunkItems: 1 }, 'mixing'),
  'good-raw': () =>
    squeeze(
      words.subarray(0, 80),
      { raw: { dtype: 'i32', shape: [2], byteOrder: 'big' } },
      'prediction',
    ),
  'good-npy': () => squeeze(floats(), {}, 'prediction'),
  'good-wav': () => squeeze(sound(), {}, 'prediction'),
  'good-pnm': () =>
    squeeze(
      Buffer.concat([Buffer.from('P5 # gray\n16 12 255\n'), words.subarray(0, 192)]),
      {},
      'experts',
    ),
};
