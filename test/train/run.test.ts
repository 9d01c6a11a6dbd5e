import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { CrayError } from '../../src/errors.js';
import { loadModel } from '../../src/model/model.js';
import { loadRecorded } from '../../src/model/recorded.js';
import { readMetadata } from '../../src/networks/safetensors.js';
import { split } from '../../src/train/data.js';
import { FILES } from '../../src/train/folder.js';
import { type RunOptions, run } from '../../src/train/run.js';
import type { Saved } from '../../src/train/session.js';
import { readSource } from '../../src/train/source.js';
import { type Kind, starter } from '../../src/train/starter.js';
import { rateOf } from '../../src/train/trainer.js';
import { inFolder } from '../cli/process.js';
import { slopes } from './items.js';

const items = slopes(60, 2);
const quiet = {
  onProgress: () => {},
  onStart: () => {},
  onKept: () => {},
  onMeasured: () => {},
  onInterrupt: () => () => {},
};

/** What runs a small starter in a folder. */
function setUp(folder: string, kind: Kind, model: string, training: object = {}): RunOptions {
  const file = join(folder, `${kind}.json`);
  const spec = JSON.parse(
    starter(kind, items, 'x', 'the data').replaceAll(/"width": \d{2,3}/g, '"width": 16'),
  );
  spec.training = { steps: 24, batch: 64, rate: 1e-2, every: 5, seed: 3, ...training };
  writeFileSync(file, JSON.stringify(spec));
  const output = join(folder, model);
  const source = readSource(file, output, {});
  return { source, ...split(items), folder: output, resume: false, ...quiet };
}

/** Goes so many steps and stops, as an interrupt does: what was to be done then is done. */
async function interrupted(
  options: RunOptions,
  steps: number,
  onSaved: (saved: Saved) => void = () => {},
): Promise<void> {
  let save: () => Saved = () => ({ step: 0, best: 0 });
  const stop = new Error('interrupted');
  try {
    await run({
      ...options,
      onInterrupt(action) {
        save = action;
        return () => {};
      },
      onProgress(progress) {
        options.onProgress(progress);
        if (progress.step < steps) return;
        onSaved(save());
        throw stop;
      },
    });
  } catch (error) {
    expect(error).to.equal(stop);
  }
}

/** How many steps a model has learned for, as its weights say. */
function stepsOf(folder: string): string | undefined {
  return readMetadata(readFileSync(join(folder, FILES.weights))).steps;
}

/** Files of a model, the times of its curve left out. */
function filesOf(folder: string) {
  const curve = readFileSync(join(folder, FILES.curve), 'utf8').trim().split('\n');
  return {
    weights: readFileSync(join(folder, FILES.weights)),
    curve: curve.map((line) => ({ ...JSON.parse(line), seconds: 0 })),
  };
}

