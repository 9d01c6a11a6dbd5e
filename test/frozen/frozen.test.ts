import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { collect } from '../../src/bytes/collect.js';
import { seekableBytes } from '../../src/bytes/seekable.js';
import { ByteSource } from '../../src/bytes/source.js';
import { type PlacedFront, readFront } from '../../src/container/front.js';
import { CrayError } from '../../src/errors.js';
import { inspect } from '../../src/eval/inspect.js';
import { moduleOf, REVISION } from '../../src/kernels/modules.js';
import { embeddedModel } from '../../src/model/model.js';
import { loadRecorded } from '../../src/model/recorded.js';
import { packageFile, VERSION } from '../../src/package.js';
import { concat } from '../../src/pipeline/concat.js';
import { decompress } from '../../src/pipeline/decode/decompress.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import { readInfo } from '../../src/pipeline/info.js';
import { DEFAULT_MEMORY } from '../../src/pipeline/memory.js';

function frozen(folder: string): { name: string; file: Buffer }[] {
  const path = packageFile(`fixtures/frozen/${folder}`);
  if (!existsSync(path)) return [];
  return readdirSync(path).map((name) => ({ name, file: readFileSync(join(path, name)) }));
}

/** The first revision that files are still written with. */
const USUAL = 2;

/** What to do where a file of this revision does not come back, or is not what is written. */
const HINT =
  'the kernels or what is around them no longer make the bits of this revision, which files have: ' +
  'see src/kernels/revisions/README.md';

const modelOf = ({ header, model }: PlacedFront) =>
  model
    ? embeddedModel(model.spec, model.weights, header.modelName)
    : loadRecorded(header.modelName, header);

const frontOf = (file: Uint8Array) => readFront(new ByteSource([file]), DEFAULT_MEMORY);

async function restore(file: Uint8Array, threads: number): Promise<Uint8Array> {
  const model = modelOf(await frontOf(file));
  return collect(decompress([file], () => model, { threads }));
}

/** Only then are there threads. */
async function isOfSeveralChunks(file: Uint8Array): Promise<boolean> {
  const { parts } = await readInfo([file]);
  return parts.some(({ chunks }) => chunks > 1);
}

/** Each decodes for ever. That what comes back is what went in is checked by the digest in the file. */
for (let revision = 1; revision <= REVISION; revision++) {
  describe(`files of revision ${revision} of the arithmetic`, () => {
    const files = frozen(`${revision}`);

    for (const { name, file } of files) {
      let restored: Uint8Array | undefined;

      it(`${name} is restored, on two threads as on one`, async () => {
        restored = await restore(file, 1).catch((error) => {
          throw new Error(`${HINT} (${error.message})`, { cause: error });
        });
        if (await isOfSeveralChunks(file))
          expect(Buffer.compare(await restore(file, 2), restored)).to.equal(0);
      });

      // An encoder of numbers chooses how, and may choose better one day.
      if (revision < USUAL || name.startsWith('numbers-')) continue;
      it(`${name} is written again, byte for byte`, async () => {
        restored ??= await restore(file, 1);
        const front = await frontOf(file);
        const model = modelOf(front);
        const { lanes, chunkItems, seed, unordered } = front.header;
        const embedModel = front.model !== undefined;
        const asBefore = front.version === 1 && !front.header.packed;
        const version = asBefore ? (1 as const) : undefined;
        for (const threads of (await isOfSeveralChunks(file)) ? [1, 2] : [1]) {
          const tuning = { lanes, chunkItems, seed, unordered, embedModel, version };
          const options = { ...tuning, revision, threads };
          const again = await collect(compress([restored as Uint8Array], () => model, options));
          expect(Buffer.compare(again, file), `${threads} threads: ${HINT}`).to.equal(0);
        }
      });
    }

    it('are of every shipped model, every effort and every dtype (npm run frozen)', () => {
      const names = files.map(({ name }) => name.replace('.cray', ''));
      const efforts = [1, 2, 3, 4, 5, 6, 7, 8, 9];
      expect(names).to.include.members([
        ...efforts.flatMap((effort) => [`photo-${effort}`, `photo16-${effort}`]),
        ...['u8', 'u16', 'u32', 'i8', 'i16', 'i32'].map((dtype) => `arrays-${dtype}`),
        ...['bytes-text', 'cifar10', 'mnist-binary-vae'],
        ...['mnist-neighbourhood', 'mnist-binary-neighbourhood'],
        ...(revision < 3 ? [] : ['numbers-table', 'numbers-checkpoint', 'numbers-smooth']),
        ...(revision < 4 ? [] : ['numbers-1-table', 'numbers-1-checkpoint', 'numbers-1-series']),
        ...(revision < 4 ? [] : ['jpeg-8', 'jpeg-12', 'jpeg-chunks']),
        ...(revision < 5 ? [] : ['jpeg-1-8', 'jpeg-1-12']),
      ]);
    });
  });
}

describe('files of 0.1.0', () => {
  for (const { name, file } of frozen('earlier')) {
    it(`${name}, whose model has better weights now, is restored`, async () => {
      const front = await frontOf(file);
      expect(modelOf(front).where).to.include('earlier');
      await restore(file, 1);
    });
  }

  for (const { name, file } of frozen('before')) {
    it(`${name}, whose arithmetic is gone, is said to be that in every way, copied or not`, async () => {
      const model = modelOf(await frontOf(file));
      const provenance = { creator: `craystack ${VERSION}` };
      const input = { name, input: seekableBytes(file) };
      const copied = await collect(concat([input], { provenance }));
      for (const reading of [restore(file, 1), inspect(file, () => model), restore(copied, 1)]) {
        const error = await reading.then(() => undefined).catch((thrown) => thrown);
        expect(error).to.be.instanceOf(CrayError).with.property('code', 'REVISION_UNKNOWN');
        expect(error.message).to.match(
          /^the chunk at byte \d+: is whole, .*written by a craystack 0\.1\.0 of before 27 November 2026/,
        );
      }
    });
  }
});

describe('a revision of the arithmetic', () => {
  it('that there is not is refused by its number', () => {
    expect(() => moduleOf(REVISION + 1)).to.throw(CrayError, `got ${REVISION + 1}`);
    expect(() => moduleOf(0)).to.throw(CrayError, 'got 0');
  });
});
