import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import sharp from 'sharp';
import { encodePng } from '../../src/data/encodePng.js';
import { evaluate } from '../../src/eval/evaluate.js';
import { loadModel } from '../../src/model/model.js';
import { packageFile } from '../../src/package.js';
import { decompress } from '../../src/pipeline/decode/decompress.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import type { CompressOptions } from '../../src/pipeline/encode/compressOptions.js';
import { readInfo } from '../../src/pipeline/info.js';
import type { Progress } from '../../src/pipeline/progress.js';
import { npyFile } from '../data/npyFile.js';
import { collect } from '../data.js';

const [WIDTH, HEIGHT] = [60, 40];
const pixels = readFileSync(packageFile('fixtures/cifar10/test-20.bin')).subarray(0, 7200);
const picture = () => sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });

/** A table of prices, which is kept as the bytes of its file. */
const prices = npyFile(
  '<f8',
  [400, 3],
  new Uint8Array(Float64Array.from({ length: 1200 }, (_, i) => ((i * i) % 9973) / 100).buffer),
);

/** Files of all kinds, and how many numbers and bytes after them each has. */
const FILES: Readonly<
  Record<string, { file: () => Promise<Uint8Array>; elements: number; options?: CompressOptions }>
> = {
  PNG: { file: () => encodePng(pixels, WIDTH, HEIGHT), elements: 7200 },
  TIFF: { file: () => picture().tiff({ compression: 'deflate' }).toBuffer(), elements: 7200 },
  'TIFF in strips': {
    file: () => picture().tiff({ compression: 'none' }).toBuffer(),
    elements: 7200,
  },
  'array with bytes after it': {
    file: async () =>
      Buffer.concat([npyFile('<f8', [9, 3], new Uint8Array(216)), new Uint8Array(5)]),
    elements: 27 + 5,
    options: { format: 'npy' },
  },
  'raw numbers': {
    file: async () => new Uint8Array(104),
    elements: 10 * 10 + 4,
    options: { raw: { dtype: 'u8', shape: [10], byteOrder: 'little' }, asBytes: false },
  },
};

describe('the dimensions of an array', () => {
  for (const name of ['arrays', 'bytes', 'numbers', 'numbers-1']) {
    it(`are its numbers, wherever they are told, of one by ${name}`, async () => {
      const model = loadModel(name);
      let out: Partial<Progress> = {};
      const onProgress = ({ elements }: Progress) => {
        out = { elements };
      };
      const cray = await collect(compress([prices], () => model, { onProgress }));
      const elements = 1200;
      expect(out).to.deep.equal({ elements });
      await collect(decompress([cray], () => model, { onProgress }));
      expect(out).to.deep.equal({ elements });
      expect(await readInfo(cray)).to.include({ elements, originalBytes: prices.length });
      expect(await readInfo(Buffer.concat([cray, cray]))).to.include({ elements: 2 * elements });
      const evaluation = await evaluate('prices', prices, () => model);
      expect(evaluation).to.include({ elements, bytes: cray.length });
    });
  }

  it('are its bytes where it is so small that the file does not say it', async () => {
    const model = loadModel('numbers');
    const small = npyFile('<f8', [100], new Uint8Array(800));
    let elements = 0;
    const onProgress = (progress: Progress) => {
      elements = progress.elements;
    };
    const cray = await collect(compress([small], () => model, { onProgress }));
    expect(elements).to.equal(928);
    expect((await readInfo(cray)).elements).to.equal(928);
  });
});

describe('the dimensions and the bytes of a file', () => {
  for (const [name, { file: make, elements, options = {} }] of Object.entries(FILES)) {
    it(`are the same wherever they are told, of a ${name}`, async () => {
      const [model, file] = [loadModel('arrays'), await make()];
      let out: Partial<Progress> = {};
      const onProgress = (progress: Progress) => {
        out = { elements: progress.elements };
      };
      const keeping = { asBytes: false, ...options } as const;
      const cray = await collect(compress([file], () => model, { ...keeping, onProgress }));
      expect(out).to.deep.equal({ elements });
      await collect(decompress([cray], () => model, { onProgress }));
      expect(out).to.deep.equal({ elements });
      const info = await readInfo(cray);
      expect(info).to.include({ elements, originalBytes: file.length });
      const { asBytes: _, ...measuring } = options;
      const evaluation = await evaluate(name, file, () => model, measuring);
      expect(evaluation).to.include({ elements, originalBytes: file.length, bytes: cray.length });
    });
  }
});
