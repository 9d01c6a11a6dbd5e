import { makeJpegs } from '../fuzz/jpegs.js';
import { squeeze } from './good.js';

/** A JPEG file of a kind, of which something becomes; by a model that knows nothing of pictures. */
async function of(
  kind: string,
  become: (file: Uint8Array) => Uint8Array = (file) => file,
  model = 'prediction',
): Promise<Uint8Array> {
  const base = (await makeJpegs()).find(({ name }) => name === kind);
  if (!base) throw new Error(`no JPEG file of the kind ${kind}`);
  // These are so small that bytes would take less.
  const format = model === 'mixing' ? 'bytes' : 'jpeg';
  return squeeze(
    new Uint8Array(become(base.file)),
    { chunkItems: 40, format, asBytes: false },
    model,
  );
}

const after = (bytes: string) => (file: Uint8Array) => Buffer.concat([file, Buffer.from(bytes)]);
const frameOf = (file: Uint8Array) =>
  file.findIndex((byte, i) => byte === 0xff && (file[i + 1] === 0xc0 || file[i + 1] === 0xc1));

/** JPEG files of each kind that comes back by its coefficients, and one that is bytes. */
export const GOOD_JPEG: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  'good-jpeg-baseline': () => of('baseline'),
  'good-jpeg-standard-tables': () => of('standardTables'),
  'good-jpeg-progressive': () => of('progressive'),
  'good-jpeg-gray': () => of('gray'),
  'good-jpeg-cmyk': () => of('cmyk'),
  'good-jpeg-12-bits': () => of('wide'),
  'good-jpeg-restarts': () => of('restarts'),
  'good-jpeg-scans-of-one-component': () => of('alone'),
  'good-jpeg-several-pictures': () => of('several'),
  'good-jpeg-cut': () => of('fine', (file) => file.subarray(0, -200)),
  'good-jpeg-cut-progressive': () => of('progressive', (file) => file.subarray(0, -150)),
  'good-jpeg-damaged': () => of('fine', (file) => file.with(file.length - 300, 0xff)),
  'good-jpeg-fill-of-zeros': () => of('gray', (file) => file.with(file.length - 3, 0)),
  'good-jpeg-data-after-its-end': () => of('baseline', after('SEFT and what a telephone adds')),
  'good-jpeg-arithmetic': () =>
    of('baseline', (file) => file.with(frameOf(file) + 1, 0xc9), 'mixing'),
};
