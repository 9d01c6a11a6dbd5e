import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect } from 'chai';
import { packageFile } from '../../src/package.js';
import { idxFile } from '../data.js';
import { craystack, inFolder } from './process.js';

const IMAGES = idxFile(
  [40, 28, 28],
  Uint8Array.from({ length: 40 * 28 * 28 }, (_, i) => Number(i % 7 === 0)),
);

/** A model of one's own: a spec, and weights that no model has which comes with the program. */
function ownModel(folder: string, name = 'digits', last = 0): void {
  const source = packageFile('models/mnist-binary-vae');
  mkdirSync(folder, { recursive: true });
  const spec = JSON.parse(readFileSync(join(source, 'model.json'), 'utf8'));
  writeFileSync(join(folder, 'model.json'), JSON.stringify({ ...spec, name }));
  const weights = readFileSync(join(source, 'weights.safetensors'));
  weights.writeFloatLE(last, weights.length - 4);
  writeFileSync(join(folder, 'weights.safetensors'), weights);
}

/** A folder with the data `digits`, and `digits.cray` of a model in models/digits. */
function withFile(test: (folder: string) => Promise<void>): () => Promise<void> {
  return inFolder(async (folder) => {
    writeFileSync(join(folder, 'digits'), IMAGES);
    ownModel(join(folder, 'models/digits'));
    const packed = await craystack(['compress', '-q', 'digits', '-m', 'models/digits'], {
      cwd: folder,
    });
    expect(packed).to.deep.include({ status: 0, stderr: '' });
    await test(folder);
  });
}

async function expectRestored(file: string, cwd: string, env = {}): Promise<void> {
  const run = { cwd, env: { ...process.env, ...env } };
  const { status, stdout, stderr } = await craystack(['decompress', '-qc', file], run);
  expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
  expect(Buffer.compare(stdout, IMAGES)).to.equal(0);
}

describe('the model of a file that does not come with the program', () => {
  it(
    'is found in ./models, whatever lies there under its name',
    withFile((folder) => expectRestored('digits.cray', folder)),
  );

  it(
    'is found where it was, and not where the file says nothing of it',
    withFile(async (folder) => {
      const elsewhere = join(folder, 'a/b');
      mkdirSync(elsewhere, { recursive: true });
      renameSync(join(folder, 'digits.cray'), join(elsewhere, 'd.cray'));
      await expectRestored('d.cray', elsewhere);
      const bare = await craystack(
        ['compress', 'digits', '-m', 'models/digits', '--no-metadata', '-o', 'a/b/e.cray'],
        { cwd: folder },
      );
      expect(bare.stderr).to.match(/needs models\/digits\/model\.json for that: --embed-model/);
      const { stderr } = await craystack(['decompress', '-qc', 'e.cray'], { cwd: elsewhere });
      expect(stderr).to.match(
        /^craystack: MODEL_NOT_FOUND: e\.cray: digits: no such model: none has its digests among those that come with the program, in \.\/models, in \$CRAYSTACK_MODELS or beside the file \(spec SHA-256 \w{64}, weights SHA-256 \w{64}; not in the file\); -m names its folder\n$/,
      );
    }),
  );

  it(
    'is found beside the file, in a folder there, and in those of CRAYSTACK_MODELS, under any name',
    withFile(async (folder) => {
      const [there, away] = [join(folder, 'there'), join(folder, 'away')];
      mkdirSync(there);
      mkdirSync(away);
      renameSync(join(folder, 'digits.cray'), join(there, 'd.cray'));
      const file = join(there, 'd.cray');
      const model = join(folder, 'models/digits');
      for (const place of [there, join(there, 'x'), join(there, 'models/y')]) {
        cpSync(model, place, { recursive: true });
        renameSync(join(folder, 'models'), join(folder, 'hidden'));
        await expectRestored(file, away);
        renameSync(join(folder, 'hidden'), join(folder, 'models'));
        for (const name of ['model.json', 'weights.safetensors']) rmSync(join(place, name));
      }
      renameSync(join(folder, 'models'), join(folder, 'kept'));
      const folders = [join(folder, 'none'), join(folder, 'kept')].join(delimiter);
      await expectRestored(file, away, { CRAYSTACK_MODELS: folders });
      await expectRestored(file, away, { CRAYSTACK_MODELS: join(folder, 'kept/digits') });
      const { stderr } = await craystack(['decompress', '-qc', file], { cwd: away });
      expect(stderr).to.match(
        /^craystack: MODEL_NOT_FOUND: .*, nor at \S+models\/digits\/model\.json \(/,
      );
    }),
  );

  it(
    'is the one of its digests among several, and another of its name is said to be that',
    withFile(async (folder) => {
      ownModel(join(folder, 'models/a'), 'digits', 1);
      ownModel(join(folder, 'models/digits'), 'digits', 2);
      const { stderr } = await craystack(['test', 'digits.cray'], { cwd: folder });
      expect(stderr).to.match(
        /^craystack: MODEL_MISMATCH: digits\.cray: model digits of models\/digits\/model\.json: expected weights of SHA-256 \w{64}, got \w{64}\n$/,
      );
      ownModel(join(folder, 'models/z'));
      await expectRestored('digits.cray', folder);
    }),
  );

  it(
    'is needed, as the summary says, unless it is in the file or comes with the program',
    withFile(async (folder) => {
      const needs = async (...args: string[]) => {
        const run = await craystack(['compress', '-c', 'digits', ...args], { cwd: folder });
        return /needs (\S+)/.exec(run.stderr)?.[1];
      };
      expect(await needs('-m', 'models/digits')).to.equal('models/digits/model.json');
      expect(await needs('-m', 'models/digits', '--embed-model')).to.equal(undefined);
      expect(await needs('-m', 'mnist-binary-vae')).to.equal(undefined);
      const { stdout } = await craystack(['info', '--json', 'digits.cray'], { cwd: folder });
      const [{ model }] = JSON.parse(stdout.toString()).provenance;
      expect(model).to.match(/^\/.*\/models\/digits\/model\.json$/);
      await craystack(['concat', 'digits.cray', 'digits.cray', '-o', 'two.cray'], { cwd: folder });
      const two = await craystack(['info', 'two.cray'], { cwd: folder });
      expect(two.stdout.toString()).to.include(model);
    }),
  );

  it(
    'is said by the parts of a folder that need it',
    withFile(async (folder) => {
      mkdirSync(join(folder, 'data'));
      for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, 'data', name), IMAGES);
      const args = ['compress', 'data', '-m', 'models/digits', '-o', 'away/d.cray'];
      mkdirSync(join(folder, 'away'));
      const { stderr } = await craystack(args, { cwd: folder });
      expect(stderr).to.match(/needs models\/digits\/model\.json for that/);
      const restore = ['decompress', '-q', 'd.cray'];
      const restored = await craystack(restore, { cwd: join(folder, 'away') });
      expect(restored).to.deep.include({ status: 0, stderr: '' });
      expect(readFileSync(join(folder, 'away/d/b')).compare(IMAGES)).to.equal(0);
    }),
  );
});
