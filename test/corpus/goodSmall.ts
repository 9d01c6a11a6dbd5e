import { readFileSync } from 'node:fs';
import { seekableBytes } from '../../src/bytes/seekable.js';
import { packageFile } from '../../src/package.js';
import { concat } from '../../src/pipeline/concat.js';
import { collect, mnistSlice } from '../data.js';
import { little } from './badSmall.js';
import { bits, squeeze } from './good.js';

const words = () => readFileSync(packageFile('LICENSE')).subarray(0, 600);

/** Files of small parts that are as they should be, and parts that are packed, by name. */
export const GOOD_SMALL: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  'good-small-byte': () => little(Uint8Array.of(65)),
  'good-small-empty': () => little(new Uint8Array(0)),
  'good-small-text': () => little(words()),
  'good-small-seed': () => little(mnistSlice(0, 2), 'mnist-binary-vae', { seed: 9 }),
  'good-small-unordered': () => little(mnistSlice(0, 9), 'mnist-binary-vae', { unordered: true }),
  'good-small-tail': () => little(Buffer.concat([mnistSlice(0, 2), words()]), 'mnist-binary-vae'),
  'good-small-comment': () => little(words(), 'bytes', { provenance: { comment: 'für' } }),
  'good-small-parts': async () => {
    const part = (from: number, to: number) => little(mnistSlice(from, to), 'mnist-binary-vae');
    const inBlocks = little(mnistSlice(5, 9), 'mnist-binary-vae', { version: 1 });
    return Buffer.concat([await part(0, 2), await inBlocks, await part(2, 3)]);
  },
  'good-small-joined': async () => {
    const part = (from: number, to: number) => little(mnistSlice(from, to), 'mnist-binary-vae');
    const files = await Promise.all([part(0, 2), part(2, 3), part(3, 3)]);
    const inputs = files.map((file) => ({ name: 'x', input: seekableBytes(file) }));
    return new Uint8Array(await collect(concat(inputs)));
  },
  'good-packed': async () =>
    squeeze(Buffer.concat([bits(20), words()]), { chunkItems: 8 }, 'autoencoder'),
};
