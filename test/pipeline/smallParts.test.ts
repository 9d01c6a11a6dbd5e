import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { seekableBytes } from '../../src/bytes/seekable.js';
import { decodeSmallPart } from '../../src/container/smallPart.js';
import { loadModel } from '../../src/model/model.js';
import { loadRecorded } from '../../src/model/recorded.js';
import { packageFile } from '../../src/package.js';
import { concat } from '../../src/pipeline/concat.js';
import { decompress } from '../../src/pipeline/decode/decompress.js';
import { decompressItems } from '../../src/pipeline/decode/select.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import type { CompressOptions } from '../../src/pipeline/encode/compressOptions.js';
import { readInfo } from '../../src/pipeline/info.js';
import { salvage } from '../../src/pipeline/salvage/salvage.js';
import { npyFile } from '../data/npyFile.js';
import { collect, mnistSlice } from '../data.js';
import { failure } from './small.js';

type Digests = { modelName: string; specDigest: Uint8Array; weightsDigest: Uint8Array };
const find = (header: Digests) => loadRecorded(header.modelName, header);

async function squeeze(
  file: Uint8Array,
  name: string,
  options: CompressOptions = {},
): Promise<Uint8Array> {
  const model = loadModel(name);
  return new Uint8Array(await collect(compress([file], () => model, options)));
}

const restore = (file: Uint8Array) => collect(decompress(seekableBytes(file), find));

/** Bytes of a file beside its message. */
function around(file: Uint8Array): number {
  const { chunk } = decodeSmallPart(file);
  if (chunk?.kind !== 'message') throw new Error('expected a message');
  return file.length - 4 * chunk.words.length;
}

describe('files of a few hundred bytes', () => {
  const text = readFileSync(packageFile('FORMAT.md')).subarray(0, 1024);

  it('take at most 40 bytes for one byte, and 298 for a binarised image of 28 x 28', async () => {
    expect((await squeeze(Uint8Array.of(65), 'bytes')).length).to.equal(28);
    expect((await squeeze(new Uint8Array(0), 'bytes')).length).to.equal(25);
    // In blocks these are 184 and 257; 337 of the second with what the command said of the original.
    expect((await squeeze(mnistSlice(0, 1), 'mnist-binary-vae')).length).to.be.at.most(103);
    expect((await squeeze(mnistSlice(0, 1), 'mnist-binary-neighbourhood')).length).to.be.at.most(
      67,
    );
  });

  it('take at most 60 bytes beside the message of a model that comes with the program', async () => {
    const numbers = (n: number) => Float32Array.from({ length: n }, (_, i) => i * i);
    const bytesOf = (values: Float32Array) => new Uint8Array(values.buffer);
    const cases: [string, Uint8Array, CompressOptions?][] = [
      ['bytes', text],
      ['mnist-binary-vae', mnistSlice(0, 1)],
      ['mnist-binary-neighbourhood', mnistSlice(0, 40)],
      ['arrays', npyFile('<f4', [40, 30], bytesOf(numbers(1200)))],
      ['arrays-less', npyFile('<f4', [2, 5, 8, 10], bytesOf(numbers(800)))],
      [
        'photo-9',
        npyFile(
          '|u1',
          [1, 32, 32, 3],
          Uint8Array.from({ length: 3072 }, (_, i) => i >> 5),
        ),
      ],
    ];
    for (const [name, file, options] of cases) {
      const packed = await squeeze(file, name.replace('-less', ''), options);
      expect(around(packed), name).to.be.at.most(60);
      expect(Buffer.compare(await restore(packed), file)).to.equal(0);
    }
  });

  it('are smaller than zstd makes a kilobyte of text', async () => {
    // 675 bytes by zstd 1.5 at its highest level, where craystack 0.2.0 had 847.
    expect((await squeeze(text, 'bytes')).length).to.be.below(600);
  });

  it('are read from a file, from a pipe and item by item, joined with cat and with concat', async () => {
    const [one, two] = [mnistSlice(0, 3), mnistSlice(3, 10)];
    const parts = [await squeeze(one, 'mnist-binary-vae'), await squeeze(two, 'mnist-binary-vae')];
    const both = mnistSlice(0, 10);
    const inBlocks = await squeeze(both, 'mnist-binary-vae', { version: 1 });
    expect(Buffer.compare(await collect(decompress(parts.slice(0, 1), find)), one)).to.equal(0);
    for (const files of [
      parts,
      [parts[0], parts[1], inBlocks],
      [inBlocks, parts[0]],
    ] as Uint8Array[][]) {
      const cat = Buffer.concat(files);
      const inputs = files.map((file, i) => ({ name: `${i}`, input: seekableBytes(file) }));
      const joined = new Uint8Array(await collect(concat(inputs)));
      const whole = await restore(cat);
      expect(Buffer.compare(await restore(joined), whole)).to.equal(0);
      const { parts: said, items } = await readInfo([joined]);
      expect([said.length, said[0].trailer.digest.length]).to.deep.equal([1, 8]);
      const last = [{ from: items - 1 }];
      const [ofCat, ofJoined] = [seekableBytes(cat), seekableBytes(joined)];
      for (const input of [ofCat, ofJoined]) {
        const item = (await collect(decompressItems(input, last, find))).subarray(16);
        expect(Buffer.compare(item, whole.subarray(-784))).to.equal(0);
      }
    }
  });

  it('stay small in concat where there is one alone, and get new provenance', async () => {
    const file = await squeeze(mnistSlice(0, 3), 'mnist-binary-vae');
    const again = await collect(concat([{ name: 'x', input: file }]));
    expect(Buffer.compare(again, file)).to.equal(0);
    const provenance = { comment: 'mine' };
    const told = await collect(concat([{ name: 'x', input: file }], { provenance }));
    const { parts } = await readInfo([told]);
    expect([parts[0].front.version, parts[0].front.provenance?.comment]).to.deep.equal([3, 'mine']);
  });

  it('are found by salvage behind damage, each whole or lost', async () => {
    const parts = await Promise.all(
      [0, 1, 2].map((i) => squeeze(mnistSlice(2 * i, 2 * i + 2), 'mnist-binary-vae')),
    );
    const [first] = parts as [Uint8Array];
    const cat = Buffer.concat(parts);
    cat[first.length + 30] = (cat[first.length + 30] as number) ^ 1;
    const damages: string[] = [];
    const onDamage = (message: string) => damages.push(message);
    const left = await collect(salvage(seekableBytes(cat), find, { onDamage }));
    expect(left.length).to.equal(16 + 4 * 784);
    expect(damages[0]).to.match(
      /the part is lost: the small part at byte \d+: the checksum does not match/,
    );
    expect(await failure(restore(cat))).to.match(
      /^CORRUPT: the small part at byte \d+: the checksum does not match/,
    );
  });
});
