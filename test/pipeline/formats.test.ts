import { expect } from 'chai';
import { seekableBytes } from '../../src/bytes/seekable.js';
import type { OpenOptions } from '../../src/data/open.js';
import { type Model, makeModel } from '../../src/model/model.js';
import { concat } from '../../src/pipeline/concat.js';
import { decompress } from '../../src/pipeline/decode/decompress.js';
import { decompressItems } from '../../src/pipeline/decode/select.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import type { CompressOptions } from '../../src/pipeline/encode/compressOptions.js';
import { salvage } from '../../src/pipeline/salvage/salvage.js';
import { npyFile } from '../data/npyFile.js';
import { collect } from '../data.js';

/** A model of bytes, or of numbers of two bytes, of any shape. */
function modelOf(dtype: string): Model {
  const codec = { type: 'adaptivePrediction' };
  const spec = { format: 1, name: 'any', data: { dtype }, codec };
  return makeModel(JSON.stringify(spec), new Uint8Array(0), 'any');
}

const samples = Uint8Array.from({ length: 20_000 }, (_, i) => (i * i) >> 4);

interface Kind {
  readonly name: string;
  readonly dtype: string;
  readonly options?: OpenOptions;
  file(from: number, to: number): Uint8Array;
}

const KINDS: readonly Kind[] = [
  { name: 'bytes', dtype: 'u8', options: { format: 'bytes' }, file: (a, b) => samples.slice(a, b) },
  {
    name: 'npy',
    dtype: 'u16',
    file: (a, b) => npyFile('<u2', [b - a, 5], samples.slice(10 * a, 10 * b)),
  },
  {
    name: 'raw',
    dtype: 'u16',
    options: { raw: { dtype: 'u16', shape: [5], byteOrder: 'big' } },
    file: (a, b) => samples.slice(10 * a, 10 * b),
  },
];

describe('parts, items and losses', () => {
  for (const { name, dtype, options, file } of KINDS) {
    const model = () => modelOf(dtype);
    const pack = (bytes: Uint8Array, more: CompressOptions = {}) =>
      collect(compress([bytes], model, { ...options, ...more }));
    const same = (got: Uint8Array, expected: Uint8Array) =>
      expect(Buffer.compare(got, expected)).to.equal(0);

    it(`of ${name} files are as of idx files`, async () => {
      const [one, two] = [
        await pack(file(0, 300), { chunkItems: 100 }),
        await pack(file(300, 1200)),
      ];
      const both = seekableBytes(Buffer.concat([one, two]));
      same(await collect(decompress(both, model)), file(0, 1200));
      const joined = await collect(concat([{ name: 'both', input: both }]));
      same(await collect(decompress([joined], model)), file(0, 1200));
      const items = decompressItems(both, [{ from: 250, to: 310 }], model);
      same(await collect(items), file(250, 310));

      const bad = Buffer.from(one);
      const at = bad.indexOf('C', bad.length / 2);
      bad.fill(0, at + 20, at + 30);
      const said: string[] = [];
      const onDamage = (message: string) => said.push(message);
      const saved = await collect(salvage(seekableBytes(bad), model, { onDamage }));
      expect(said.at(-1)).to.match(/^restored 200 of 300 items; missing are items \d+:\d+$/);
      const [, from, to] = /items (\d+):(\d+)$/.exec(said.at(-1) ?? '') ?? [];
      const whole = file(0, 300);
      const head = whole.length - 300 * (file(0, 2).length - file(0, 1).length || 1);
      const size = (whole.length - head) / 300;
      same(
        saved.subarray(file(0, 200).length - 200 * size),
        Buffer.concat([
          whole.subarray(head, head + Number(from) * size),
          whole.subarray(head + Number(to) * size),
        ]),
      );
    });
  }
});
