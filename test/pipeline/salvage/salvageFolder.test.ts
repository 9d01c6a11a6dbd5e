import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { seekableBytes } from '../../../src/bytes/seekable.js';
import { openDirectory } from '../../../src/data/folder/open.js';
import { type FolderTarget, NOWHERE } from '../../../src/data/folder/target.js';
import { CrayError } from '../../../src/errors.js';
import { type Model, makeModel } from '../../../src/model/model.js';
import { compressDataset } from '../../../src/pipeline/encode/compress.js';
import { Meter } from '../../../src/pipeline/progress.js';
import { salvageFolder } from '../../../src/pipeline/salvage/salvageFolder.js';
import { npyFile } from '../../data/npyFile.js';
import { collect } from '../../data.js';

/** A model of numbers of so many bytes, of any shape. */
function modelOf(dtype: string): Model {
  const codec = { type: 'adaptivePrediction' };
  const spec = { format: 1, name: dtype, data: { dtype }, codec };
  return makeModel(JSON.stringify(spec), new Uint8Array(0), 'any');
}

/** Bytes that no model makes smaller. */
function noise(length: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (state * 48271) % 0x7fffffff;
    return state >> 8;
  });
}

/** Keeps what is restored. */
class Kept implements FolderTarget {
  readonly files = new Map<string, Buffer>();
  readonly begin = NOWHERE.begin;
  readonly folder = NOWHERE.folder;
  readonly link = NOWHERE.link;
  readonly hardLink = NOWHERE.hardLink;
  readonly stamp = NOWHERE.stamp;

  async file(path: Buffer, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    this.files.set(`${path}`, Buffer.from(await collect(pieces)));
  }
}

describe('a damaged folder', () => {
  const models = new Map<string, Model>();
  const findModel = ({ dtype }: { dtype: string }) => models.get(dtype) as Model;
  const files = new Map<string, Buffer>();
  let packed: Buffer;

  before(async () => {
    for (const dtype of ['u8', 'u16']) models.set(dtype, modelOf(dtype));
    const root = mkdtempSync(join(tmpdir(), 'craystack-salvage-'));
    mkdirSync(join(root, 'a'));
    for (let i = 0; i < 4; i++) {
      files.set(`${i}.bin`, Buffer.from(noise(5000 * i, i + 1)));
      files.set(`a/${i}.npy`, Buffer.from(npyFile('<u2', [500, 20], noise(20_000, i + 9))));
    }
    for (const [name, bytes] of files) writeFileSync(join(root, name), bytes);
    // Small chunks, of which a folder usually has few.
    const options = { chunkItems: 700, keepProvenance: true };
    const { datasets, sizes } = await openDirectory(root);
    const parts: Uint8Array[] = [];
    for (const [i, dataset] of datasets.entries()) {
      const size = sizes[i] as number;
      parts.push(await collect(compressDataset(dataset, findModel, options, new Meter(), size)));
    }
    packed = Buffer.concat(parts);
    expect(readFileSync(join(root, '1.bin'))).to.deep.equal(files.get('1.bin'));
    rmSync(root, { recursive: true });
  });

  async function salvaged(bytes: Uint8Array) {
    const target = new Kept();
    const said: string[] = [];
    const onDamage = (message: string) => said.push(message);
    await salvageFolder(seekableBytes(bytes), findModel, target, { onDamage });
    for (const [name, content] of target.files) {
      expect(Buffer.compare(content, files.get(name) as Buffer), name).to.equal(0);
    }
    const lost = said.flatMap((line) => /^(\S+): is lost/.exec(line)?.[1] ?? []);
    expect([...target.files.keys(), ...lost].sort()).to.deep.equal([...files.keys()].sort());
    return { said, lost };
  }

  it('that is sound is restored whole, without a word', async () => {
    expect(await salvaged(packed)).to.deep.equal({ said: [], lost: [] });
  });

  it('gives back the files of which nothing is lost, and tells of the others', async () => {
    let most = 0;
    const change = fc.record({
      share: fc
        .integer({ min: 0, max: 9999 })

        .map((n) => n / 10_000),
      bytes: fc.uint8Array({ maxLength: 30 }),
      /** Bytes that are gone in place of those that are changed. */
      gone: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.nat(3000)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 2 }), async (changes) => {
        let bad: Buffer = Buffer.from(packed);
        for (const { share, bytes, gone } of changes) {
          const at = Math.floor(share * bad.length);
          if (gone > 0) bad = Buffer.concat([bad.subarray(0, at), bad.subarray(at + gone)]);
          else bad.set(bytes.subarray(0, bad.length - at), at);
        }
        try {
          const { said, lost } = await salvaged(bad);
          most = Math.max(most, lost.length);
          if (Buffer.compare(bad, packed) !== 0) {
            expect(said.at(-1)).to.equal(`restored ${8 - lost.length} of 8 files`);
          }
        } catch (error) {
          // The start, or the list of the files.
          if (!(error instanceof CrayError)) throw error;
          expect(
            changes.some(({ share }) => share < 0.05),
            error.message,
          ).to.equal(true);
        }
      }),
      { seed: 8, numRuns: 60 },
    );
    expect(most).to.be.within(1, 8);
  });

  it('of one place of damage loses few files', async () => {
    for (const share of [0.2, 0.25, 0.35, 0.5, 0.7, 0.9]) {
      const bad = Buffer.from(packed);
      const at = Math.floor(share * bad.length);
      bad.fill(0x55, at, at + 20);
      const { lost, said } = await salvaged(bad);
      expect(lost.length, said.join('\n')).to.be.within(1, 2);
    }
  });
});
