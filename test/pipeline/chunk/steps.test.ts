import { expect } from 'chai';
import { buildCodec } from '../../../src/model/build.js';
import { loadModel } from '../../../src/model/model.js';
import { groupSizes } from '../../../src/pipeline/chunk/groups.js';
import { finish, type Steps, unhurried } from '../../../src/pipeline/chunk/steps.js';
import { decompress } from '../../../src/pipeline/decode/decompress.js';
import { compress } from '../../../src/pipeline/encode/compress.js';
import type { Progress } from '../../../src/pipeline/progress.js';
import { hearing, worked } from '../../../src/work.js';
import { collect, mnistSlice, PIXELS } from '../../data.js';

function* three(): Steps<string> {
  worked(1);
  yield 1;
  worked(2);
  worked(2);
  yield 5;
  worked(7);
  return 'done';
}

/** Elements after each step that codes these groups: a pause comes after 2^15 elements or more. */
function stepsOf(groups: readonly number[]): number[] {
  const steps: number[] = [];
  let [done, told] = [0, 0];
  for (const n of groups) {
    done += n;
    if ((done - told) * PIXELS < 1 << 15) continue;
    steps.push(done * PIXELS);
    told = done;
  }
  return told === done ? steps : [...steps, done * PIXELS];
}

describe('work in steps', () => {
  it('comes to the same in one go and in pauses', async () => {
    for (const run of [finish, unhurried]) {
      const told: number[] = [];
      expect(await run(three(), (n) => told.push(n))).to.equal('done');
      // What is told within a step is part of what the step gives.
      expect(told).to.deep.equal([1, 0, 2, 2, 1, 7]);
    }
    expect(finish(three())).to.equal('done');
  });

  it('is heard by who began it, and by nobody else', () => {
    const [outer, inner]: number[][] = [[], []];
    hearing(
      (n) => outer?.push(n),
      () => {
        worked(1);
        expect(() =>
          hearing(
            (n) => inner?.push(n),
            () => {
              worked(2);
              throw new Error('x');
            },
          ),
        ).to.throw('x');
        worked(3);
      },
    );
    worked(4);
    expect([outer, inner]).to.deep.equal([[1, 3], [2]]);
  });

  it('lets other things happen after each step of a chunk, and tells how far it is', async () => {
    const model = loadModel('mnist-binary-vae');
    let turns = 0;
    let others = true;
    const other = () => {
      turns++;
      if (others) setImmediate(other);
    };
    other();
    /** The turn of the other things in which so many elements were told first. */
    const told = new Map<number, number>();
    const onProgress = ({ part, fileBytes }: Progress) => {
      const elements = part === undefined ? fileBytes : Math.round(part * 2000 * PIXELS);
      if (elements > 0 && !told.has(elements)) told.set(elements, turns);
    };
    const expectTold = (elements: readonly number[]) => {
      expect([...told.keys()]).to.deep.equal(elements);
      const at = [...told.values()];
      expect(new Set(at).size, 'turns').to.equal(at.length);
      told.clear();
    };
    const file = await collect(compress([mnistSlice(0, 2000)], () => model, { onProgress }));
    const groups = groupSizes(2000, buildCodec(model).width);
    expectTold(stepsOf(groups));
    await collect(decompress([file], () => model, { onProgress }));
    others = false;
    expectTold(stepsOf(groups.reverse()));
  });

  it('keeps two that are coded at the same time apart', async () => {
    const model = loadModel('mnist-binary-vae');
    const files = [mnistSlice(0, 700), mnistSlice(700, 1400)];
    const apart: Uint8Array[] = [];
    for (const file of files) apart.push(await collect(compress([file], () => model)));
    const together = await Promise.all(files.map((file) => collect(compress([file], () => model))));
    expect(together).to.deep.equal(apart);
    const restored = await Promise.all(
      together.map((file) => collect(decompress([file], () => model))),
    );
    expect(
      restored.map((bytes) => Buffer.compare(bytes, files.shift() as Uint8Array)),
    ).to.deep.equal([0, 0]);
  });
});
