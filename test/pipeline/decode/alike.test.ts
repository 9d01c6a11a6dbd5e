import { expect } from 'chai';
import { seekableBytes } from '../../../src/bytes/seekable.js';
import type { OpenOptions } from '../../../src/data/open.js';
import { loadModel } from '../../../src/model/model.js';
import { decompress } from '../../../src/pipeline/decode/decompress.js';
import { decompressItems } from '../../../src/pipeline/decode/select.js';
import { compress } from '../../../src/pipeline/encode/compress.js';
import { readInfo } from '../../../src/pipeline/info.js';
import { npyFile } from '../../data/npyFile.js';
import { bmpFile, tgaFile } from '../../data/rasterFile.js';
import { SOUND_FILES, type SoundName } from '../../data/soundFiles.js';
import { collect } from '../../data.js';
import { failure } from '../small.js';

const model = () => loadModel('arrays');

/** Two files whose items are alike, and which make no file together. */
interface Pair {
  /** Data format of both. */
  readonly name: string;
  readonly files: readonly [Uint8Array, Uint8Array];
  /** How each is read, where it is not known by its content. */
  readonly options?: readonly [OpenOptions, OpenOptions];
}

const samples = Uint8Array.from({ length: 600 }, (_, i) => i % 50);

/** A file with the first place where it has some bytes changed. */
function changed(file: Uint8Array, from: string, to: string): Uint8Array {
  const [expected, other] = [Buffer.from(from, 'latin1'), Buffer.from(to, 'latin1')];
  const at = Buffer.from(file).indexOf(expected);
  expect(at).to.be.above(0);
  const out = Uint8Array.from(file);
  out.set(other, at);
  return out;
}

/** Sounds of other rates, or with another text before their samples. */
function sounds(name: SoundName, from: string, to: string): Pair {
  const said = name === 'wav' || name === 'rifx' ? { said: samples.length } : {};
  const file = SOUND_FILES[name]({ bits: 16, channels: 1, ...said }, samples);
  return { name, files: [file, changed(file, from, to)] };
}

const LITTLE = ['\x80\xbb', '\x44\xac'] as const;
const BIG = ['\xbb\x80', '\xac\x44'] as const;
const rows = Array.from({ length: 20 }, (_, i) => samples.subarray(20 * i, 20 * i + 20));
const grey = { width: 20, height: 20, channels: 1 } as const;
const twice = (file: Uint8Array) => Buffer.concat([file, file]);
const pgm = (comment: string) =>
  Buffer.concat([Buffer.from(`P5\n#${comment}\n20 15\n255\n`), samples.subarray(0, 300)]);
const array = (descr: string) => npyFile(descr, [30, 10], samples);
const raw = (byteOrder: 'little' | 'big') => ({
  raw: { dtype: 'u16', shape: [5], byteOrder },
});

const DIFFERENT: readonly Pair[] = [
  sounds('wav', ...LITTLE),
  sounds('rifx', ...BIG),
  sounds('rf64', ...LITTLE),
  sounds('w64', ...LITTLE),
  sounds('aiff', ...BIG),
  sounds('au', ...BIG),
  sounds('caf', 'odd', 'add'),
  { name: 'npy', files: [array('<i2'), array('>i2')] },
  { name: 'npy-stream', files: [twice(array('<i2')), twice(array('>i2'))] },
  { name: 'pnm-stream', files: [twice(pgm('a')), twice(pgm('b'))] },
  { name: 'raw', files: [samples, samples], options: [raw('little'), raw('big')] },
];

/** Of formats whose files cannot be joined at all. */
const WHOLE: readonly Pair[] = [
  { name: 'bmp', files: [bmpFile(grey, rows), bmpFile(grey, rows)] },
  { name: 'tga', files: [tgaFile(grey, rows), tgaFile(grey, rows)] },
  { name: 'pnm', files: [pgm('a'), pgm('b')] },
];

describe('files that cannot be joined', () => {
  for (const { name, files, options } of [...DIFFERENT, ...WHOLE]) {
    it(`are refused as such by all that reads them, with where they part: ${name}`, async () => {
      const pack = (i: 0 | 1) =>
        collect(compress([files[i]], model, { ...options?.[i], chunkItems: 100 }));
      const [one, two] = [await pack(0), await pack(1)];
      const { header } = (await readInfo([one])).parts[0].front;
      expect(header.dataFormat).to.equal(name);
      const both = seekableBytes(Buffer.concat([one, two]));
      const refused = await failure(readInfo(both));
      const at = one.length;
      expect(refused)
        .to.match(new RegExp(`^UNSUPPORTED: part 2 at byte ${at}: .*cannot be joined`))
        .and.match(
          new RegExp(`; head -c ${at} and tail -c \\+${at + 1} take the file apart there$`),
        );
      expect(await failure(collect(decompress(both, model)))).to.equal(refused);
      const items = decompressItems(both, [{ from: 0, to: 1 }], model);
      expect(await failure(collect(items))).to.equal(refused);
      for (const [i, part] of [one, two].entries()) {
        const restored = await collect(decompress([part], model));
        expect(Buffer.compare(restored, files[i] as Uint8Array)).to.equal(0);
      }
    });
  }
});