describe('run', () => {
  for (const kind of ['neighbourhood', 'vae'] as const) {
    it(
      `goes on from where it was interrupted as if it had never been, bit for bit: ${kind}`,
      inFolder(async (folder) => {
        await run(setUp(folder, kind, 'whole'));
        const parts = setUp(folder, kind, 'parts');
        // Between two points of the curve, and at one.
        await interrupted(parts, 7);
        await interrupted({ ...parts, resume: true }, 10);
        const result = await run({ ...parts, resume: true });
        expect(filesOf(parts.folder)).to.deep.equal(filesOf(join(folder, 'whole')));
        // A few items by bits-back cost more than their estimate: nobody gives the first bits back.
        const most = kind === 'vae' ? 1.6 : 1.001;
        expect(result.coded / result.estimate).to.be.within(0.999, most);
        expect(result.engine).to.match(
          kind === 'vae' ? /TensorFlow.js on its (wasm|tensorflow) backend/ : /kernels/,
        );
        const { spec } = loadModel(parts.folder);
        expect(spec.name).to.equal('parts');
        expect(readFileSync(join(parts.folder, FILES.picture), 'utf8')).to.match(
          /^<svg [\s\S]*<\/svg>\n$/,
        );
      }),
    );
  }

  it(
    'stops at a loss that is no number, naming the step, and keeps the last checkpoint',
    inFolder(async (folder) => {
      const options = setUp(folder, 'neighbourhood', 'x', { rate: 1, warmUp: 0, steps: 400 });
      const file = join(options.folder, FILES.checkpoint);
      const { train } = options;
      let kept: Buffer | undefined;
      let error: unknown;
      // Learning at this rate need not fail by itself: what it learns from is made to.
      const broken = {
        ...options,
        onProgress({ step, fresh }: { step: number; fresh: boolean }) {
          if (fresh) kept = readFileSync(file);
          if (step === 7) (train.levels as Uint8Array).fill(200);
        },
      };
      const before = train.levels.slice();
      try {
        await run(broken);
      } catch (thrown) {
        error = thrown;
      } finally {
        train.levels.set(before);
      }
      expect(error).to.be.instanceOf(CrayError).with.property('code', 'TRAINING_FAILED');
      expect((error as Error).message).to.match(
        /^step 8: the loss is NaN; .*; the checkpoint of step 5 is kept$/,
      );
      expect(readFileSync(file).equals(kept as Buffer)).to.equal(true);
      expect(loadModel(options.folder).spec.name).to.equal('x');
      expect(stepsOf(options.folder)).to.equal('5');
    }),
  );

  it(
    'has the best model so far in the folder, while it goes on, when it is interrupted, and at the end',
    inFolder(async (folder) => {
      const options = setUp(folder, 'neighbourhood', 'x');
      // From step 11 on it learns what is not so.
      const worse = (step: number) => {
        if (step === 10) (options.train.levels as Uint8Array).fill(1);
      };
      const before = options.train.levels.slice();
      const misled = { ...options, onProgress: ({ step }: { step: number }) => worse(step) };
      let saved: unknown;
      await interrupted({ ...misled, resume: false }, 17, (what) => {
        saved = what;
      });
      expect(saved).to.deep.equal({ step: 17, best: 10 });
      expect(stepsOf(options.folder)).to.equal('10');
      const { weights } = loadModel(options.folder);
      options.train.levels.set(before);
      const resumed = { ...misled, resume: true, onProgress: () => {} };
      // Once more what is not so: the checkpoint is of these data, which it looks at first.
      const result = await run({ ...resumed, onStart: () => worse(10) });
      options.train.levels.set(before);
      expect(result).to.include({ steps: 24, best: 10, items: 3 });
      expect(stepsOf(options.folder)).to.equal('10');
      expect(loadModel(options.folder).weights).to.deep.equal(weights);
      // What it takes is told of that model too.
      expect(result.coded / result.estimate).to.be.within(0.999, 1.001);
    }),
  );

  it(
    'leaves a model when it is interrupted before there is a point of the curve',
    inFolder(async (folder) => {
      const options = setUp(folder, 'neighbourhood', 'x');
      await interrupted(options, 3);
      expect(loadModel(options.folder).spec.name).to.equal('x');
      expect(stepsOf(options.folder)).to.equal('3');
    }),
  );

  it(
    'measures all items that are kept to validate, and none that it learns from but where it says so',
    inFolder(async (folder) => {
      // More than one step of measuring, of the codec as of the estimate.
      const many = { train: slopes(40, 2), valid: slopes(900, 2) };
      const all = { ...setUp(folder, 'neighbourhood', 'x', { steps: 3 }), ...many };
      const told: number[] = [];
      const result = await run({ ...all, onMeasured: (items) => told.push(items) });
      expect(result.items).to.equal(900);
      expect(told.at(-1)).to.equal(900);
      expect(told.length).to.be.above(1);
      expect(result.coded / result.estimate).to.be.within(0.999, 1.001);
      const { train, valid } = split(slopes(19, 2));
      expect(valid).to.equal(undefined);
      const few = { ...setUp(folder, 'neighbourhood', 'few'), train, valid };
      const { items, best } = await run(few);
      expect([items, best]).to.deep.equal([19, 24]);
      const { curve } = filesOf(few.folder);
      expect(curve.map((point) => point.step)).to.deep.equal([5, 10, 15, 20, 24]);
      expect(curve.filter((point) => 'validation' in point)).to.deep.equal([]);
    }),
  );

  it(
    'keeps the model that was there before, whose files find it, and none of its own',
    inFolder(async (folder) => {
      const kept: string[] = [];
      const options = (steps: number, resume: boolean): RunOptions => ({
        ...setUp(folder, 'neighbourhood', 'x', { steps }),
        resume,
        onKept: (spec) => kept.push(spec),
      });
      await run(options(10, false));
      const first = loadModel(join(folder, 'x'));
      // Nothing is learned, and so nothing is another.
      await run(options(10, true));
      expect(kept).to.deep.equal([]);
      const last = await run(options(20, true));
      expect(last.best).to.be.above(10);
      expect(loadModel(join(folder, 'x')).weightsDigest).to.not.deep.equal(first.weightsDigest);
      expect(kept).to.have.length(1);
      for (const place of [folder, join(folder, 'x'), join(folder, 'x', FILES.spec)]) {
        const found = loadRecorded('x', first, [place]);
        expect(found.where, place).to.equal(kept[0]);
        expect(found.weightsDigest).to.deep.equal(first.weightsDigest);
      }
      await run(options(5, false));
      expect(kept).to.have.length(2);
      // What is no model has no files that need it.
      writeFileSync(join(folder, 'x', FILES.weights), 'damaged');
      await run(options(5, false));
      expect(kept).to.have.length(2);
      expect(readdirSync(join(folder, 'x/earlier'))).to.have.length(4);
    }),
  );

  it(
    'goes on to more steps, and ends after fewer',
    inFolder(async (folder) => {
      const short = setUp(folder, 'neighbourhood', 'x');
      await run(short);
      const longer = { ...setUp(folder, 'neighbourhood', 'x', { steps: 30 }), resume: true };
      expect(await run(longer)).to.include({ steps: 30 });
      const { curve } = filesOf(short.folder);
      expect(curve.map(({ step }) => step)).to.deep.equal([5, 10, 15, 20, 24, 25, 30]);
      const model = readFileSync(join(short.folder, FILES.weights));
      const shorter = { ...setUp(folder, 'neighbourhood', 'x', { steps: 8 }), resume: true };
      expect(await run(shorter)).to.include({ steps: 30 });
      expect(readFileSync(join(short.folder, FILES.weights)).equals(model)).to.equal(true);
    }),
  );

  it(
    'leaves the old checkpoint where a new one cannot be written',
    inFolder(async (folder) => {
      const options = setUp(folder, 'neighbourhood', 'x');
      await interrupted(options, 6);
      const file = join(options.folder, FILES.checkpoint);
      const old = readFileSync(file);
      // A folder is in the way of the temporary file.
      mkdirSync(`${file}.part`);
      let error: unknown;
      try {
        await run({ ...options, resume: true });
      } catch (thrown) {
        error = thrown;
      }
      rmSync(`${file}.part`, { recursive: true, force: true });
      expect(error).to.be.instanceOf(CrayError).with.property('code', 'IO');
      expect(readFileSync(file).equals(old)).to.equal(true);
    }),
  );

  it(
    'does not go on from another spec, other data, or nothing',
    inFolder(async (folder) => {
      const options = setUp(folder, 'neighbourhood', 'x');
      const refuses = async (changed: RunOptions, message: string) => {
        let error: unknown;
        try {
          await run({ ...changed, resume: true });
        } catch (thrown) {
          error = thrown;
        }
        expect((error as Error).message).to.contain(message);
      };
      await refuses(options, 'no checkpoint to go on from');
      await interrupted(options, 5);
      await refuses(
        setUp(folder, 'neighbourhood', 'x', { seed: 4 }),
        'is of another spec, seed or data',
      );
      await refuses({ ...options, ...split(slopes(61, 2)) }, 'is of another spec, seed or data');
    }),
  );
});

describe('rateOf', () => {
  it('rises, and falls as the schedule says', () => {
    const of = (schedule: 'cosine' | 'linear' | 'constant') =>
      [0, 1, 5, 9].map((step) => rateOf({ steps: 10, rate: 1, warmUp: 0.2, schedule }, step));
    expect(of('constant')).to.deep.equal([0.5, 1, 1, 1]);
    expect(of('linear')).to.deep.equal([0.5, 0.9, 0.5, 0.09999999999999998]);
    expect(of('cosine')[2]).to.be.closeTo(0.5, 1e-12);
    expect(of('cosine')[3]).to.be.closeTo(0.0245, 1e-4);
  });
});
